#pragma once
// A server in memory: the real hub and the real sessions over any store, and connections to it that
// carry real frames. One call of settle() moves everything until nobody has anything to say.
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>

#include "server/hub/hub.h"
#include "server/store/log_store.h"
#include "shared/identity/server.h"
#include "shared/sync/client_session.h"
#include "shared/sync/server_session.h"
#include "tests/support/sync/test_replica.h"

namespace cairn::test {

class TestServer;

// How a client proves itself over a given handshake.
using Prover = std::function<HelloProof(const HandshakeHash&)>;

class TestConnection {
public:
    TestConnection(TestServer& server, TestReplica& replica, const Prover& prover);
    ~TestConnection();
    TestConnection(const TestConnection&) = delete;
    TestConnection& operator=(const TestConnection&) = delete;

    [[nodiscard]] ClientSession& client() { return client_; }
    [[nodiscard]] ServerSession& server_end() { return server_end_; }
    [[nodiscard]] const std::optional<SyncFailure>& failure() const { return failure_; }
    [[nodiscard]] bool live() const { return client_.state() == ClientSession::State::live; }

    // Sees every frame on its way and may drop the connection (return false) before it arrives.
    std::function<bool(const ClientMessage&)> on_client_message;
    std::function<bool(ServerMessage&)> on_server_message;
    std::size_t bytes_sent = 0;  // by the client, in frames

private:
    friend class TestServer;
    bool move_to_server(Instant now);
    bool move_to_client(Instant now);
    void take(Result<Effects, SyncFailure> effects);
    void drop();

    TestServer* server_;
    TestReplica* replica_;
    HandshakeHash handshake_;
    ServerSession server_end_;
    ClientSession client_;
    server::SessionNumber number_;
    std::optional<SyncFailure> failure_;
    bool dropped_ = false;
};

class TestServer {
public:
    TestServer(server::LogStore& store,
               const ServerSecrets& secrets,
               const server::HubLimits& limits = {});

    // Moves messages, requests and answers until nothing moves.
    void settle();

    [[nodiscard]] ServerId id() const { return secrets_.id(); }
    [[nodiscard]] server::Hub& hub() { return hub_; }
    Instant now{1'000'000};
    WallTime wall{1'800'000'000'000};

private:
    friend class TestConnection;
    bool serve();

    ServerSecrets secrets_;
    server::Hub hub_;
    std::map<server::SessionNumber, TestConnection*> connections_;
    std::vector<server::HubInput> left_;
    server::SessionNumber last_;
    SeededRandom random_{77};
};

Prover as_device(const DeviceSecrets& device, const WorkspaceId& workspace);
Prover as_invited(const InviteSecret& secret, const WorkspaceId& workspace);
Prover with_ticket(const TicketSecret& ticket, const WorkspaceId& workspace);

}  // namespace cairn::test
