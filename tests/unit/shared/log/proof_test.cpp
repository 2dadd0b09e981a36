#include "shared/log/proof.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/support/envelopes.h"

namespace cairn {
namespace {

constexpr WorkspaceId workspace{{1}};

struct Author {
    explicit Author(std::uint64_t seed) : random(seed), device(DeviceSecrets::make(random)) {}
    std::vector<Envelope> chain(std::size_t count, const Envelope* previous = nullptr) {
        return test::make_chain(count, workspace, device, random, previous);
    }
    SeededRandom random;
    DeviceSecrets device;
};

void shuffle(std::vector<Envelope>& batch, SeededRandom& random) {
    for (std::size_t i = batch.size(); i > 1; --i) std::swap(batch[i - 1], batch[random.below(i)]);
}

std::size_t proven_count(const Proof& proof) {
    return static_cast<std::size_t>(std::count(proof.proven.begin(), proof.proven.end(), true));
}

TEST(Prove, ChecksOneSignatureForAContiguousRunInAnyOrder) {
    Author author(1);
    auto batch = author.chain(50);
    shuffle(batch, author.random);
    const Proof proof = prove(batch);
    EXPECT_EQ(proven_count(proof), 50U);
    EXPECT_EQ(proof.signatures_checked, 1U);
}

TEST(Prove, ChecksOneSignatureForEverySegment) {
    Author author(2);
    auto batch = author.chain(30);
    batch.erase(batch.begin() + 20);
    batch.erase(batch.begin() + 10);
    const Proof proof = prove(batch);
    EXPECT_EQ(proven_count(proof), 28U);
    EXPECT_EQ(proof.signatures_checked, 3U);
}

TEST(Prove, IsDoneWithNothing) {
    const Proof proof = prove({});
    EXPECT_TRUE(proof.proven.empty());
    EXPECT_EQ(proof.signatures_checked, 0U);
}

TEST(Prove, LetsASuccessorVouchForABadSignature) {
    Author author(3);
    auto batch = author.chain(5);
    batch[1] = test::with_bad_signature(batch[1]);
    const Proof proof = prove(batch);
    EXPECT_EQ(proven_count(proof), 5U);
    EXPECT_EQ(proof.signatures_checked, 1U);
}

TEST(Prove, FallsBackToPredecessorsWhereATipFails) {
    Author author(4);
    auto batch = author.chain(10);
    for (const std::size_t bad : {8U, 9U}) batch[bad] = test::with_bad_signature(batch[bad]);
    const Proof proof = prove(batch);
    EXPECT_EQ(proof.signatures_checked, 3U);
    EXPECT_TRUE(proof.proven[7]);
    EXPECT_FALSE(proof.proven[8]);
    EXPECT_FALSE(proof.proven[9]);
    EXPECT_EQ(proven_count(proof), 8U);
}

TEST(Prove, ProvesTheTrunkOfABranchByEitherTip) {
    Author author(5);
    auto batch = author.chain(4);
    const auto branch = author.chain(3, &batch[1]);
    batch[3] = test::with_bad_signature(batch[3]);
    batch[2] = test::with_bad_signature(batch[2]);
    batch.insert(batch.end(), branch.begin(), branch.end());
    const Proof proof = prove(batch);
    EXPECT_EQ(proof.proven, (std::vector{true, true, false, false, true, true, true}));
    EXPECT_LE(proof.signatures_checked, 3U);
}

TEST(Prove, DoesNotLetAnotherDeviceWorkspaceOrVersionVouch) {
    Author author(6);
    Author other(7);
    const Envelope target = test::with_bad_signature(author.chain(1)[0]);
    EnvelopeHeader header = target.header();
    header.previous = target.hash();
    header.number = {2};
    EXPECT_TRUE(
        prove(std::vector{target, test::make_envelope(header, author.device, author.random)})
            .proven[0]);

    EnvelopeHeader of_device = header;
    of_device.device = other.device.id();
    EnvelopeHeader of_workspace = header;
    of_workspace.workspace = WorkspaceId{{2}};
    EnvelopeHeader of_version = header;
    of_version.version = 2;
    const Envelope wrong[] = {test::make_envelope(of_device, other.device, other.random),
                              test::make_envelope(of_workspace, author.device, author.random),
                              test::make_envelope(of_version, author.device, author.random)};
    for (const Envelope& successor : wrong)
        EXPECT_EQ(prove(std::vector{target, successor}).proven, (std::vector{false, true}));
}

TEST(Prove, TellsApartTwoSignaturesUnderOneHash) {
    Author author(8);
    const Envelope good = author.chain(1)[0];
    const Envelope bad = test::with_bad_signature(good);
    EXPECT_EQ(prove(std::vector{bad, good, good}).proven, (std::vector{false, true, true}));
}

// Against the definition: proven by the own signature, or by a proven successor in the batch.
TEST(Prove, AgreesWithItsDefinitionOnRandomForests) {
    for (std::uint64_t seed = 100; seed < 130; ++seed) {
        SCOPED_TRACE(seed);
        Author author(seed);
        std::vector<Envelope> batch = author.chain(3);
        while (batch.size() < 25) {
            const Envelope root = batch[author.random.below(batch.size())];
            const auto branch = author.chain(1 + author.random.below(4), &root);
            batch.insert(batch.end(), branch.begin(), branch.end());
        }
        for (Envelope& envelope : batch)
            if (author.random.below(2) == 0) envelope = test::with_bad_signature(envelope);
        shuffle(batch, author.random);

        std::vector<bool> expected(batch.size());
        for (std::size_t i = 0; i < batch.size(); ++i) expected[i] = signed_by_author(batch[i]);
        for (std::size_t round = 0; round < batch.size(); ++round)
            for (std::size_t i = 0; i < batch.size(); ++i)
                for (std::size_t k = 0; k < batch.size(); ++k)
                    if (expected[k] && vouches_for(batch[k].header(), batch[i])) expected[i] = true;
        const Proof proof = prove(batch);
        EXPECT_EQ(proof.proven, expected);
        EXPECT_LE(proof.signatures_checked, batch.size());
    }
}

}  // namespace
}  // namespace cairn
