#include "client/engine/lan_run.h"

#include <map>
#include <memory>
#include <set>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "client/engine/until_stopped.h"
#include "shared/net/connect.h"
#include "shared/net/drive.h"
#include "shared/net/greeting.h"
#include "shared/net/handshake.h"
#include "shared/sync/admission.h"

namespace cairn::engine {
namespace {

using boost::asio::awaitable;
using boost::asio::ip::tcp;
using boost::system::error_code;

// Another purpose than a server's channel: no message of one is of use in the other.
constexpr std::string_view lan_prologue = "cairn/1 laptop-laptop";
constexpr std::int64_t handshake_ms_max = 10'000;
constexpr std::size_t guests_max = 16;
constexpr std::int64_t look_around_ms = 1'000;
constexpr std::int64_t accept_again_ms = 100;  // this machine may have no room for a connection

// How a meeting went.
struct Meeting {
    std::optional<LanReport> report;
    std::optional<EngineError> error;
};

Meeting failed(EngineFault fault, const std::string& sentence) {
    Meeting meeting;
    meeting.error = EngineError{fault, sentence};
    return meeting;
}

Meeting not_reached(const HostAddress& address, const NetError& error) {
    return failed(EngineFault::no_network,
                  "The laptop at " + to_string(address) + " was not reached: " + error.sentence +
                      " Is `cairn lan` running there?");
}

awaitable<Meeting> talk(Workspace& workspace, FrameStream stream) {
    LanSession session(workspace, stream.peer(), net_now());
    DriveLimits limits;
    auto ended = co_await drive(std::move(stream), session, limits);
    Meeting meeting;
    if (session.failure())
        meeting.error = session.failure();
    else if (ended)
        meeting.error = EngineError{EngineFault::no_network,
                                    "The line to the other laptop broke: " + ended->sentence +
                                        " What came stays; meet again for the rest."};
    else
        meeting.report = session.report();
    co_return meeting;
}

awaitable<Meeting> go_to(Workspace& workspace, HostAddress address, std::int64_t timeout_ms) {
    const Instant deadline{net_now().ms + timeout_ms};
    auto socket = co_await connect_tcp(address, deadline);
    if (!socket) co_return not_reached(address, socket.error());
    auto greeted = co_await receive_greeting(std::move(*socket), lan_greeting_bytes, deadline);
    if (!greeted) co_return not_reached(address, greeted.error());
    const DeviceEntry* host = device_that_greets(workspace.roster(), greeted->greeting);
    if (host == nullptr || host->id == workspace.device()->id()) {
        co_return failed(
            EngineFault::distrust,
            "What waits at " + to_string(address) +
                (host == nullptr
                     ? " is no laptop of a member of this workspace, as far as is known here. "
                       "Nothing was told. If it is one, sync with a server, or by a bundle, first."
                     : " is this laptop itself."));
    }
    const ChannelKey expected = host->channel;
    const ExchangeKey own = workspace.device()->channel();
    auto stream = co_await handshake_as_client(
        std::move(greeted->socket), own, expected, workspace.random(), deadline, lan_prologue);
    if (!stream) co_return not_reached(address, stream.error());
    auto meeting = co_await talk(workspace, std::move(*stream));
    co_return meeting;
}

// A stranger hears the greeting, which tells members alone anything, and nothing more.
awaitable<Meeting> receive_guest(Workspace& workspace, tcp::socket socket) {
    const Instant deadline{net_now().ms + handshake_ms_max};
    const ExchangeKey own = workspace.device()->channel();
    const Bytes greeting =
        lan_greeting(workspace.id(), workspace.device()->id(), workspace.random());
    const auto greeted = send_greeting(socket, greeting);
    if (!greeted) co_return failed(EngineFault::no_network, greeted.error().sentence);
    auto stream = co_await handshake_as_server(
        std::move(socket), own, workspace.random(), deadline, lan_prologue);
    if (!stream) co_return failed(EngineFault::no_network, stream.error().sentence);
    if (device_of_channel(workspace.roster(), stream->peer()) == nullptr) {
        co_return failed(EngineFault::distrust,
                         "Somebody came who is no member of this workspace, as far as is known "
                         "here. Nothing was told.");
    }
    stream->authenticate();
    auto meeting = co_await talk(workspace, std::move(*stream));
    co_return meeting;
}

// Those who come and those who are found, each in a coroutine of its own.
class Waiting {
public:
    Waiting(Workspace& workspace, const LanWaiting& options, boost::asio::io_context& context)
        : workspace_(workspace), options_(options), context_(context), acceptor_(context) {}

    Result<void, EngineError> listen() {
        error_code error = listen_on(tcp::v6());
        if (error == boost::asio::error::address_family_not_supported) error = listen_on(tcp::v4());
        if (error) {
            return refuse(EngineError{EngineFault::busy,
                                      "Nobody can be waited for at port " +
                                          std::to_string(options_.port) + ": " + error.message() +
                                          ". Choose another with --port."});
        }
        if (options_.listening) {
            options_.listening(
                acceptor_.local_endpoint().port(),
                lan_greeting(workspace_.id(), workspace_.device()->id(), workspace_.random()));
        }
        return {};
    }

    // Until it is cancelled.
    awaitable<bool> run() {
        boost::asio::co_spawn(context_, look_around(), [](std::exception_ptr thrown) {
            if (thrown) std::rethrow_exception(thrown);
        });
        boost::asio::steady_timer timer(context_);
        for (;;) {
            auto [error, socket] =
                co_await acceptor_.async_accept(boost::asio::as_tuple(boost::asio::use_awaitable));
            if (error == boost::asio::error::operation_aborted) co_return true;
            if (!error && meetings_ < guests_max)
                begin(receive_guest(workspace_, std::move(socket)));
            if (!error) continue;
            timer.expires_after(std::chrono::milliseconds(accept_again_ms));
            co_await timer.async_wait(boost::asio::use_awaitable);
        }
    }

private:
    // An IPv6 socket hears IPv4, too.
    error_code listen_on(const tcp& protocol) {
        error_code error;
        acceptor_.open(protocol, error);
        if (!error && protocol == tcp::v6())
            acceptor_.set_option(boost::asio::ip::v6_only(false), error);
        if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
        if (!error) acceptor_.bind(tcp::endpoint(protocol, options_.port), error);
        if (!error) acceptor_.listen(guests_max, error);
        return error;
    }

    void begin(awaitable<Meeting> meeting) {
        ++meetings_;
        boost::asio::co_spawn(
            context_, std::move(meeting), [this](std::exception_ptr thrown, const Meeting& how) {
                --meetings_;
                if (thrown) std::rethrow_exception(thrown);
                if (how.error && options_.failed) options_.failed(*how.error);
                if (how.report && options_.met) options_.met(*how.report);
            });
    }

    // To each laptop when it is first heard of, and to all of them when something was written here.
    awaitable<void> look_around() {
        std::map<DeviceId, HostAddress> known;
        std::int64_t seen = workspace_.replica().database().data_version();
        boost::asio::steady_timer timer(context_);
        for (;;) {
            std::set<DeviceId> to_visit;
            for (const LanPeer& peer : options_.look_around()) {
                const DeviceEntry* device = device_that_greets(workspace_.roster(), peer.greeting);
                if (device == nullptr || device->id == workspace_.device()->id()) continue;
                known.insert_or_assign(device->id, peer.address);
                to_visit.insert(device->id);
            }
            const std::int64_t version = workspace_.replica().database().data_version();
            const bool news = std::exchange(seen, version) != version;
            for (const auto& [device, address] : known)
                if (news || to_visit.contains(device))
                    begin(go_to(workspace_, address, handshake_ms_max));
            timer.expires_after(std::chrono::milliseconds(look_around_ms));
            co_await timer.async_wait(boost::asio::use_awaitable);
        }
    }

    Workspace& workspace_;
    const LanWaiting& options_;
    boost::asio::io_context& context_;
    tcp::acceptor acceptor_;
    std::size_t meetings_ = 0;
};

}  // namespace

Result<LanReport, EngineError> meet_on_lan(Workspace& workspace,
                                           const HostAddress& address,
                                           std::int64_t timeout_ms) {
    if (workspace.device() == nullptr) return refuse(workspace.no_keys());
    UntilStopped<Meeting> runner;
    auto meeting = runner.run(go_to(workspace, address, timeout_ms));
    if (!meeting) {
        return refuse(EngineError{EngineFault::stopped,
                                  "Stopped before it was done. What came stays; meet again for "
                                  "the rest."});
    }
    if (meeting->error) return refuse(*meeting->error);
    return *meeting->report;
}

Result<void, EngineError> wait_on_lan(Workspace& workspace, const LanWaiting& waiting) {
    if (workspace.device() == nullptr) return refuse(workspace.no_keys());
    UntilStopped<bool> runner;
    Waiting here(workspace, waiting, runner.context());
    auto listening = here.listen();
    if (!listening) return listening;
    static_cast<void>(runner.run(here.run()));
    return {};
}

}  // namespace cairn::engine
