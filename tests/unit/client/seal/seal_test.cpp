#include "client/seal/seal.h"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>
#include <sodium.h>

#include "client/seal/compression.h"
#include "client/seal/packing.h"
#include "client/seal/padding.h"
#include "client/seal/sealing.h"
#include "shared/identity/device.h"
#include "shared/log/proof.h"
#include "shared/wire/limits.h"
#include "shared/wire/run_builder.h"
#include "tests/support/backlog.h"
#include "tests/support/random_run.h"

namespace cairn {
namespace {

struct Sealer {
    explicit Sealer(std::uint64_t seed = 1)
        : random(seed), device(DeviceSecrets::make(random)), key(*EpochKey::from(Bytes(32, 7))) {
        request.workspace = random.make<WorkspaceId>();
        request.number = {5};
        request.previous = random.make<EnvelopeHash>();
        request.epoch = random.make<EpochId>();
        request.roster_head = random.make<RecordHash>();
    }
    Envelope seal_run(const cairn::Run& run) { return seal(run, request, key, device, random); }
    Envelope seal_bytes(ByteView plaintext) {
        return seal_plaintext(plaintext, request, key, device, random);
    }

    SeededRandom random;
    DeviceSecrets device;
    EpochKey key;
    SealRequest request;
};

cairn::Run one_edit() {
    RunBuilder builder{ChangeId{{1}}};
    builder.begin_change(SittingId{{2}}, 3, WallTime{4}, {});
    builder.add_edit(ItemId{{5}}, 6, "", "tSecret plan", {});
    return builder.take();
}

OpenFault fault_of(const Envelope& envelope, const EpochKey& key) {
    const auto run = open(envelope, key);
    EXPECT_FALSE(run);
    EXPECT_FALSE(run ? false : run.error().sentence.empty());
    return run ? OpenFault{} : run.error().fault;
}

// The envelope with byte `at` changed, and signed again by nobody.
Envelope flipped(const Envelope& envelope, std::size_t at) {
    Bytes bytes = envelope.bytes();
    bytes[at] ^= 1U;
    return Envelope::parse(std::move(bytes)).value();
}

TEST(Seal, OpensToTheSameRun) {
    for (std::uint64_t seed = 1; seed <= 50; ++seed) {
        SCOPED_TRACE(seed);
        Sealer sealer(seed);
        const auto run = test::random_run(sealer.random);
        const auto opened = open(sealer.seal_run(run), sealer.key);
        ASSERT_TRUE(opened) << opened.error().sentence;
        EXPECT_TRUE(test::same_run(run, *opened));
    }
}

TEST(Seal, SaysOutsideWhatWasAsked) {
    Sealer sealer;
    const Envelope envelope = sealer.seal_run(one_edit());
    const EnvelopeHeader& header = envelope.header();
    EXPECT_EQ(header.version, 1);
    EXPECT_EQ(header.suite, 1);
    EXPECT_EQ(header.workspace, sealer.request.workspace);
    EXPECT_EQ(header.device, sealer.device.id());
    EXPECT_EQ(header.number, sealer.request.number);
    EXPECT_EQ(header.previous, sealer.request.previous);
    EXPECT_EQ(header.epoch, sealer.request.epoch);
    EXPECT_EQ(header.roster_head, sealer.request.roster_head);
    EXPECT_TRUE(signed_by_author(envelope));
    EXPECT_EQ(header.sealed_bytes, 256U + 16U);  // one edit fits the smallest size
}

TEST(Seal, HidesThePlaintext) {
    Sealer sealer;
    const Envelope envelope = sealer.seal_run(one_edit());
    EXPECT_EQ(text_of(envelope.bytes()).find("plan"), std::string_view::npos);
}

TEST(Seal, DependsOnRandomnessHeaderAndPlaintext) {
    Sealer a(1);
    Sealer b(1);
    EXPECT_EQ(a.seal_run(one_edit()).bytes(), b.seal_run(one_edit()).bytes());
    EXPECT_NE(a.seal_run(one_edit()).header().nonce, b.seal_run(cairn::Run{}).header().nonce);
    b.request.number = {6};
    EXPECT_NE(a.seal_run(one_edit()).header().nonce, b.seal_run(one_edit()).header().nonce);
    EXPECT_NE(a.seal_run(one_edit()).header().nonce, a.seal_run(one_edit()).header().nonce);
}

TEST(Open, RefusesAnotherKeyByTheCommitment) {
    Sealer sealer;
    EpochKey other = sealer.key;
    other.writable()[31] ^= 1U;
    EXPECT_EQ(fault_of(sealer.seal_run(one_edit()), other), OpenFault::commitment);
}

TEST(Open, RefusesAFlippedBitInEveryByteOfTheHeader) {
    Sealer sealer;
    const Envelope envelope = sealer.seal_run(one_edit());
    for (std::size_t at = 2; at < header_bytes + commitment_bytes; ++at) {
        if (at >= 194 && at < 198) continue;  // the length: does not parse
        EXPECT_EQ(fault_of(flipped(envelope, at), sealer.key), OpenFault::commitment) << at;
    }
}

TEST(Open, LeavesAnotherVersionOrSuiteParked) {
    Sealer sealer;
    const Envelope envelope = sealer.seal_run(one_edit());
    EXPECT_EQ(fault_of(flipped(envelope, 0), sealer.key), OpenFault::unsupported);
    EXPECT_EQ(fault_of(flipped(envelope, 1), sealer.key), OpenFault::unsupported);
}

TEST(Open, RefusesAFlippedBitInEveryByteOfTheCiphertext) {
    Sealer sealer;
    const Envelope envelope = sealer.seal_run(one_edit());
    const std::size_t first = header_bytes + commitment_bytes;
    for (std::size_t at = first; at < first + envelope.header().sealed_bytes; ++at)
        EXPECT_EQ(fault_of(flipped(envelope, at), sealer.key), OpenFault::tampered) << at;
}

TEST(Open, DoesNotReadTheSignature) {  // shared/log proves
    Sealer sealer;
    const Envelope envelope = sealer.seal_run(one_edit());
    EXPECT_TRUE(open(flipped(envelope, envelope.bytes().size() - 1), sealer.key));
}

TEST(Open, RefusesPaddingThatIsNotZero) {
    Sealer sealer;
    Bytes padded = pack_run(one_edit());
    padded.back() = 1;
    EXPECT_EQ(fault_of(sealer.seal_bytes(padded), sealer.key), OpenFault::padding);
}

TEST(Open, RefusesPlaintextOfAnyShortLength) {
    Sealer sealer;
    for (const std::size_t bytes : {0U, 1U, 4U, 5U, 255U})
        EXPECT_EQ(fault_of(sealer.seal_bytes(Bytes(bytes, 1)), sealer.key), OpenFault::padding);
}

TEST(Open, RefusesAFrameThatIsNoneOrHoldsTooMuch) {
    Sealer sealer;
    const Envelope none = sealer.seal_bytes(pad(Bytes(40, 9)));
    EXPECT_EQ(fault_of(none, sealer.key), OpenFault::compression);
    const Envelope bomb = sealer.seal_bytes(pad(compress(Bytes(limits::run_bytes_max + 1))));
    EXPECT_LT(bomb.bytes().size(), 4096U);
    EXPECT_EQ(fault_of(bomb, sealer.key), OpenFault::compression);
}

TEST(Open, RefusesAFrameThatHoldsNoRun) {
    Sealer sealer;
    const Envelope envelope = sealer.seal_bytes(pad(compress(Bytes(64, 3))));
    EXPECT_EQ(fault_of(envelope, sealer.key), OpenFault::run);
}

TEST(Open, RefusesTheCommitmentOfAnotherEnvelope) {
    Sealer sealer;
    const Envelope a = sealer.seal_run(one_edit());
    const Commitment other = sealer.seal_run(one_edit()).commitment();
    Bytes swapped = a.bytes();
    std::copy_n(other.bytes.begin(), Commitment::size, swapped.begin() + header_bytes);
    EXPECT_EQ(fault_of(Envelope::parse(std::move(swapped)).value(), sealer.key),
              OpenFault::commitment);
}

// Once more by hand, with the primitives alone: the layout of schema/PROTOCOL.md section 2.
TEST(Seal, LiesAsTheProtocolSays) {
    Sealer sealer;
    const Envelope envelope = sealer.seal_run(one_edit());
    const ByteView bytes(envelope.bytes());

    const std::string header_domain =
        "\x17"
        "cairn/1 envelope header";
    Bytes hashed(header_domain.begin(), header_domain.end());
    append(hashed, bytes.first(198));
    Bytes header_hash(32);
    crypto_generichash(header_hash.data(), 32, hashed.data(), hashed.size(), nullptr, 0);

    const std::string key_domain =
        "\x14"
        "cairn/1 envelope key";
    Bytes input(key_domain.begin(), key_domain.end());
    append(input, bytes.subspan(170, 24));
    append(input, header_hash);
    Bytes derived(64);
    const ByteView key = sealer.key.view();
    crypto_generichash(derived.data(), 64, input.data(), input.size(), key.data(), key.size());
    EXPECT_TRUE(equal(ByteView(derived).last(32), bytes.subspan(198, 32)));

    Bytes plaintext(256);
    const Bytes nonce(12);
    const ByteView sealed = bytes.subspan(230, 272);
    ASSERT_EQ(crypto_aead_chacha20poly1305_ietf_decrypt(plaintext.data(),
                                                        nullptr,
                                                        nullptr,
                                                        sealed.data(),
                                                        sealed.size(),
                                                        bytes.data(),
                                                        198,
                                                        nonce.data(),
                                                        derived.data()),
              0);
    EXPECT_EQ(plaintext, pack_run(one_edit()));
    EXPECT_EQ(plaintext[0], 1);
    EXPECT_EQ(to_hex(ByteView(plaintext).subspan(5, 4)), "28b52ffd");
}

TEST(Seal, TakesAtMostThirtyBytesForAnEditOfABacklog) {
    for (const std::uint64_t seed : {1U, 2U}) {
        Sealer sealer;
        std::size_t bytes = 0;
        const auto runs = test::make_backlog({.seed = seed});
        for (const auto& run : runs) bytes += sealer.seal_run(run).bytes().size();
        EXPECT_LE(bytes, 30U * 10'000U) << "seed " << seed;
    }
}

}  // namespace
}  // namespace cairn
