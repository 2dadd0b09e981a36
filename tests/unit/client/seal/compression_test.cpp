#include "client/seal/compression.h"

#include <array>

#include <gtest/gtest.h>
#include <zstd.h>

#include "shared/base/random.h"
#include "shared/wire/limits.h"

namespace cairn {
namespace {

constexpr std::size_t content_bytes_max = limits::run_bytes_max;

Bytes noise(std::size_t bytes) {
    SeededRandom random(1);
    Bytes content(bytes);
    random.fill(content);
    return content;
}

// A frame made with the given parameters of zstd, by its streaming interface.
Bytes frame_with(const Bytes& content,
                 std::initializer_list<std::pair<ZSTD_cParameter, int>> parameters,
                 bool is_size_stated = true) {
    ZSTD_CCtx* context = ZSTD_createCCtx();
    for (const auto& [parameter, value] : parameters)
        ZSTD_CCtx_setParameter(context, parameter, value);
    if (is_size_stated) ZSTD_CCtx_setPledgedSrcSize(context, content.size());
    Bytes frame(ZSTD_compressBound(content.size()) + 64);
    ZSTD_inBuffer in{content.data(), content.size(), 0};
    ZSTD_outBuffer out{frame.data(), frame.size(), 0};
    ZSTD_compressStream2(context, &out, &in, ZSTD_e_continue);
    EXPECT_EQ(ZSTD_compressStream2(context, &out, &in, ZSTD_e_end), 0U);
    ZSTD_freeCCtx(context);
    frame.resize(out.pos);
    return frame;
}

TEST(Compression, GivesBackWhatWasPutIn) {
    for (const std::size_t bytes : {0U, 1U, 255U, 256U, 65'791U, 65'792U, 1'000'000U}) {
        const Bytes content = noise(bytes);
        EXPECT_EQ(decompress(compress(content), content_bytes_max), content) << bytes;
        const Bytes zeros(bytes);
        EXPECT_EQ(decompress(compress(zeros), content_bytes_max), zeros) << bytes;
    }
}

TEST(Compression, TakesTheLargestRun) {
    const Bytes content = noise(limits::run_bytes_max);
    EXPECT_EQ(decompress(compress(content), content_bytes_max), content);
}

TEST(Compression, RefusesAFrameThatHoldsTooMuch) {
    const Bytes content(limits::run_bytes_max + 1);
    EXPECT_FALSE(decompress(compress(content), content_bytes_max));
}

TEST(Compression, RefusesAFrameThatDoesNotStateItsSize) {
    const Bytes content = noise(5000);
    const Bytes frame = frame_with(content, {{ZSTD_c_contentSizeFlag, 0}});
    EXPECT_EQ(ZSTD_getFrameContentSize(frame.data(), frame.size()), ZSTD_CONTENTSIZE_UNKNOWN);
    EXPECT_FALSE(decompress(frame, content_bytes_max));
    EXPECT_FALSE(decompress(frame_with(content, {}, false), content_bytes_max));
}

TEST(Compression, RefusesALyingSize) {
    const Bytes content(100'000);
    const Bytes frame = compress(content);
    ASSERT_EQ(frame[4] >> 6U, 2);  // the size is four bytes, after the window's or at once
    const std::size_t at = (frame[4] & 0x20U) != 0 ? 5 : 6;
    for (const int step : {-1, 1, 16}) {
        Bytes lying = frame;
        lying[at] = static_cast<std::uint8_t>(lying[at] + step);
        EXPECT_FALSE(decompress(lying, content_bytes_max));
    }
    Bytes huge = frame;
    for (std::size_t i = at; i < at + 4; ++i) huge[i] = 0xFF;
    EXPECT_FALSE(decompress(huge, content_bytes_max));
}

TEST(Compression, RefusesAWindowBeyondEightMebibytes) {
    const Bytes content(10 * limits::mib);
    EXPECT_EQ(decompress(frame_with(content, {{ZSTD_c_windowLog, 23}}), content_bytes_max),
              content);
    EXPECT_FALSE(decompress(frame_with(content, {{ZSTD_c_windowLog, 24}}), content_bytes_max));
    Bytes wide = frame_with(content, {{ZSTD_c_windowLog, 23}});
    ASSERT_EQ(wide[4] & 0x20U, 0U);
    ASSERT_EQ(wide[5], 13U << 3U);
    wide[5] = (13U << 3U) | 1U;
    EXPECT_FALSE(decompress(wide, content_bytes_max));
}

TEST(Compression, RefusesTwoFramesAndWhateverFollowsOne) {
    const Bytes one = compress(noise(100));
    Bytes two = one;
    append(two, one);
    EXPECT_FALSE(decompress(two, content_bytes_max));
    Bytes longer = one;
    longer.push_back(0);
    EXPECT_FALSE(decompress(longer, content_bytes_max));
    const Bytes empty = compress({});
    Bytes and_empty = one;
    append(and_empty, empty);
    EXPECT_FALSE(decompress(and_empty, content_bytes_max));
}

TEST(Compression, RefusesSkippableFrames) {
    const Bytes skippable{0x50, 0x2A, 0x4D, 0x18, 0, 0, 0, 0};
    EXPECT_FALSE(decompress(skippable, content_bytes_max));
    Bytes before = skippable;
    append(before, compress(noise(100)));
    EXPECT_FALSE(decompress(before, content_bytes_max));
}

TEST(Compression, RefusesADictionary) {
    Bytes frame = compress(noise(100));
    frame.insert(frame.begin() + 5, 7);  // its number, in one byte
    frame[4] |= 1U;
    EXPECT_FALSE(decompress(frame, content_bytes_max));
}

TEST(Compression, RefusesWhatIsCutOffOrEmpty) {
    const Bytes frame = compress(Bytes(3000, 7));
    for (std::size_t length = 0; length < frame.size(); ++length)
        EXPECT_FALSE(decompress(ByteView(frame).first(length), content_bytes_max));
}

}  // namespace
}  // namespace cairn
