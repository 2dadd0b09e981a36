#include "client/seal/padding.h"

#include <algorithm>
#include <bit>

#include "shared/base/byte_io.h"

namespace cairn {
namespace {

constexpr std::uint8_t form_zstd = 1;
constexpr std::size_t prefix_bytes = 5;
constexpr std::size_t padded_bytes_min = 256;

}  // namespace

std::size_t padded_bytes(std::size_t bytes) {
    if (bytes <= padded_bytes_min) return padded_bytes_min;
    const auto exponent = static_cast<unsigned>(std::bit_width(bytes) - 1);
    const auto mantissa_bits = static_cast<unsigned>(std::bit_width(exponent));
    const std::size_t mask = (std::size_t{1} << (exponent - mantissa_bits)) - 1;
    return (bytes + mask) & ~mask;
}

Bytes pad(ByteView frame) {
    ByteWriter out;
    out.u8(form_zstd).u32(static_cast<std::uint32_t>(frame.size())).raw(frame);
    Bytes padded = out.take();
    padded.resize(padded_bytes(padded.size()));
    return padded;
}

std::optional<ByteView> unpad(ByteView padded) {
    ByteReader in(padded);
    const std::uint8_t form = in.u8();
    const std::uint32_t length = in.u32();
    const ByteView frame = in.raw(length);
    if (!in.ok() || form != form_zstd) return std::nullopt;
    if (padded.size() != padded_bytes(prefix_bytes + frame.size())) return std::nullopt;
    const ByteView zeros = padded.subspan(prefix_bytes + frame.size());
    if (std::any_of(zeros.begin(), zeros.end(), [](std::uint8_t byte) { return byte != 0; }))
        return std::nullopt;
    return frame;
}

}  // namespace cairn
