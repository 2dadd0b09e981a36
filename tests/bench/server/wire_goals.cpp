// What a backlog weighs on the wire, everything included.
#include <memory>
#include <stdexcept>

#include "tests/bench/goals/goal.h"
#include "tests/bench/plan/plan.h"
#include "tests/bench/server/desk.h"
#include "tests/bench/server/server_goals.h"

namespace cairn::bench {
namespace {

constexpr std::size_t edits = 10'000;

std::size_t talk_until(Desk& desk,
                       Network& network,
                       const ServerProcess& server,
                       const ServerSecrets& pinned,
                       const std::function<bool()>& done) {
    const std::size_t before = desk.wire_bytes();
    desk.connect(network, server, pinned);
    network.run_until([&] { return desk.live() && done(); });
    desk.leave();
    network.run_until([&] { return desk.gone(); });
    return desk.wire_bytes() - before;
}

}  // namespace

// Ann edits offline; then a connection of hers with the handshake, all it says and all it hears,
// and one of Ben's, who has the plan. The dearer of the two counts.
void wire_goals(const IsWanted& wanted) {
    if (!wanted("wire_bytes_of_backlog")) return;
    test::SmallWorkspace workspace(7);
    const test::Person ben = workspace.join(Role::editor);
    ServerFolder folder;
    Team team = found_team(workspace, *folder.open_store(), folder.secrets());
    team.devices.push_back(ben.device);
    const ServerProcess server(folder);
    Network network;
    Plan plan(7);
    test::Laptop laptop(workspace, workspace.founder, plan_schema());
    Desk ann(team, team.devices[0], 1);
    Desk reader(team, team.devices[1], 2);
    std::size_t sent = 0;
    std::size_t envelopes = 0;
    const auto send_what_is_new = [&] {
        laptop.seal();
        auto fresh = laptop.replica.lacking(ann.frontier(), SIZE_MAX);
        envelopes = fresh.size();
        sent += envelopes;
        ann.take(std::move(fresh));
        ann.send();
        // What came back is her own, by hash only: with it the cursor is beyond all of it.
        const auto accepted = [&] { return ann.accepted() == sent && ann.position() == sent; };
        return talk_until(ann, network, server, folder.secrets(), accepted);
    };
    const auto fetch_what_is_new = [&] {
        const auto arrived = [&] { return reader.received() == sent; };
        return talk_until(reader, network, server, folder.secrets(), arrived);
    };
    plan.import_into(laptop);
    static_cast<void>(send_what_is_new());
    static_cast<void>(fetch_what_is_new());
    plan.write(laptop, plan.random_edits(edits), 1);
    const auto up = static_cast<double>(send_what_is_new());
    const auto down = static_cast<double>(fetch_what_is_new());
    print(
        {.workload = "wire_bytes_of_backlog",
         .unit = "bytes/edit",
         .value = std::max(up, down) / edits,
         .baseline = {},
         .ratio = {},
         .goal = Goal{Wanted::at_most, 30, false},
         .more = {{"sent", up}, {"fetched", down}, {"envelopes", static_cast<double>(envelopes)}}});
}

}  // namespace cairn::bench
