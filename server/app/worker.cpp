#include "server/app/worker.h"

#include <chrono>
#include <exception>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "shared/net/drive.h"
#include "shared/net/handshake.h"

namespace cairn::server {
namespace {

using boost::asio::awaitable;
using boost::asio::ip::tcp;

constexpr auto grace = std::chrono::seconds(5);

class Counted {
public:
    explicit Counted(std::size_t& count) : count_(count) { ++count_; }
    Counted(const Counted&) = delete;
    Counted& operator=(const Counted&) = delete;
    ~Counted() { --count_; }

private:
    std::size_t& count_;
};

}  // namespace

Worker::Worker(const Parts& parts)
    : parts_(parts), work_(boost::asio::make_work_guard(context_)), grace_(context_) {}

void Worker::take(tcp::socket socket, Gate::Pass pass, std::string peer) {
    boost::asio::co_spawn(context_,
                          serve(std::move(socket), std::move(pass), std::move(peer)),
                          [this](const std::exception_ptr& thrown) { ended(thrown); });
}

// One connection's misfortune is its own. (I8)
void Worker::ended(const std::exception_ptr& thrown) {
    try {
        if (thrown) std::rethrow_exception(thrown);
    } catch (const std::exception& error) {
        ++parts_.metrics.connections_broken;
        parts_.log.write(LogLevel::error, "connection failed", {{"why", error.what()}});
    }
    stop_when_idle();
}

void Worker::stop() {
    boost::asio::post(context_, [this] {
        stopping_ = true;
        grace_.expires_after(grace);
        grace_.async_wait([this](const boost::system::error_code&) { context_.stop(); });
        stop_when_idle();
    });
}

// Who has not finished its handshake has nothing to lose.
void Worker::stop_when_idle() {
    if (stopping_ && conversations_ == 0) context_.stop();
}

awaitable<void> Worker::serve(tcp::socket socket, Gate::Pass pass, std::string peer) {
    const Instant stranger_until{net_now().ms + limits::before_authentication_ms_max};
    const ExchangeKey own = parts_.secrets.channel();
    auto stream = co_await handshake_as_server(std::move(socket), own, random_, stranger_until);
    if (!stream) {
        ++parts_.metrics.handshakes_failed;
        parts_.log.write(LogLevel::debug,
                         "handshake failed",
                         {{"peer", peer}, {"why", stream.error().sentence}});
        co_return;
    }
    if (stopping_) co_return;
    co_await converse(std::move(*stream), std::move(pass), std::move(peer), stranger_until);
}

awaitable<void> Worker::converse(FrameStream stream,
                                 Gate::Pass pass,
                                 std::string peer,
                                 Instant stranger_until) {
    const Counted counted(conversations_);
    const Instant begun = net_now();
    const ServerStart start{.handshake = stream.handshake(),
                            .peer = stream.peer(),
                            .idle_ms_max = parts_.limits.idle_ms_max,
                            .envelope_bytes_max = parts_.limits.envelope_bytes_max};
    Connection::Parts parts{.start = start,
                            .waker = stream.waker(),
                            .pass = std::move(pass),
                            .mailboxes = parts_.mailboxes,
                            .storage = parts_.storage,
                            .metrics = parts_.metrics};
    Connection connection(std::move(parts), begun);
    DriveLimits limits;
    limits.before_authentication_ms_max = stranger_until.ms - begun.ms;
    parts_.log.write(LogLevel::debug, "connection opened", {{"peer", peer}});
    const auto broken = co_await drive(std::move(stream), connection, limits);
    const bool by_fault = broken && broken->fault != NetFault::closed;
    if (by_fault) ++parts_.metrics.connections_broken;
    std::string why = connection.refusal();
    if (by_fault && why.empty()) why = broken->sentence;
    parts_.log.write(LogLevel::info,
                     "connection closed",
                     {{"peer", peer},
                      {"seconds", std::to_string((net_now().ms - begun.ms) / 1000)},
                      {"why", why}});
}

}  // namespace cairn::server
