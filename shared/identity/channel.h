#pragma once
// What flows over a connection once the handshake is done (schema/PROTOCOL.md section 11): frames,
// each u32 length ‖ bytes, cut into Noise messages, each u16 length ‖ ciphertext. No I/O: bytes go
// in and out. Whoever ends a connection can do so between two frames unseen, so nothing counts as
// said until it is answered.
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

#include "shared/base/bytes.h"
#include "shared/base/result.h"
#include "shared/identity/noise_handshake.h"

namespace cairn {

inline constexpr std::string_view channel_prologue = "cairn/1 client-server";
// The three messages of XK with empty payloads, without their u16 lengths.
inline constexpr std::size_t xk_message_bytes[] = {48, 48, 64};

enum class ChannelFault : std::uint8_t {
    tampered = 1,        // the tag of a Noise message is wrong: changed, repeated or left out
    malformed = 2,       // a Noise message without content, or an empty frame
    frame_too_long = 3,  // a frame announces more than the limit
    over_budget = 4,     // more bytes than may come before authentication
    exhausted = 5,       // 2^64 messages
};
std::string_view sentence_of(ChannelFault fault);

struct ChannelLimits {
    std::size_t frame_bytes_max = 0;
    // In all, counted from the start of the channel.
    std::size_t received_bytes_max = std::numeric_limits<std::size_t>::max();
};

class FrameSealer {
public:
    explicit FrameSealer(NoiseCipher cipher) : cipher_(std::move(cipher)) {}
    // What to send for one frame of 1..2^32-1 bytes.
    Result<Bytes, ChannelFault> seal(ByteView frame);

private:
    NoiseCipher cipher_;
};

// Takes what arrives in pieces of any size. Holds at most one frame, one Noise message, and what
// the last piece completed; holds no memory for a frame before its bytes came. After a fault it
// stays at that fault.
class FrameAssembler {
public:
    FrameAssembler(NoiseCipher cipher, ChannelLimits limits);
    Result<void, ChannelFault> receive(ByteView piece);
    std::optional<Bytes> next_frame();
    // Raised when the other side has authenticated itself.
    void set_limits(ChannelLimits limits) { limits_ = limits; }
    // Nothing partial is held: a connection that ends here cuts no frame.
    [[nodiscard]] bool at_boundary() const { return sealed_.empty() && opened_.empty(); }

private:
    Result<void, ChannelFault> take(ByteView& piece);
    Result<void, ChannelFault> open(ByteView ciphertext);
    Result<void, ChannelFault> cut_frames();

    NoiseCipher cipher_;
    ChannelLimits limits_;
    std::size_t received_bytes_ = 0;
    Bytes sealed_;               // part of a Noise message, with its length
    Bytes opened_;               // part of a frame, with its length
    std::vector<Bytes> frames_;  // whole ones; those before next_ are taken
    std::size_t next_ = 0;
    std::optional<ChannelFault> fault_;
};

// Both directions of one side.
struct SecureChannel {
    SecureChannel(NoiseTransport keys, ChannelLimits limits)
        : sealer(std::move(keys.sending)), assembler(std::move(keys.receiving), limits) {}
    FrameSealer sealer;
    FrameAssembler assembler;
};

// A handshake message as it is sent.
Bytes with_length(ByteView noise_message);

}  // namespace cairn
