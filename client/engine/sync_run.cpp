#include "client/engine/sync_run.h"

#include <algorithm>
#include <csignal>
#include <exception>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "client/engine/conversations.h"
#include "client/engine/server_contact.h"
#include "shared/identity/hello_proof.h"
#include "shared/net/backoff.h"
#include "shared/net/connect.h"
#include "shared/net/drive.h"
#include "shared/platform/system.h"
#include "shared/sqlite/error.h"

namespace cairn::engine {
namespace {

// No server keeps a watcher away for longer.
constexpr std::int64_t wait_ms_max = 600'000;

using boost::asio::awaitable;

EngineError from_net(const NetError& error, const ServerAddress& server) {
    const std::string where = server.host + ":" + std::to_string(server.port);
    const bool other = error.fault == NetFault::handshake || error.fault == NetFault::channel;
    if (other) {
        return {
            EngineFault::distrust,
            "The server at " + where + " is not the one this workspace knows: " + error.sentence};
    }
    return {EngineFault::no_network,
            "The server at " + where + " was not reached: " + error.sentence +
                " Everything here stays saved; sync again when there is a network."};
}

EngineError from_failure(const SyncFailure& failure) {
    switch (failure.fault) {
        case SyncFault::refused:
            return {EngineFault::server_refused, failure.sentence};
        case SyncFault::silent:
            return {EngineFault::no_network, failure.sentence};
        default:
            return {EngineFault::distrust, failure.sentence};
    }
}

// How one conversation ended.
class Ending {
public:
    Ending() = default;  // it did what it was for
    Ending(EngineError why, bool worth_repeating) : error(std::move(why)), again(worth_repeating) {}
    std::optional<EngineError> error;
    bool again = false;            // worth another attempt without a person
    std::int64_t wait_ms_min = 0;  // before it, as the server asked
};

Ending closed() {
    EngineError error{EngineFault::no_network, "The server closed the connection. Try again."};
    return {std::move(error), true};
}

Ending stopped() {
    EngineError error{EngineFault::stopped,
                      "Stopped before it was done. Everything here stays saved; what is missing "
                      "comes with the next attempt."};
    return {std::move(error), false};
}

HelloProof proof_for(Workspace& workspace,
                     const SyncOptions& options,
                     const HandshakeHash& handshake) {
    const auto ticket = options.introduction ? options.introduction->secret : ticket_of(workspace);
    if (ticket) {
        return TicketProof{prove_ticket(*ticket, handshake, workspace.id())};
    }
    const DeviceSecrets& device = *workspace.device();
    return DeviceProof{device.id(), prove_device(device.signing(), handshake, workspace.id())};
}

awaitable<Ending> converse(Workspace& workspace,
                           ServerAddress server,
                           SyncOptions& options,
                           SyncReport& total) {
    HostAddress address{server.host, server.port};
    const ExchangeKey own = workspace.device()->channel();
    const Instant deadline{net_now().ms + options.timeout_ms};
    options.tell({SyncMoment::connecting, nullptr, {}});
    auto stream =
        co_await connect_stream(address, own, server.channel, workspace.random(), deadline);
    if (!stream) co_return Ending(from_net(stream.error(), server), true);
    SyncDriver::Start start;
    start.proof = proof_for(workspace, options, stream->handshake());
    start.server = server.sign;
    start.wall = platform::wall_now();
    start.now = net_now();
    SyncDriver driver(workspace, start);
    for (RecordWish& wish : options.wishes) driver.want(wish);
    SyncConversation conversation(workspace, driver, options, net_now());
    options.tell({SyncMoment::connected, &driver.report(), {}});
    DriveLimits limits;
    auto ended = co_await drive(std::move(*stream), conversation, limits);
    total = driver.report();
    if (driver.refused_wish()) {
        EngineError refusal{EngineFault::server_refused, *driver.refused_wish()};
        co_return Ending(refusal, false);
    }
    if (conversation.failure()) {
        const bool again = conversation.failure()->retry == Retry::soon;
        if (!again)
            note_trouble(workspace, {platform::wall_now(), conversation.failure()->sentence});
        Ending ending(from_failure(*conversation.failure()), again);
        ending.wait_ms_min = conversation.failure()->retry_after_ms;
        co_return ending;
    }
    if (ended) co_return Ending(from_net(*ended, server), true);
    co_return Ending();
}

awaitable<void> pause(std::int64_t delay_ms) {
    auto executor = co_await boost::asio::this_coro::executor;
    boost::asio::steady_timer timer(executor);
    timer.expires_after(std::chrono::milliseconds(delay_ms));
    co_await timer.async_wait(boost::asio::use_awaitable);
}

awaitable<Ending> converse_until_stopped(Workspace& workspace,
                                         ServerAddress server,
                                         SyncOptions& options,
                                         SyncReport& total) {
    Backoff backoff;
    for (;;) {
        Ending ending = co_await converse(workspace, server, options, total);
        if (!options.watch || !ending.again) co_return ending;
        if (total.envelopes_received + total.envelopes_sent > 0) backoff.reset();
        total = {};
        const std::int64_t delay_ms = std::max(backoff.next_delay_ms(workspace.random()),
                                               std::min(ending.wait_ms_min, wait_ms_max));
        const std::string why = ending.error ? ending.error->sentence : "The connection ended.";
        options.tell({SyncMoment::waiting,
                      nullptr,
                      why + " Next attempt in " + std::to_string((delay_ms + 999) / 1000) + " s."});
        co_await pause(delay_ms);
    }
}

awaitable<Ending> join(const InviteLine& line,
                       const DeviceSecrets& device,
                       Random& random,
                       std::int64_t timeout_ms,
                       Joined& joined) {
    HostAddress address{line.server.host, line.server.port};
    const Instant deadline{net_now().ms + timeout_ms};
    auto stream =
        co_await connect_stream(address, device.channel(), line.server.channel, random, deadline);
    if (!stream) co_return Ending(from_net(stream.error(), line.server), true);
    const InviteKeys keys = derive_invite_keys(line.secret, line.workspace);
    JoinDriver::Start start;
    start.proof =
        InviteProof{keys.id(), prove_invite(keys.sign, stream->handshake(), line.workspace)};
    start.wall = platform::wall_now();
    start.now = net_now();
    JoinDriver driver(line, device, random, start);
    JoinConversation conversation(driver);
    DriveLimits limits;
    auto ended = co_await drive(std::move(*stream), conversation, limits);
    if (driver.done()) {
        joined.roster = driver.stored();
        joined.role = driver.view().member_of(device.id())->role();
        co_return Ending();
    }
    if (conversation.failure()) co_return Ending(from_failure(*conversation.failure()), false);
    if (ended) co_return Ending(from_net(*ended, line.server), true);
    co_return closed();
}

// Runs one coroutine to its end on this thread; a signal stops it early.
class Runner {
public:
    Ending run(awaitable<Ending> work) {
        signals_.async_wait([this](const boost::system::error_code& error, int) {
            if (!error) context_.stop();
        });
        std::exception_ptr thrown;
        std::optional<Ending> ending;
        boost::asio::co_spawn(
            context_, std::move(work), [&](std::exception_ptr failure, Ending result) {
                thrown = failure;
                ending = std::move(result);
                signals_.cancel();
            });
        context_.run();
        if (thrown) std::rethrow_exception(thrown);
        return ending ? *ending : stopped();
    }

private:
    boost::asio::io_context context_{1};
    boost::asio::signal_set signals_{context_, SIGINT, SIGTERM};
};

}  // namespace

Result<SyncReport, EngineError> run_sync(Workspace& workspace, SyncOptions options) {
    if (workspace.device() == nullptr) return refuse(workspace.no_keys());
    const auto server = options.introduction ? options.introduction->server : server_of(workspace);
    if (!server) {
        return refuse(EngineError{EngineFault::no_server,
                                  "This workspace has no server yet. Ask for a ticket "
                                  "(`cairn-server ticket`) and run `cairn sync --server LINE`."});
    }
    use_saved_invite(workspace);
    SyncReport report;
    bool was_live = false;
    options.tell = [&report, &was_live, tell = std::move(options.tell)](const SyncNews& news) {
        if (news.report != nullptr) report = *news.report;
        was_live = was_live || news.moment == SyncMoment::live;
        tell(news);
    };
    Runner runner;
    const Ending ending = runner.run(converse_until_stopped(workspace, *server, options, report));
    const bool watched =
        ending.error && ending.error->fault == EngineFault::stopped && options.watch && was_live;
    if (ending.error && !watched) return refuse(*ending.error);
    return report;
}

Result<Joined, EngineError> run_join(const InviteLine& line,
                                     const DeviceSecrets& device,
                                     Random& random,
                                     std::int64_t timeout_ms) {
    Joined joined;
    Runner runner;
    const Ending ending = runner.run(join(line, device, random, timeout_ms, joined));
    if (ending.error) return refuse(*ending.error);
    return joined;
}

}  // namespace cairn::engine
