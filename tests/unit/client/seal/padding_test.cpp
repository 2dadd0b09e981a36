#include "client/seal/padding.h"

#include <gtest/gtest.h>

namespace cairn {
namespace {

Bytes frame_of(std::size_t bytes) { return Bytes(bytes, 0xAB); }

TEST(Padding, HasTheSizesOfPadme) {
    EXPECT_EQ(padded_bytes(0), 256U);
    EXPECT_EQ(padded_bytes(256), 256U);
    EXPECT_EQ(padded_bytes(257), 272U);
    EXPECT_EQ(padded_bytes(272), 272U);
    EXPECT_EQ(padded_bytes(273), 288U);
    EXPECT_EQ(padded_bytes(1000), 1024U);
    EXPECT_EQ(padded_bytes(1025), 1088U);
    EXPECT_EQ(padded_bytes(100'000), 100'352U);
    EXPECT_EQ(padded_bytes(12 * 1024 * 1024), 12U * 1024 * 1024);
}

TEST(Padding, CostsAtMostTwelvePercentAndIsItsOwnFixedPoint) {
    for (std::size_t bytes = 256; bytes < 3'000'000; bytes += 1 + bytes / 97) {
        const std::size_t padded = padded_bytes(bytes);
        EXPECT_GE(padded, bytes);
        EXPECT_LE(padded - bytes, bytes * 12 / 100);
        EXPECT_EQ(padded_bytes(padded), padded);
    }
}

TEST(Padding, ComesOffAgain) {
    for (const std::size_t bytes : {0U, 1U, 250U, 251U, 252U, 1000U, 70'000U}) {
        const Bytes frame = frame_of(bytes);
        const Bytes padded = pad(frame);
        EXPECT_EQ(padded.size(), padded_bytes(bytes + 5));
        const auto found = unpad(padded);
        ASSERT_TRUE(found);
        EXPECT_TRUE(equal(*found, frame));
    }
}

TEST(Padding, IsRefusedIfAnyByteOfItIsNotZero) {
    const Bytes padded = pad(frame_of(100));
    for (std::size_t i = 105; i < padded.size(); ++i) {
        Bytes dirty = padded;
        dirty[i] = 1;
        EXPECT_FALSE(unpad(dirty)) << "byte " << i;
    }
}

TEST(Padding, IsRefusedInAnotherForm) {
    for (const std::uint8_t form : Bytes{0, 2, 255}) {
        Bytes padded = pad(frame_of(100));
        padded[0] = form;
        EXPECT_FALSE(unpad(padded));
    }
}

TEST(Padding, IsRefusedIfALengthLies) {
    Bytes beyond = pad(frame_of(100));
    beyond[1] = 252;  // one more than there is
    EXPECT_FALSE(unpad(beyond));
    beyond[4] = 255;
    EXPECT_FALSE(unpad(beyond));
    Bytes longer = pad(frame_of(100));
    longer.resize(272);  // a size of Padmé, though not of this frame
    EXPECT_FALSE(unpad(longer));
    Bytes shorter = pad(frame_of(300));
    shorter.pop_back();
    EXPECT_FALSE(unpad(shorter));
    for (std::size_t length = 0; length < 256; ++length)
        EXPECT_FALSE(unpad(ByteView(shorter).first(length)));
}

}  // namespace
}  // namespace cairn
