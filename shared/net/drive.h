#pragma once
// One coroutine that carries a conversation over a connection, both ways at once.
#include <optional>

#include <boost/asio/awaitable.hpp>

#include "shared/net/conversation.h"
#include "shared/net/frame_stream.h"

namespace cairn {

struct DriveLimits {
    // Frames are asked for while less than this waits to be sent.
    std::size_t unsent_bytes_max = 256 * 1024;
    // The system took none of it for so long: the other side does not read.
    std::int64_t stalled_ms_max = 60'000;
    // For the last bytes, from the moment the conversation is over.
    std::int64_t closing_ms_max = 5'000;
    // From the start of drive(); before, handshake_as_server has a deadline of its own.
    std::int64_t before_authentication_ms_max = 10'000;
};

// Runs until the conversation is over (nothing is returned) or the connection ends (why). Whoever
// changes the conversation from outside wakes the stream: take its waker() before. Cancelling the
// coroutine closes the connection at once and throws operation_aborted. `conversation` outlives
// the coroutine.
boost::asio::awaitable<std::optional<NetError>> drive(FrameStream stream,
                                                      Conversation& conversation,
                                                      DriveLimits limits);

}  // namespace cairn
