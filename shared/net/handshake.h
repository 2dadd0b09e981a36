#pragma once
// From a connected socket to a FrameStream: Noise XK, each message u16 length ‖ bytes. All messages
// have known lengths, so nothing is ever read or kept beyond them.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "shared/base/ids.h"
#include "shared/base/random.h"
#include "shared/base/result.h"
#include "shared/identity/exchange.h"
#include "shared/net/error.h"
#include "shared/net/frame_stream.h"

namespace cairn {

// The socket's executor runs one handler at a time. `own` is the device's channel key. A server
// that closes without an answer, as it does when it holds another key, gives `handshake`.
// `random` outlives the coroutine. Both sides name the same prologue: what the channel is for.
boost::asio::awaitable<Result<FrameStream, NetError>> handshake_as_client(
    boost::asio::ip::tcp::socket socket,
    ExchangeKey own,
    ChannelKey server,
    Random& random,
    Instant deadline,
    std::string_view prologue = channel_prologue);

// `own` is the server's channel key; whose the client's key is, the Hello must show.
boost::asio::awaitable<Result<FrameStream, NetError>> handshake_as_server(
    boost::asio::ip::tcp::socket socket,
    ExchangeKey own,
    Random& random,
    Instant deadline,
    std::string_view prologue = channel_prologue);

}  // namespace cairn
