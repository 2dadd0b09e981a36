#include "tests/bench/server/team.h"

#include <stdexcept>

#include "tests/support/sync/test_server.h"

namespace cairn::bench {

Team found_team(test::SmallWorkspace& workspace,
                server::LogStore& store,
                const ServerSecrets& secrets) {
    TicketSecret ticket;
    workspace.random.fill(ticket.writable());
    store.commit({server::AddTicket{.secret = ticket, .label = "bench", .made = {}}});
    const WorkspaceId id = workspace.view.workspace();
    const DeviceSecrets& founder = workspace.founder.device;
    test::TestReplica laptop(founder, id, 1);
    laptop.adopt(workspace.records);
    test::TestServer server(store, secrets);
    const test::TestConnection connection(server, laptop, test::with_ticket(ticket, id));
    server.settle();
    const auto known = store.load(id);
    if (!known || known->roster.size() != workspace.records.size())
        throw std::runtime_error("the server did not take the roster");
    return {.id = id, .view = workspace.view, .records = known->roster, .devices = {founder}};
}

Team make_team(std::uint64_t seed,
               std::size_t people,
               server::LogStore& store,
               const ServerSecrets& secrets) {
    test::SmallWorkspace workspace(seed);
    std::vector<DeviceSecrets> others;
    if (people > 1) {
        const auto uses = static_cast<std::uint16_t>(people - 1);
        const InviteSecret invite = workspace.open_invite({.role_cap = Role::editor, .uses = uses});
        while (others.size() + 1 < people) others.push_back(workspace.use_invite(invite).device);
    }
    Team team = found_team(workspace, store, secrets);
    for (DeviceSecrets& device : others) team.devices.push_back(std::move(device));
    return team;
}

}  // namespace cairn::bench
