// The whole server in this process: threads, sockets and a store on the disk.
#include <fstream>

#include <gtest/gtest.h>

#include "server/admin/check.h"
#include "tests/unit/server/app/office_network.h"

namespace cairn::server {
namespace {

using cairn::test::as_device;
using cairn::test::SmallWorkspace;
using cairn::test::TemporaryFolder;
using cairn::test::TestReplica;
using cairn::test::with_ticket;
using test::Client;
using test::Network;
using test::RunningServer;
using test::tcp;

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

std::size_t resident_bytes() {
    std::ifstream statm("/proc/self/statm");
    std::size_t size = 0;
    std::size_t resident = 0;
    statm >> size >> resident;
    return resident * 4096;
}

struct ServerTest : testing::Test {
    ServerTest() {
        SeededRandom chance(1);
        SqliteStore store(store_file().string(), chance);
        store.commit({AddTicket{.secret = ticket, .label = "", .made = {}}});
        owner = replica(plan.founder.device, 10);
    }
    [[nodiscard]] std::filesystem::path store_file() const { return folder.path() / "store.db"; }
    [[nodiscard]] WorkspaceId id() const { return plan.view.workspace(); }
    std::unique_ptr<TestReplica> replica(const DeviceSecrets& device, std::uint64_t seed) const {
        auto made = std::make_unique<TestReplica>(device, id(), seed);
        made->adopt(plan.records);
        return made;
    }
    RunningServer& server() {
        if (!server_) server_ = std::make_unique<RunningServer>(store_file(), secrets, gate);
        return *server_;
    }
    std::unique_ptr<Client> connect(TestReplica& replica, const cairn::test::Prover& prover) {
        return std::make_unique<Client>(network, replica, server(), secrets, prover);
    }
    std::unique_ptr<Client> connect(TestReplica& replica) {
        return connect(replica, as_device(replica.device(), id()));
    }
    void found() {
        auto client = connect(*owner, with_ticket(ticket, id()));
        network.run_until([&] { return client->synced(); });
    }
    CheckReport check_store() {
        SeededRandom chance(1);
        SqliteStore store(store_file().string(), chance);
        return check(store, secrets);
    }

    TemporaryFolder folder;
    SmallWorkspace plan{1};
    ServerSecrets secrets = cairn::test::make_server_secrets(2);
    TicketSecret ticket{std::array<std::uint8_t, 16>{7}};
    GateLimits gate;
    Network network;
    std::unique_ptr<RunningServer> server_;
    std::unique_ptr<TestReplica> owner;
};

TEST_F(ServerTest, AWorkspaceComesWithATicketAndItsMembersFollowLive) {
    const auto editor_device = plan.join(Role::editor).device;
    owner = replica(plan.founder.device, 10);
    for (int i = 0; i < 40; ++i) owner->write();
    found();
    auto editor = replica(editor_device, 11);
    auto first = connect(*owner);
    auto second = connect(*editor);
    network.run_until([&] { return first->synced() && second->synced(); });
    EXPECT_EQ(editor->envelope_count(), 40U);
    for (int i = 0; i < 10; ++i) {
        owner->write();
        editor->write();
        first->wake();
        second->wake();
    }
    network.run_until(
        [&] { return owner->envelope_count() == 60 && editor->envelope_count() == 60; });
    EXPECT_EQ(owner->frontier(), editor->frontier());
}

TEST_F(ServerTest, SixWhoWatchAllSeeWhatEachWrites) {
    constexpr std::size_t watchers = 6;
    std::vector<DeviceSecrets> devices;
    for (std::size_t i = 1; i < watchers; ++i) devices.push_back(plan.join(Role::editor).device);
    owner = replica(plan.founder.device, 10);
    found();
    std::vector<std::unique_ptr<TestReplica>> others;
    std::vector<TestReplica*> all{owner.get()};
    for (const DeviceSecrets& device : devices) {
        others.push_back(replica(device, 20 + others.size()));
        all.push_back(others.back().get());
    }
    std::vector<std::unique_ptr<Client>> clients;
    for (TestReplica* one : all) clients.push_back(connect(*one));
    const auto each = [&](const auto& holds) { return std::all_of(all.begin(), all.end(), holds); };
    network.run_until([&] {
        return std::all_of(clients.begin(), clients.end(), [](const auto& c) { return c->live(); });
    });
    for (std::size_t written = 1; written <= watchers; ++written) {
        all[written - 1]->write();
        clients[written - 1]->wake();
        network.run_until([&] {
            return each([&](const TestReplica* one) { return one->envelope_count() == written; });
        });
    }
    EXPECT_TRUE(each([&](const TestReplica* one) { return one->frontier() == owner->frontier(); }));
    for (const auto& client : clients) EXPECT_FALSE(client->failure());
}

TEST_F(ServerTest, ALargeBacklogComesThroughTheWindow) {
    const auto editor_device = plan.join(Role::editor).device;
    owner = replica(plan.founder.device, 10);
    for (int i = 0; i < 60; ++i) owner->write(200'000);
    owner->write(5 * limits::mib);
    found();
    auto editor = replica(editor_device, 11);
    auto client = connect(*editor);
    network.run_until([&] { return client->synced(); });
    EXPECT_EQ(editor->frontier(), owner->frontier());
}

TEST_F(ServerTest, WhatWasAcknowledgedIsThereAfterAStop) {
    for (int i = 0; i < 300; ++i) owner->write();
    found();
    server().stop();
    const CheckReport report = check_store();
    EXPECT_EQ(report.envelopes, 300U);
    EXPECT_TRUE(report.faults.empty()) << report.faults.front();
}

TEST_F(ServerTest, StoppingTellsEverybodyAndTheNextServerGoesOn) {
    found();
    auto client = connect(*owner);
    network.run_until([&] { return client->synced(); });
    std::thread stopping([&] { server().stop(); });
    network.run_until([&] { return client->done(); });
    stopping.join();
    ASSERT_TRUE(client->failure());
    EXPECT_EQ(client->failure()->refusal, RefusalCode::shutting_down);
    EXPECT_EQ(client->failure()->retry, Retry::soon);
    client.reset();
    server_.reset();
    owner->write();
    auto again = connect(*owner);
    network.run_until([&] { return again->synced(); });
}

TEST_F(ServerTest, AFailingDiskIsToldAndNothingIsLost) {
    found();
    EXPECT_TRUE(has(server().get("/healthz"), "200 OK"));
    auto client = connect(*owner);
    network.run_until([&] { return client->synced(); });
    server().disk.broken = true;
    owner->write();
    client->wake();
    network.run_until([&] { return client->done(); });
    ASSERT_TRUE(client->failure());
    EXPECT_EQ(client->failure()->refusal, RefusalCode::storage_failed);
    EXPECT_TRUE(has(server().get("/healthz"), "503"));
    client.reset();
    EXPECT_EQ(owner->outbox_size(), 1U);
    server().disk.broken = false;
    while (!has(server().get("/healthz"), "200 OK")) {
    }
    auto again = connect(*owner);
    network.run_until([&] { return again->synced(); });
    again.reset();
    server().stop();
    EXPECT_EQ(check_store().envelopes, 1U);
}

TEST_F(ServerTest, AServerThatLostItsStoreIsHealed) {
    for (int i = 0; i < 20; ++i) owner->write();
    found();
    server().stop();
    server_.reset();
    // The receipts came with the first connection; everything else is gone.
    for (const char* rest : {"", "-wal", "-shm", "-lock"})
        std::filesystem::remove(store_file().string() + rest);
    auto client = connect(*owner);
    network.run_until([&] { return client->done() || client->synced(); });
    EXPECT_FALSE(client->failure()) << client->failure()->sentence;
    client.reset();
    server().stop();
    const CheckReport report = check_store();
    EXPECT_EQ(report.envelopes, 20U);
    EXPECT_TRUE(report.faults.empty());
}

TEST_F(ServerTest, AnotherServersKeyIsNoticed) {
    const ServerSecrets another = cairn::test::make_server_secrets(3);
    Client client(network, *owner, server(), another, as_device(owner->device(), id()));
    network.run_until([&] { return client.done(); });
    ASSERT_TRUE(client.broken());
    // A server closes on a handshake for another key without a word.
    EXPECT_EQ(client.broken()->fault, NetFault::unproven);
}

TEST_F(ServerTest, AStrangerIsRefusedWithASentence) {
    found();
    SeededRandom chance(5);
    auto stranger = replica(DeviceSecrets::make(chance), 12);
    auto client = connect(*stranger);
    network.run_until([&] { return client->done(); });
    ASSERT_TRUE(client->failure());
    EXPECT_EQ(client->failure()->refusal, RefusalCode::not_authenticated);
}

TEST_F(ServerTest, StrangersBeyondTheLimitAreClosedAtOnce) {
    gate.strangers_per_address_max = 2;
    const HostAddress address = server().address();
    const tcp::endpoint at(boost::asio::ip::make_address(address.host), address.port);
    boost::asio::io_context io;
    std::vector<tcp::socket> sockets;
    for (int i = 0; i < 3; ++i) {
        sockets.emplace_back(io);
        sockets.back().connect(at);
    }
    // Only the third one ends; the two before it may still say who they are.
    std::uint8_t byte = 0;
    boost::system::error_code error;
    sockets[2].read_some(boost::asio::buffer(&byte, 1), error);
    EXPECT_TRUE(error);
    sockets[0].non_blocking(true);
    sockets[0].read_some(boost::asio::buffer(&byte, 1), error);
    EXPECT_EQ(error, boost::asio::error::would_block);
    EXPECT_TRUE(has(server().get("/metrics"), "cairn_connections_turned_away_total 1\n"));
}

// A hundred addresses with fifty connections each that never say a word.
TEST_F(ServerTest, FiveThousandHalfOpenConnectionsTakeLittleAndKeepNobodyOut) {
#ifdef __SANITIZE_ADDRESS__
    GTEST_SKIP() << "a sanitizer counts its own memory";
#endif
    found();
    const HostAddress address = server().address();
    const tcp::endpoint at(boost::asio::ip::make_address(address.host), address.port);
    boost::asio::io_context io;
    std::vector<tcp::socket> sockets;
    const std::size_t before = resident_bytes();
    for (std::uint32_t i = 0; i < 5'000; ++i) {
        const std::uint32_t loopback = 0x7F000100U;
        tcp::socket& socket = sockets.emplace_back(io, tcp::v4());
        socket.bind({boost::asio::ip::address_v4(loopback + 1 + i % 100), 0});
        boost::system::error_code error;
        socket.connect(at, error);
        if (error) GTEST_SKIP() << "no room for so many sockets here: " << error.message();
    }
    owner->write();
    auto client = connect(*owner);
    network.run_until([&] { return client->synced(); });
    const std::string metrics = server().get("/metrics");
    EXPECT_TRUE(has(metrics, "cairn_connections_turned_away_total 4")) << "most of them at once";
    constexpr std::size_t mib = 1024U * 1024U;
    EXPECT_LT(resident_bytes() - before, 64 * mib) << "5,000 sockets of ours are in it";
}

TEST_F(ServerTest, MetricsCountWhatHappened) {
    for (int i = 0; i < 25; ++i) owner->write();
    found();
    const std::string metrics = server().get("/metrics");
    EXPECT_TRUE(has(metrics, "text/plain; version=0.0.4")) << metrics;
    EXPECT_TRUE(has(metrics, "\ncairn_envelopes_total 25\n")) << metrics;
    EXPECT_TRUE(has(metrics, "\ncairn_records_total 2\n")) << metrics;
    EXPECT_TRUE(has(metrics, "\ncairn_connections_total 1\n")) << metrics;
    EXPECT_TRUE(has(metrics, "cairn_commit_seconds_bucket{le=\"+Inf\"}")) << metrics;
    EXPECT_FALSE(has(metrics, "cairn_commit_seconds_count 0\n")) << metrics;
}

TEST_F(ServerTest, TheOperatorsPortAnswersNothingElse) {
    EXPECT_TRUE(has(server().get("/"), "404 Not Found"));
    EXPECT_TRUE(has(server().ask("POST /metrics HTTP/1.1\r\nHost: x\r\n\r\n"), "405"));
    EXPECT_EQ(server().ask("GET /" + std::string(20'000, 'a') + " HTTP/1.1\r\n\r\n"), "");
    EXPECT_TRUE(has(server().get("/healthz"), "200 OK")) << "and goes on";
}

TEST_F(ServerTest, ATakenAddressIsASentence) {
    Config config;
    config.listen = {.host = "127.0.0.1", .port = server().address().port};
    config.metrics.reset();
    const Log log(std::make_shared<spdlog::logger>("silent"), LogForm::text);
    const auto open = []() -> std::unique_ptr<LogStore> {
        return std::make_unique<cairn::server::MemoryStore>(SeededRandom(1).make<Incarnation>());
    };
    const auto made =
        Server::make({.config = config, .secrets = secrets, .open_store = open, .log = log});
    ASSERT_FALSE(made);
    EXPECT_TRUE(has(made.error().sentence, "Cannot listen on 127.0.0.1:")) << made.error().sentence;
}

}  // namespace
}  // namespace cairn::server
