#include "shared/log/envelope.h"

#include <gtest/gtest.h>

#include "shared/base/byte_io.h"
#include "shared/wire/limits.h"
#include "tests/support/envelopes.h"

namespace cairn {
namespace {

EnvelopeHeader any_header() {
    EnvelopeHeader header;
    header.version = 1;
    header.suite = 1;
    header.workspace.bytes.fill(0x11);
    header.device.bytes.fill(0x22);
    header.number = {0x0807060504030201};
    header.previous.bytes.fill(0x33);
    header.epoch.bytes.fill(0x44);
    header.roster_head.bytes.fill(0x55);
    header.nonce.bytes.fill(0x66);
    header.sealed_bytes = 272;
    return header;
}

Envelope any_envelope() {
    SeededRandom random(1);
    return test::make_envelope(any_header(), DeviceSecrets::make(random), random);
}

TEST(EnvelopeHeader, LiesAsTheProtocolSays) {
    const Bytes bytes = encode_header(any_header());
    ASSERT_EQ(bytes.size(), 198U);
    EXPECT_EQ(to_hex(ByteView(bytes).subspan(0, 2)), "0101");
    EXPECT_EQ(bytes[2], 0x11);
    EXPECT_EQ(bytes[34], 0x22);
    EXPECT_EQ(to_hex(ByteView(bytes).subspan(66, 8)), "0102030405060708");
    EXPECT_EQ(bytes[74], 0x33);
    EXPECT_EQ(bytes[106], 0x44);
    EXPECT_EQ(bytes[138], 0x55);
    EXPECT_EQ(bytes[170], 0x66);
    EXPECT_EQ(to_hex(ByteView(bytes).subspan(194, 4)), "10010000");
}

TEST(EnvelopeHeader, GivesBackWhatWasPutIn) {
    const auto header = parse_header(encode_header(any_header()));
    ASSERT_TRUE(header) << header.error().sentence;
    EXPECT_EQ(*header, any_header());
}

TEST(EnvelopeHeader, IsRefusedIfTruncated) {
    Bytes bytes = encode_header(any_header());
    bytes.pop_back();
    const auto header = parse_header(bytes);
    ASSERT_FALSE(header);
    EXPECT_EQ(header.error().fault, WireFault::truncated);
}

TEST(EnvelopeHeader, IsRefusedIfItSealsTooMuch) {
    EnvelopeHeader header = any_header();
    header.sealed_bytes = limits::sealed_bytes_max;
    EXPECT_TRUE(parse_header(encode_header(header)));
    ++header.sealed_bytes;
    const auto parsed = parse_header(encode_header(header));
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.error().fault, WireFault::too_long);
}

TEST(Envelope, ShowsItsParts) {
    const Envelope envelope = any_envelope();
    const ByteView bytes(envelope.bytes());
    EXPECT_TRUE(equal(envelope.header_view(), bytes.first(198)));
    EXPECT_TRUE(equal(envelope.commitment().view(), bytes.subspan(198, 32)));
    EXPECT_TRUE(equal(envelope.ciphertext(), bytes.subspan(230, 272)));
    EXPECT_TRUE(equal(envelope.signature().view(), bytes.last(64)));
    EXPECT_EQ(bytes.size(), envelope_overhead_bytes + 272);
}

TEST(Envelope, HasAHashThatLeavesOutTheSignatureOnly) {
    const Envelope envelope = any_envelope();
    for (std::size_t i = 0; i < envelope.bytes().size(); ++i) {
        if (i >= 194 && i < 198) continue;  // the length, which has to be right
        Bytes bytes = envelope.bytes();
        bytes[i] ^= 0x40U;
        const auto changed = Envelope::parse(std::move(bytes));
        ASSERT_TRUE(changed);
        const bool is_in_signature = i >= envelope.bytes().size() - 64;
        EXPECT_EQ(changed->hash() == envelope.hash(), is_in_signature) << "byte " << i;
    }
}

TEST(Envelope, IsRefusedIfNotAsLongAsItSays) {
    for (const int difference : {-1, 1, -272}) {
        Bytes bytes = any_envelope().bytes();
        bytes.resize(static_cast<std::size_t>(static_cast<int>(bytes.size()) + difference));
        const auto parsed = Envelope::parse(std::move(bytes));
        ASSERT_FALSE(parsed);
        EXPECT_EQ(parsed.error().fault, WireFault::truncated);
    }
}

TEST(Envelope, OfALaterVersionParses) {
    Bytes bytes = any_envelope().bytes();
    bytes[0] = 9;
    bytes[1] = 7;
    const auto parsed = Envelope::parse(std::move(bytes));
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->header().version, 9);
}

}  // namespace
}  // namespace cairn
