#pragma once
// A running server on a loopback port and clients that reach it over real connections, without
// another process.
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>

#include "server/app/server.h"
#include "server/store/sqlite_store.h"
#include "shared/net/connect.h"
#include "shared/net/drive.h"
#include "tests/support/sync/fragile_store.h"
#include "tests/support/sync/office.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/server/app/quiet_storage.h"

namespace cairn::server::test {

using boost::asio::awaitable;
using boost::asio::ip::tcp;
using cairn::test::Prover;
using cairn::test::TestReplica;

class RunningServer {
public:
    RunningServer(const std::filesystem::path& store,
                  const ServerSecrets& secrets,
                  const GateLimits& gate = {})
        : log_(silent_log()) {
        Config config;
        config.listen = {.host = "127.0.0.1", .port = 0};
        config.metrics = config.listen;
        config.gate = gate;
        const auto open = [this, store]() -> std::unique_ptr<LogStore> {
            return std::make_unique<cairn::test::FragileStore>(
                std::make_unique<SqliteStore>(store.string(), random_), disk);
        };
        auto made =
            Server::make({.config = config, .secrets = secrets, .open_store = open, .log = log_});
        if (!made) throw std::runtime_error(made.error().sentence);
        server_ = std::move(*made);
        for (const auto& thread : server_->threads()) threads_.emplace_back(thread);
    }
    ~RunningServer() { stop(); }
    RunningServer(const RunningServer&) = delete;
    RunningServer& operator=(const RunningServer&) = delete;

    void stop() {
        server_->stop();
        threads_.clear();  // joins
    }
    [[nodiscard]] HostAddress address() const {
        return {server_->address().host, server_->address().port};
    }
    // The whole answer of the operators' port.
    [[nodiscard]] std::string ask(const std::string& request) const {
        const auto at = server_->metrics_address();
        boost::asio::io_context io;
        tcp::socket socket(io);
        socket.connect({boost::asio::ip::make_address(at->host), at->port});
        boost::asio::write(socket, boost::asio::buffer(request));
        std::string answer;
        boost::system::error_code end;
        boost::asio::read(socket, boost::asio::dynamic_buffer(answer), end);
        return answer;
    }
    [[nodiscard]] std::string get(const std::string& path) const {
        return ask("GET " + path + " HTTP/1.1\r\nHost: here\r\n\r\n");
    }

    cairn::test::TestDisk disk;

private:
    SystemRandom random_;
    Log log_;
    std::unique_ptr<Server> server_;
    std::vector<std::jthread> threads_;
};

// A replica's end of a connection.
class Link final : public Conversation {
public:
    Link(TestReplica& replica, const ClientStart& start, Instant now)
        : replica_(&replica), session_(start, replica, now) {}

    std::optional<Bytes> next_frame() override {
        replica_->hand_over(session_);
        const auto message = session_.next();
        if (!message) return std::nullopt;
        return encode_message(*message);
    }
    void receive(Bytes frame, Instant now) override {
        auto message = decode_server_message(frame);
        if (!message) throw std::runtime_error(message.error().sentence);
        auto effects = session_.receive(std::move(*message), now);
        while (effects && !effects->empty()) {
            for (const Effect& effect : *effects) replica_->carry_out(session_, effect);
            effects = session_.resume();
        }
        if (!effects) failure = effects.error();
    }
    void tick(Instant now) override {
        if (auto done = session_.tick(now); !done) failure = done.error();
    }
    [[nodiscard]] Instant deadline() const override { return session_.deadline(); }
    [[nodiscard]] bool authenticated() const override { return true; }
    [[nodiscard]] bool over() const override { return failure || leaving; }

    [[nodiscard]] bool live() const { return session_.state() == ClientSession::State::live; }

    std::optional<SyncFailure> failure;
    bool leaving = false;

private:
    TestReplica* replica_;
    ClientSession session_;
};

// Clients of one test, all on its thread.
class Network {
public:
    void run_until(const std::function<bool()>& condition) {
        const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(100);
        io.restart();
        while (!condition() && io.run_one_until(limit) > 0) {
        }
        if (!condition()) throw std::runtime_error("nothing more happens");
    }
    boost::asio::io_context io;
};

class Client {
public:
    Client(Network& network,
           TestReplica& replica,
           const RunningServer& server,
           const ServerSecrets& expected,
           Prover prover)
        : replica_(&replica),
          network_(&network),
          address_(server.address()),
          id_(expected.id()),
          channel_(expected.channel_key()),
          prover_(std::move(prover)) {
        boost::asio::co_spawn(network.io, talk(), [this](const std::exception_ptr& thrown) {
            done_ = true;
            if (thrown) std::rethrow_exception(thrown);
        });
    }
    ~Client() {
        if (link_) link_->leaving = true;
        wake();
        network_->run_until([this] { return done_; });
        replica_->connection_lost();
    }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    // After the replica has written.
    void wake() {
        if (waker_) waker_->wake();
    }
    [[nodiscard]] bool live() const { return link_ && link_->live(); }
    // Everything of its own is acknowledged.
    [[nodiscard]] bool synced() const { return live() && replica_->outbox_size() == 0; }
    [[nodiscard]] bool done() const { return done_; }
    [[nodiscard]] std::optional<SyncFailure> failure() const {
        return link_ ? link_->failure : std::nullopt;
    }
    [[nodiscard]] const std::optional<NetError>& broken() const { return broken_; }

private:
    awaitable<void> talk() {
        const Instant deadline{net_now().ms + 60'000};
        const ExchangeKey own = replica_->device().channel();
        auto stream = co_await connect_stream(address_, own, channel_, random_, deadline);
        if (!stream) {
            broken_ = stream.error();
            co_return;
        }
        const ClientStart start = replica_->start(id_, prover_(stream->handshake()));
        link_.emplace(*replica_, start, net_now());
        waker_.emplace(stream->waker());
        DriveLimits limits;
        broken_ = co_await drive(std::move(*stream), *link_, limits);
    }

    TestReplica* replica_;
    Network* network_;
    HostAddress address_;
    ServerId id_;
    ChannelKey channel_;
    Prover prover_;
    SystemRandom random_;
    std::optional<Link> link_;
    std::optional<Waker> waker_;
    std::optional<NetError> broken_;
    bool done_ = false;
};

}  // namespace cairn::server::test
