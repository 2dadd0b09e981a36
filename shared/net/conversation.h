#pragma once
// What drive() speaks for: one end of a conversation, frames in and frames out, without I/O. The
// sessions of shared/sync, with what carries out their effects, stand behind it.
#include <optional>

#include "shared/base/bytes.h"
#include "shared/base/time.h"
#include "shared/net/error.h"

namespace cairn {

class Conversation {
public:
    virtual ~Conversation() = default;

    // The next frame to send, or nothing to say now. Asked again after every other call.
    virtual std::optional<Bytes> next_frame() = 0;
    virtual void receive(Bytes frame, Instant now) = 0;
    // So many bytes came or went since the last call, of frames that are not whole yet too: on a
    // slow link the only sign of life for a while.
    virtual void moved(std::size_t, Instant) {}
    // Called at deadline() or later; afterwards the deadline lies ahead, or the conversation is
    // over.
    virtual void tick(Instant now) = 0;
    [[nodiscard]] virtual Instant deadline() const = 0;
    // False: nothing more is taken from the connection until it is true again (wake the stream
    // then), so that the other side's sending stops too.
    [[nodiscard]] virtual bool wants_frames() const { return true; }
    // Whether the other side has shown who it is; lifts the limits for strangers.
    [[nodiscard]] virtual bool authenticated() const = 0;
    // Nothing more is received; what next_frame() still gives is sent, then the connection closed.
    [[nodiscard]] virtual bool over() const = 0;
    // The connection ends for this reason; a last frame, for the other side to know why, is sent
    // where it still can be.
    virtual std::optional<Bytes> farewell(const NetError&) { return std::nullopt; }
};

}  // namespace cairn
