#include "shared/net/greeting.h"

#include <memory>

#include <boost/asio/read.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/write.hpp>

namespace cairn {
namespace {

using boost::asio::awaitable;
using boost::asio::ip::tcp;
using boost::system::error_code;

struct Reading {
    Reading(tcp::socket from, std::size_t count)
        : socket(std::move(from)), bell(socket.get_executor()), bytes(count) {}
    tcp::socket socket;
    Bell bell;
    Bytes bytes;
    bool done = false;
    error_code error;
};

}  // namespace

Result<void, NetError> send_greeting(tcp::socket& socket, ByteView greeting) {
    error_code error;
    boost::asio::write(socket, boost::asio::buffer(greeting.data(), greeting.size()), error);
    if (error) return refuse(net_error(error));
    return {};
}

awaitable<Result<Greeted, NetError>> receive_greeting(tcp::socket socket,
                                                      std::size_t bytes,
                                                      Instant deadline) {
    const auto state = std::make_shared<Reading>(std::move(socket), bytes);
    const auto buffer = boost::asio::buffer(state->bytes);
    boost::asio::async_read(state->socket, buffer, [state](const error_code& error, std::size_t) {
        state->error = error;
        state->done = true;
        state->bell.ring();
    });
    while (!state->done && net_now() < deadline) {
        co_await state->bell.wait(deadline);
    }
    if (!state->done) {
        error_code ignored;
        state->socket.close(ignored);
        co_return refuse(net_error(NetFault::timed_out));
    }
    if (state->error) co_return refuse(net_error(NetFault::cut));
    Greeted greeted{std::move(state->socket), std::move(state->bytes)};
    co_return std::move(greeted);
}

}  // namespace cairn
