// Opening a workspace that many people have joined.
#include "tests/bench/goals/goal.h"
#include "tests/bench/plan/plan.h"
#include "tests/bench/replica/replica_goals.h"

namespace cairn::bench {
namespace {

constexpr int members = 300;

}  // namespace

// Beside replaying every record with all its signatures, as when it arrived.
void roster_goals(const IsWanted& wanted) {
    if (!wanted("open_with_300_members")) return;
    const test::TemporaryFolder folder;
    test::SmallWorkspace workspace(6);
    for (int i = 1; i < members; ++i) static_cast<void>(workspace.join(Role::editor));
    replica::ReplicaOptions options;
    options.path = folder.file("plan.cairn");
    options.device = workspace.founder.id();
    options.schema = &plan_schema();
    { const test::Laptop laptop(workspace, workspace.founder, plan_schema(), options.path); }
    const auto ours = [&] {
        return seconds_of([&] {
            auto opened = replica::Replica::open(options, workspace.random);
            if (opened.roster().members().size() != members)
                throw std::runtime_error("not every member is there");
        });
    };
    const auto baseline = [&] {
        return seconds_of([&] {
            RosterView view;
            for (const Bytes& record : workspace.records)
                if (!view.append(record)) throw std::runtime_error("a record is refused");
        });
    };
    Line line = time_line("open_with_300_members",
                          take_turns(9, ours, baseline),
                          {.wanted = Wanted::at_most, .bound = 100, .of_ratio = false});
    line.more.emplace_back("records", static_cast<double>(workspace.records.size()));
    print(line);
}

}  // namespace cairn::bench
