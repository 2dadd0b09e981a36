#include <gtest/gtest.h>

#include "shared/base/byte_io.h"
#include "shared/base/hash.h"
#include "shared/base/ids.h"
#include "shared/base/random.h"
#include "shared/base/secret.h"

namespace cairn {
namespace {

TEST(Base32, RoundTripsEveryLength) {
    SeededRandom random(1);
    for (std::size_t length = 0; length < 70; ++length) {
        Bytes bytes(length);
        random.fill(bytes);
        const auto back = from_base32(to_base32(bytes));
        ASSERT_TRUE(back.has_value()) << length;
        EXPECT_EQ(*back, bytes);
    }
}

TEST(Base32, ReadsWhatPeopleMistype) {
    EXPECT_EQ(from_base32("O1IL0000"), from_base32("01110000"));
    EXPECT_EQ(from_base32("AbCdEfGh"), from_base32("abcdefgh"));
}

TEST(Base32, GivesOneTextForOneValue) {
    EXPECT_FALSE(from_base32("u").has_value());   // u is no digit
    EXPECT_FALSE(from_base32("0").has_value());   // five bits make no byte
    EXPECT_FALSE(from_base32("01").has_value());  // bits left over
}

TEST(ByteIo, ReadsBackWhatWasWritten) {
    ByteWriter writer;
    writer.u8(7)
        .u16(300)
        .u32(70000)
        .u64(1ULL << 40U)
        .varint(0)
        .varint(127)
        .varint(128)
        .varint(UINT64_MAX);
    writer.signed_varint(0).signed_varint(-1).signed_varint(INT64_MIN).signed_varint(INT64_MAX);
    writer.sized(bytes_of("cairn"));
    ByteReader reader(writer.bytes());
    EXPECT_EQ(reader.u8(), 7);
    EXPECT_EQ(reader.u16(), 300);
    EXPECT_EQ(reader.u32(), 70000U);
    EXPECT_EQ(reader.u64(), 1ULL << 40U);
    EXPECT_EQ(reader.varint(), 0U);
    EXPECT_EQ(reader.varint(), 127U);
    EXPECT_EQ(reader.varint(), 128U);
    EXPECT_EQ(reader.varint(), UINT64_MAX);
    EXPECT_EQ(reader.signed_varint(), 0);
    EXPECT_EQ(reader.signed_varint(), -1);
    EXPECT_EQ(reader.signed_varint(), INT64_MIN);
    EXPECT_EQ(reader.signed_varint(), INT64_MAX);
    EXPECT_EQ(text_of(reader.sized(16)), "cairn");
    EXPECT_TRUE(reader.done());
}

TEST(ByteIo, RefusesVarintsThatAreNotMinimalOrTooLong) {
    const Bytes padded{0x80, 0x00};
    const Bytes wide(11, 0xff);
    const Bytes beyond{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02};
    for (const Bytes& bytes : {padded, wide, beyond}) {
        ByteReader reader(bytes);
        reader.varint();
        EXPECT_FALSE(reader.ok()) << to_hex(bytes);
    }
}

TEST(ByteIo, StaysFailedAfterTheFirstShortfall) {
    const Bytes bytes{1, 2, 3};
    ByteReader reader(bytes);
    EXPECT_EQ(reader.u32(), 0U);
    EXPECT_EQ(reader.u8(), 0);
    EXPECT_FALSE(reader.ok());
}

TEST(ByteIo, ChecksALengthAgainstTheLimitAndTheInput) {
    ByteWriter writer;
    writer.varint(1ULL << 50U);
    ByteReader lies(writer.bytes());
    lies.sized(SIZE_MAX);
    EXPECT_FALSE(lies.ok());
    ByteWriter small;
    small.sized(bytes_of("four"));
    ByteReader limited(small.bytes());
    limited.sized(3);
    EXPECT_FALSE(limited.ok());
}

TEST(Hasher, SeparatesDomains) {
    const auto one = Hasher("a").add(bytes_of("bc")).finish();
    const auto two = Hasher("ab").add(bytes_of("c")).finish();
    EXPECT_NE(one, two);
}

TEST(Hasher, IsBlake2b256OfLengthDomainAndInput) {
    // BLAKE2b-256 of the bytes 03 61 62 63, computed with an independent implementation (Python's
    // hashlib).
    EXPECT_EQ(to_hex(Hasher("abc").finish()),
              "90922432cc9a3b951a62267fd25fc1f9667344a9a42b44fee6cee6b1095818a8");
}

TEST(SeededRandom, RepeatsUnderItsSeed) {
    SeededRandom a(42);
    SeededRandom b(42);
    SeededRandom c(43);
    const auto first = a.make<Hash32>();
    EXPECT_EQ(first, b.make<Hash32>());
    EXPECT_NE(first, a.make<Hash32>());
    EXPECT_NE(first, c.make<Hash32>());
}

TEST(SecretBytes, WipesWhatWasMovedFrom) {
    EpochKey key(SeededRandom(1).make<Hash32>().bytes);
    const EpochKey copy = key;
    const EpochKey moved = std::move(key);
    EXPECT_EQ(moved, copy);
    EXPECT_EQ(key, EpochKey{});  // NOLINT(bugprone-use-after-move): the wiped state is the promise
}

}  // namespace
}  // namespace cairn
