#pragma once
// From a server's address to a FrameStream.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "shared/base/result.h"
#include "shared/net/address.h"
#include "shared/net/handshake.h"

namespace cairn {

// IPv6 and IPv4 addresses in the order the system gives, each tried for its share of what is left
// until the deadline. The socket is of the coroutine's executor.
boost::asio::awaitable<Result<boost::asio::ip::tcp::socket, NetError>> connect_tcp(
    HostAddress address, Instant deadline);

// connect_tcp and handshake_as_client.
boost::asio::awaitable<Result<FrameStream, NetError>> connect_stream(
    HostAddress address, ExchangeKey own, ChannelKey server, Random& random, Instant deadline);

}  // namespace cairn
