#include "client/seal/compression.h"

#include <memory>

#include <zstd.h>

#include "shared/base/byte_io.h"
#include "shared/base/contract.h"
#include "shared/wire/limits.h"

namespace cairn {
namespace {

constexpr std::size_t window_bytes_max = std::size_t{1} << limits::zstd_window_log_max;
constexpr std::uint32_t magic = 0xFD2FB528;  // not a skippable frame, not a legacy one

// docs/decisions/020: level 12 takes 7 % off a run of one edit for 20 us; of a backlog, hardly more
// than level 9 does in a third of the time.
int level_for(std::size_t content_bytes) { return content_bytes <= 16 * limits::kib ? 12 : 9; }

// RFC 8878 section 3.1.1.1: the frame header up to where the dictionary would be named.
struct FrameHeader {
    std::uint64_t content_bytes = 0;
    std::uint64_t window_bytes = 0;
};

std::uint64_t window_of(std::uint8_t descriptor) {
    const std::uint64_t base = std::uint64_t{1} << (10U + (descriptor >> 3U));
    return base + base / 8 * (descriptor & 7U);
}

std::uint64_t content_size_of(ByteReader& in, unsigned size_flag) {
    switch (size_flag) {
        case 0:
            return in.u8();
        case 1:
            return in.u16() + std::uint64_t{256};
        case 2:
            return in.u32();
        default:
            return in.u64();
    }
}

std::optional<FrameHeader> read_frame_header(ByteView frame) {
    ByteReader in(frame);
    const bool is_zstd = in.u32() == magic;
    const unsigned descriptor = in.u8();
    const unsigned size_flag = descriptor >> 6U;
    const bool is_single_segment = (descriptor & 0x20U) != 0;
    const bool has_reserved_bit = (descriptor & 0x08U) != 0;
    const bool has_dictionary = (descriptor & 0x03U) != 0;
    if (!is_zstd || has_reserved_bit || has_dictionary) return std::nullopt;
    if (size_flag == 0 && !is_single_segment) return std::nullopt;  // the size is not stated
    FrameHeader header;
    if (!is_single_segment) header.window_bytes = window_of(in.u8());
    header.content_bytes = content_size_of(in, size_flag);
    if (is_single_segment) header.window_bytes = header.content_bytes;
    if (!in.ok()) return std::nullopt;
    return header;
}

struct FreeContext {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

}  // namespace

Bytes compress(ByteView content) {
    const std::unique_ptr<ZSTD_CCtx, FreeContext> context(ZSTD_createCCtx());
    CAIRN_ASSERT(context != nullptr);
    Bytes frame(ZSTD_compressBound(content.size()));
    const std::size_t written = ZSTD_compressCCtx(context.get(),
                                                  frame.data(),
                                                  frame.size(),
                                                  content.data(),
                                                  content.size(),
                                                  level_for(content.size()));
    CAIRN_ASSERT(ZSTD_isError(written) == 0);
    frame.resize(written);
    return frame;
}

std::optional<Bytes> decompress(ByteView frame, std::size_t content_bytes_max) {
    const auto header = read_frame_header(frame);
    if (!header || header->content_bytes > content_bytes_max) return std::nullopt;
    if (header->window_bytes > window_bytes_max) return std::nullopt;
    if (ZSTD_findFrameCompressedSize(frame.data(), frame.size()) != frame.size())
        return std::nullopt;
    const std::unique_ptr<ZSTD_DCtx, FreeContext> context(ZSTD_createDCtx());
    CAIRN_ASSERT(context != nullptr);
    Bytes content(static_cast<std::size_t>(header->content_bytes));
    const std::size_t written = ZSTD_decompressDCtx(
        context.get(), content.data(), content.size(), frame.data(), frame.size());
    if (ZSTD_isError(written) != 0 || written != content.size()) return std::nullopt;
    return content;
}

}  // namespace cairn
