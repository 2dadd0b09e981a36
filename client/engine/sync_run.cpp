#include "client/engine/sync_run.h"

#include <algorithm>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "client/engine/conversations.h"
#include "client/engine/server_contact.h"
#include "client/engine/until_stopped.h"
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

using Prove = std::function<HelloProof(const HandshakeHash&)>;

// `speaker` is whose channel it is; `device` is to be in.
struct Joining {
    ServerAddress server;
    JoinPlan plan;
    Prove prove;
    const DeviceSecrets& speaker;
    const DeviceSecrets& device;
    Random& random;
    std::int64_t timeout_ms;
};

awaitable<Ending> join(Joining with, Joined& joined) {
    HostAddress address{with.server.host, with.server.port};
    const Instant deadline{net_now().ms + with.timeout_ms};
    const ExchangeKey own = with.speaker.channel();
    auto stream = co_await connect_stream(address, own, with.server.channel, with.random, deadline);
    if (!stream) co_return Ending(from_net(stream.error(), with.server), true);
    JoinDriver::Start start;
    start.proof = with.prove(stream->handshake());
    start.wall = platform::wall_now();
    start.now = net_now();
    JoinDriver driver(with.plan, start);
    JoinConversation conversation(driver);
    DriveLimits limits;
    auto ended = co_await drive(std::move(*stream), conversation, limits);
    if (driver.done()) {
        joined.roster = driver.stored();
        joined.role = driver.view().member_of(with.device.id())->role();
        co_return Ending();
    }
    if (conversation.failure()) co_return Ending(from_failure(*conversation.failure()), false);
    if (ended) co_return Ending(from_net(*ended, with.server), true);
    co_return closed();
}

Ending run_to_end(awaitable<Ending> work) {
    UntilStopped<Ending> runner;
    const auto ending = runner.run(std::move(work));
    return ending ? *ending : stopped();
}

Result<Joined, EngineError> run_joining(Joining with) {
    Joined joined;
    const Ending ending = run_to_end(join(std::move(with), joined));
    if (ending.error) return refuse(*ending.error);
    return joined;
}

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
    const Ending ending = run_to_end(converse_until_stopped(workspace, *server, options, report));
    const bool watched =
        ending.error && ending.error->fault == EngineFault::stopped && options.watch && was_live;
    if (ending.error && !watched) return refuse(*ending.error);
    return report;
}

Result<Joined, EngineError> run_join(const InviteLine& line,
                                     const DeviceSecrets& device,
                                     Random& random,
                                     std::int64_t timeout_ms) {
    const InviteKeys keys = derive_invite_keys(line.secret, line.workspace);
    const Prove prove = [&](const HandshakeHash& handshake) -> HelloProof {
        return InviteProof{keys.id(), prove_invite(keys.sign, handshake, line.workspace)};
    };
    return run_joining({line.server,
                        join_by_invite(line, device, random),
                        prove,
                        device,
                        device,
                        random,
                        timeout_ms});
}

Result<Joined, EngineError> run_recovery(const RecoveryLine& line,
                                         const DeviceSecrets& device,
                                         Random& random,
                                         std::int64_t timeout_ms) {
    const DeviceSecrets paper = derive_device(line.secret, line.workspace);
    const Prove prove = [&](const HandshakeHash& handshake) -> HelloProof {
        return DeviceProof{paper.id(), prove_device(paper.signing(), handshake, line.workspace)};
    };
    return run_joining({line.server,
                        join_by_kit(line, paper, device, random),
                        prove,
                        paper,
                        device,
                        random,
                        timeout_ms});
}

}  // namespace cairn::engine
