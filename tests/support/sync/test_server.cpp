#include "tests/support/sync/test_server.h"

#include <stdexcept>

#include "shared/identity/hello_proof.h"
#include "shared/identity/invite_keys.h"

namespace cairn::test {

using server::HubInput;
using server::HubOutput;

Prover as_device(const DeviceSecrets& device, const WorkspaceId& workspace) {
    return [device, workspace](const HandshakeHash& handshake) -> HelloProof {
        return DeviceProof{device.id(), prove_device(device.signing(), handshake, workspace)};
    };
}

Prover as_invited(const InviteSecret& secret, const WorkspaceId& workspace) {
    return [secret, workspace](const HandshakeHash& handshake) -> HelloProof {
        const InviteKeys keys = derive_invite_keys(secret, workspace);
        return InviteProof{keys.id(), prove_invite(keys.sign, handshake, workspace)};
    };
}

Prover with_ticket(const TicketSecret& ticket, const WorkspaceId& workspace) {
    return [ticket, workspace](const HandshakeHash& handshake) -> HelloProof {
        return TicketProof{prove_ticket(ticket, handshake, workspace)};
    };
}

TestServer::TestServer(server::LogStore& store,
                       const ServerSecrets& secrets,
                       const server::HubLimits& limits)
    : secrets_(secrets), hub_(store, secrets_, limits) {}

TestConnection::TestConnection(TestServer& server, TestReplica& replica, const Prover& prover)
    : server_(&server),
      replica_(&replica),
      handshake_(server.random_.make<HandshakeHash>()),
      server_end_(ServerStart{.handshake = handshake_, .peer = replica.device().channel_key()},
                  server.now),
      client_(replica.start(server.id(), prover(handshake_)), replica, server.now) {
    number_ = server.last_ = server.last_.next();
    server.connections_[number_] = this;
}

TestConnection::~TestConnection() {
    drop();
    server_->connections_.erase(number_);
    replica_->connection_lost();
}

void TestConnection::drop() {
    if (!std::exchange(dropped_, true))
        server_->left_.push_back({.session = number_, .request = Leave{}});
}

void TestConnection::take(Result<Effects, SyncFailure> effects) {
    while (effects && !effects->empty()) {
        for (const Effect& effect : *effects) replica_->carry_out(client_, effect);
        effects = client_.resume();
    }
    if (effects) return;
    failure_ = effects.error();
    drop();
}

bool TestConnection::move_to_server(Instant now) {
    bool moved = false;
    while (!dropped_ && server_end_.wants_messages()) {
        auto message = client_.next();
        if (!message) break;
        moved = true;
        if (on_client_message && !on_client_message(*message)) return drop(), true;
        const Bytes frame = encode_message(*message);
        bytes_sent += frame.size();
        auto decoded = decode_client_message(frame);
        if (!decoded) throw std::runtime_error(decoded.error().sentence);
        server_end_.receive(std::move(*decoded), now);
    }
    return moved;
}

bool TestConnection::move_to_client(Instant now) {
    bool moved = false;
    while (!dropped_) {
        auto message = server_end_.next();
        if (!message) break;
        moved = true;
        auto decoded = decode_server_message(encode_message(*message));
        if (!decoded) throw std::runtime_error(decoded.error().sentence);
        if (on_server_message && !on_server_message(*decoded)) return drop(), true;
        take(client_.receive(std::move(*decoded), now));
    }
    return moved;
}

bool TestServer::serve() {
    std::vector<HubInput> inputs = std::exchange(left_, {});
    for (auto& [number, connection] : connections_) {
        if (connection->dropped_) continue;
        while (auto request = connection->server_end_.next_request())
            inputs.push_back({.session = number, .request = std::move(*request)});
    }
    if (inputs.empty()) return false;
    for (HubOutput& output : hub_.process(std::move(inputs), wall)) {
        const auto found = connections_.find(output.session);
        if (found != connections_.end() && !found->second->dropped_)
            found->second->server_end_.answer(std::move(output.answer));
    }
    return true;
}

void TestServer::settle() {
    constexpr int rounds_max = 100'000;
    for (int round = 0; round < rounds_max; ++round) {
        bool moved = false;
        for (auto& [number, connection] : connections_) {
            connection->replica_->hand_over(connection->client_);
            moved = connection->move_to_server(now) || moved;
        }
        moved = serve() || moved;
        for (auto& [number, connection] : connections_)
            moved = connection->move_to_client(now) || moved;
        if (!moved) return;
    }
    throw std::runtime_error("the conversation does not come to rest");
}

}  // namespace cairn::test
