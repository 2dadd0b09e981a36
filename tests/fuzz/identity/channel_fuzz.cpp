// The frame decoder, behind a cipher whose key the peer holds: a stranger who finished a handshake.
// Input: how large the pieces are in which all arrives, then steps: kind (even: plaintext, to be
// sealed as one Noise message; odd: raw bytes of the wire), length, bytes. While only plaintext
// comes, frames are what a plain reading of it gives, and a fault is one of its form.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "shared/base/byte_io.h"
#include "shared/base/contract.h"
#include "shared/identity/channel.h"

namespace {

using namespace cairn;

constexpr ChannelLimits limits{.frame_bytes_max = 4096, .received_bytes_max = 1 << 16};

// The frames at the front of a plaintext, read the simplest way.
std::vector<Bytes> frames_of(ByteView plain) {
    std::vector<Bytes> frames;
    while (plain.size() >= 4) {
        const std::size_t length = ByteReader(plain).u32();
        if (length == 0 || length > limits.frame_bytes_max || plain.size() - 4 < length) break;
        const ByteView frame = plain.subspan(4, length);
        frames.emplace_back(frame.begin(), frame.end());
        plain = plain.subspan(4 + length);
    }
    return frames;
}

struct Wire {
    Bytes bytes;
    Bytes plain;
    bool honest = true;  // so far every Noise message was sealed
};

Wire wire_of(ByteReader& input) {
    NoiseCipher cipher{NoiseKey{}};
    Wire wire;
    while (input.ok() && input.left() > 0) {
        const bool raw = input.u8() % 2 == 1;
        const std::size_t length = input.u16();
        const ByteView content = input.raw(std::min(length, input.left()));
        if (raw) {
            append(wire.bytes, content);
            wire.honest = false;
        } else {
            Bytes sealed;
            CAIRN_ASSERT(cipher.encrypt(sealed, {}, content).has_value());
            append(wire.bytes, with_length(sealed));
            append(wire.plain, content);
            wire.honest = wire.honest && !content.empty();
        }
    }
    return wire;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    ByteReader input({data, size});
    const std::size_t piece_bytes = 1 + input.u16();
    const Wire wire = wire_of(input);

    FrameAssembler assembler(NoiseCipher(NoiseKey{}), limits);
    std::vector<Bytes> got;
    std::optional<ChannelFault> fault;
    for (ByteView rest = wire.bytes; !fault && !rest.empty();) {
        const ByteView piece = rest.first(std::min(piece_bytes, rest.size()));
        rest = rest.subspan(piece.size());
        if (const auto done = assembler.receive(piece); !done) fault = done.error();
        while (auto frame = assembler.next_frame()) got.push_back(std::move(*frame));
    }
    for (const Bytes& frame : got)
        CAIRN_ASSERT(!frame.empty() && frame.size() <= limits.frame_bytes_max);
    if (fault) CAIRN_ASSERT(assembler.receive({data, size}).error() == *fault);

    const std::vector<Bytes> expected = frames_of(wire.plain);
    const std::size_t count = std::min(got.size(), expected.size());
    CAIRN_ASSERT(std::equal(
        got.begin(), got.begin() + static_cast<std::ptrdiff_t>(count), expected.begin()));
    CAIRN_ASSERT(got.size() <= expected.size());
    if (wire.honest && !fault) CAIRN_ASSERT(got == expected);
    if (wire.honest && fault) CAIRN_ASSERT(*fault != ChannelFault::tampered);
    return 0;
}
