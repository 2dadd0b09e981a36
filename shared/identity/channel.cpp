#include "shared/identity/channel.h"

#include <algorithm>

#include "shared/base/byte_io.h"
#include "shared/base/contract.h"

namespace cairn {
namespace {

constexpr std::size_t length_bytes = 2;
constexpr std::size_t frame_length_bytes = 4;

std::size_t noise_length(ByteView two) { return ByteReader(two).u16(); }

ChannelFault fault_of(NoiseFault fault) {
    switch (fault) {
        case NoiseFault::exhausted:
            return ChannelFault::exhausted;
        case NoiseFault::truncated:
        case NoiseFault::too_long:
            return ChannelFault::malformed;
        default:
            return ChannelFault::tampered;
    }
}

}  // namespace

std::string_view sentence_of(ChannelFault fault) {
    switch (fault) {
        case ChannelFault::tampered:
            return "Bytes of the connection were changed, repeated or left out on the way.";
        case ChannelFault::malformed:
            return "The other side sent an empty message.";
        case ChannelFault::frame_too_long:
            return "The other side announced a message longer than the limit.";
        case ChannelFault::over_budget:
            return "The other side sent too much before it said who it is.";
        case ChannelFault::exhausted:
            return "The connection has carried as many messages as its keys allow.";
    }
    return "Unknown fault.";
}

Bytes with_length(ByteView noise_message) {
    CAIRN_ASSERT(noise_message.size() <= noise_message_bytes_max);
    return ByteWriter()
        .u16(static_cast<std::uint16_t>(noise_message.size()))
        .raw(noise_message)
        .take();
}

Result<Bytes, ChannelFault> FrameSealer::seal(ByteView frame) {
    CAIRN_ASSERT(!frame.empty() && frame.size() <= std::numeric_limits<std::uint32_t>::max());
    const Bytes plain =
        ByteWriter().u32(static_cast<std::uint32_t>(frame.size())).raw(frame).take();
    Bytes out;
    const std::size_t messages = plain.size() / noise_payload_bytes_max + 1;
    out.reserve(plain.size() + messages * (length_bytes + noise_tag_bytes));
    for (ByteView rest = plain; !rest.empty();) {
        const ByteView part = rest.first(std::min(rest.size(), noise_payload_bytes_max));
        rest = rest.subspan(part.size());
        const std::size_t sealed_bytes = part.size() + noise_tag_bytes;
        out.push_back(static_cast<std::uint8_t>(sealed_bytes));
        out.push_back(static_cast<std::uint8_t>(sealed_bytes >> 8));
        if (auto done = cipher_.encrypt(out, {}, part); !done)
            return refuse(fault_of(done.error()));
    }
    return out;
}

FrameAssembler::FrameAssembler(NoiseCipher cipher, ChannelLimits limits)
    : cipher_(std::move(cipher)), limits_(limits) {}

Result<void, ChannelFault> FrameAssembler::receive(ByteView piece) {
    if (fault_) return refuse(*fault_);
    // Written so that it cannot overflow.
    if (piece.size() > limits_.received_bytes_max ||
        received_bytes_ > limits_.received_bytes_max - piece.size()) {
        fault_ = ChannelFault::over_budget;
        return refuse(*fault_);
    }
    received_bytes_ += piece.size();
    while (!piece.empty()) {
        if (auto done = take(piece); !done) {
            fault_ = done.error();
            return done;
        }
    }
    return {};
}

// One step: the length, then the whole message from the piece itself, or what there is of it.
Result<void, ChannelFault> FrameAssembler::take(ByteView& piece) {
    if (sealed_.empty() && piece.size() >= length_bytes) {
        const std::size_t whole = length_bytes + noise_length(piece.first(length_bytes));
        if (piece.size() >= whole) {
            const ByteView message = piece.subspan(length_bytes, whole - length_bytes);
            piece = piece.subspan(whole);
            return open(message);
        }
    }
    std::size_t wanted = length_bytes;
    if (sealed_.size() >= length_bytes)
        wanted += noise_length(ByteView(sealed_).first(length_bytes));
    const std::size_t count = std::min(wanted - sealed_.size(), piece.size());
    append(sealed_, piece.first(count));
    piece = piece.subspan(count);
    if (sealed_.size() < length_bytes) return {};
    if (sealed_.size() < length_bytes + noise_length(ByteView(sealed_).first(length_bytes)))
        return {};
    const Bytes message = std::exchange(sealed_, {});
    return open(ByteView(message).subspan(length_bytes));
}

Result<void, ChannelFault> FrameAssembler::open(ByteView ciphertext) {
    if (ciphertext.size() <= noise_tag_bytes) return refuse(ChannelFault::malformed);
    if (auto done = cipher_.decrypt(opened_, {}, ciphertext); !done)
        return refuse(fault_of(done.error()));
    return cut_frames();
}

Result<void, ChannelFault> FrameAssembler::cut_frames() {
    ByteView rest = opened_;
    while (rest.size() >= frame_length_bytes) {
        const std::size_t length = ByteReader(rest).u32();
        if (length == 0) return refuse(ChannelFault::malformed);
        if (length > limits_.frame_bytes_max) return refuse(ChannelFault::frame_too_long);
        if (rest.size() - frame_length_bytes < length) break;
        const ByteView frame = rest.subspan(frame_length_bytes, length);
        frames_.emplace_back(frame.begin(), frame.end());
        rest = rest.subspan(frame_length_bytes + length);
    }
    if (rest.empty()) {
        opened_ = Bytes();  // gives the memory back: most connections are idle most of the time
    } else if (rest.size() < opened_.size()) {
        opened_ = Bytes(rest.begin(), rest.end());
    }
    return {};
}

std::optional<Bytes> FrameAssembler::next_frame() {
    if (next_ == frames_.size()) return std::nullopt;
    std::optional<Bytes> frame(std::move(frames_[next_]));
    if (++next_ == frames_.size()) {
        frames_ = {};
        next_ = 0;
    }
    return frame;
}

}  // namespace cairn
