#include "shared/net/connect.h"

#include <memory>

#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "shared/net/resolve.h"

namespace cairn {
namespace {

using boost::asio::any_io_executor;
using boost::asio::awaitable;
using boost::asio::ip::tcp;
using boost::system::error_code;

struct Attempt {
    explicit Attempt(const any_io_executor& executor) : socket(executor), bell(executor) {}
    tcp::socket socket;
    Bell bell;
    bool answered = false;
    error_code error;
};

awaitable<Result<tcp::socket, NetError>> attempt(tcp::endpoint endpoint, Instant deadline) {
    const auto executor = co_await boost::asio::this_coro::executor;
    const auto state = std::make_shared<Attempt>(executor);
    state->socket.async_connect(endpoint, [state](const error_code& error) {
        state->error = error;
        state->answered = true;
        state->bell.ring();
    });
    while (!state->answered && net_now() < deadline) {
        co_await state->bell.wait(deadline);
    }
    if (state->answered && !state->error) co_return std::move(state->socket);
    const bool late = !state->answered;
    error_code ignored;
    state->socket.close(ignored);
    if (late) co_return refuse(net_error(NetFault::timed_out));
    NetError error = net_error(NetFault::unreachable);
    error.sentence += " (" + state->error.message() + ")";
    co_return refuse(std::move(error));
}

// So that one address that swallows everything does not use up the time of the others.
Instant share_of(Instant deadline, std::size_t attempts_left) {
    if (deadline == no_deadline) return deadline;
    const Instant now = net_now();
    return {now.ms + (deadline.ms - now.ms) / static_cast<std::int64_t>(attempts_left)};
}

}  // namespace

awaitable<Result<tcp::socket, NetError>> connect_tcp(HostAddress address, Instant deadline) {
    const auto endpoints = co_await resolve(std::move(address), look_up_by_system, deadline);
    if (!endpoints) co_return refuse(endpoints.error());
    NetError last = net_error(NetFault::unreachable);
    for (std::size_t i = 0; i < endpoints->size(); ++i) {
        const Instant until = share_of(deadline, endpoints->size() - i);
        auto socket = co_await attempt((*endpoints)[i], until);
        if (socket) co_return std::move(*socket);
        last = socket.error();
    }
    co_return refuse(std::move(last));
}

awaitable<Result<FrameStream, NetError>> connect_stream(
    HostAddress address, ExchangeKey own, ChannelKey server, Random& random, Instant deadline) {
    auto socket = co_await connect_tcp(std::move(address), deadline);
    if (!socket) co_return refuse(socket.error());
    auto stream =
        co_await handshake_as_client(std::move(*socket), std::move(own), server, random, deadline);
    co_return stream;
}

}  // namespace cairn
