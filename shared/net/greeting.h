#pragma once
// A few bytes of known length that one side says before the handshake.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "shared/base/bytes.h"
#include "shared/base/result.h"
#include "shared/net/bell.h"
#include "shared/net/error.h"

namespace cairn {

// They fit the empty buffers of a new socket: nobody waits for them.
Result<void, NetError> send_greeting(boost::asio::ip::tcp::socket& socket, ByteView greeting);

// Exactly so many bytes, and the socket they came by: what follows stays with the system.
struct Greeted {
    boost::asio::ip::tcp::socket socket;
    Bytes greeting;
};
boost::asio::awaitable<Result<Greeted, NetError>> receive_greeting(
    boost::asio::ip::tcp::socket socket, std::size_t bytes, Instant deadline);

}  // namespace cairn
