#pragma once
// An office for tests of conversations: a workspace with an owner, a server that knows it, laptops.
#include <memory>

#include "server/store/memory_store.h"
#include "tests/support/small_workspace.h"
#include "tests/support/sync/test_server.h"

namespace cairn::test {

inline ServerSecrets make_server_secrets(std::uint64_t seed) {
    SeededRandom random(seed);
    return ServerSecrets::make(random);
}

struct Office {
    SmallWorkspace plan{1};
    ServerSecrets secrets = make_server_secrets(2);
    server::MemoryStore store{SeededRandom(3).make<Incarnation>()};
    server::HubLimits limits;
    std::unique_ptr<TestServer> server = std::make_unique<TestServer>(store, secrets, limits);
    TicketSecret ticket{std::array<std::uint8_t, 16>{7}};

    Office() { store.commit({server::AddTicket{.secret = ticket, .label = "t", .made = {}}}); }

    [[nodiscard]] WorkspaceId id() const { return plan.view.workspace(); }
    // A laptop with all records of the plan, receipted if the server has them, and nothing else.
    std::unique_ptr<TestReplica> laptop(const DeviceSecrets& device, std::uint64_t seed) {
        auto replica = std::make_unique<TestReplica>(device, id(), seed);
        const auto known = store.load(id());
        if (known)
            replica->adopt(known->roster);
        else
            replica->adopt(plan.records);
        return replica;
    }
    std::unique_ptr<TestConnection> connect(TestReplica& replica, const Prover& prover) {
        return std::make_unique<TestConnection>(*server, replica, prover);
    }
    std::unique_ptr<TestConnection> connect(TestReplica& replica) {
        return connect(replica, as_device(replica.device(), id()));
    }
    // One whole connection: until nothing moves, then closed.
    std::optional<SyncFailure> sync(TestReplica& replica) {
        auto connection = connect(replica);
        server->settle();
        return connection->failure();
    }
    // The maker's laptop brings the workspace to the server with the ticket.
    std::unique_ptr<TestReplica> found() {
        auto owner = laptop(plan.founder.device, 10);
        auto connection = connect(*owner, with_ticket(ticket, id()));
        server->settle();
        return owner;
    }
    // The server starts again over the store as it is now.
    void restart() { server = std::make_unique<TestServer>(store, secrets, limits); }
};

}  // namespace cairn::test
