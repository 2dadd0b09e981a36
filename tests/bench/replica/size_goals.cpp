// Bytes on disk, and what a backlog weighs before it travels (the whole journey:
// tests/bench/server).
#include "tests/bench/goals/goal.h"
#include "tests/bench/plan/plan.h"
#include "tests/bench/replica/replica_goals.h"

namespace cairn::bench {
namespace {

std::int64_t file_bytes(test::Laptop& laptop) {
    laptop.replica.database().execute("PRAGMA wal_checkpoint(TRUNCATE)");
    return laptop.replica.database().integer(
        "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size");
}

// After the import and 100,000 edits, each a change of its own, sealed in ten sittings.
void disk_goal() {
    const test::TemporaryFolder folder;
    test::SmallWorkspace workspace(4);
    Plan plan(4);
    test::Laptop laptop(workspace, workspace.founder, plan_schema(), folder.file("plan.cairn"));
    RawTable raw(folder.file("raw.db"));
    laptop.replica.database().execute("PRAGMA synchronous=OFF");
    plan.import_into(laptop);
    raw.upsert(plan.as_raw());
    for (int sitting = 0; sitting < 10; ++sitting) {
        const std::vector<RawEdit> edits = plan.random_edits(10'000);
        plan.write(laptop, edits, 1);
        raw.upsert(edits);
        laptop.seal();
    }
    const auto ours = static_cast<double>(file_bytes(laptop));
    const auto baseline = static_cast<double>(raw.file_bytes());
    print({.workload = "bytes_on_disk",
           .unit = "bytes",
           .value = ours,
           .baseline = baseline,
           .ratio = ours / baseline,
           .goal = Goal{Wanted::at_most, 3},
           .more = {}});
}

// Envelopes of 10,000 single edits made offline.
void envelope_goal() {
    constexpr std::size_t edits = 10'000;
    test::SmallWorkspace workspace(7);
    Plan plan(7);
    test::Laptop laptop(workspace, workspace.founder, plan_schema());
    plan.import_into(laptop);
    laptop.seal();
    const Frontier before = laptop.replica.frontier();
    plan.write(laptop, plan.random_edits(edits), 1);
    laptop.seal();
    double bytes = 0;
    double envelopes = 0;
    for (const Envelope& envelope : laptop.replica.lacking(before, SIZE_MAX)) {
        bytes += static_cast<double>(envelope.bytes().size());
        ++envelopes;
    }
    print({.workload = "sealed_bytes_of_backlog",
           .unit = "bytes/edit",
           .value = bytes / edits,
           .baseline = {},
           .ratio = {},
           .goal = Goal{Wanted::at_most, 30, false},
           .more = {{"envelopes", envelopes}}});
}

}  // namespace

void size_goals(const IsWanted& wanted) {
    if (wanted("sealed_bytes_of_backlog")) envelope_goal();
    if (wanted("bytes_on_disk")) disk_goal();
}

}  // namespace cairn::bench
