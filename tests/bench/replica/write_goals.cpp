// What one person writes: single edits, changes of many, an import.
#include <filesystem>
#include <memory>

#include "tests/bench/goals/goal.h"
#include "tests/bench/plan/plan.h"
#include "tests/bench/replica/replica_goals.h"

namespace cairn::bench {
namespace {

constexpr int rounds = 9;

// The plan in a workspace file, and in a plain table.
struct Files {
    Files() : workspace(1), plan(1), laptop(workspace, workspace.founder, plan_schema(), path()) {
        plan.import_into(laptop);
        raw.upsert(plan.as_raw());
    }
    [[nodiscard]] std::string path() const { return folder.file("plan.cairn"); }

    test::TemporaryFolder folder;
    test::SmallWorkspace workspace;
    Plan plan;
    test::Laptop laptop;
    RawTable raw{folder.file("raw.db")};
};

// Reading what is shown belongs to an edit: somebody saw what he replaces.
Turns edit_in_changes_of(Files& files, std::size_t size, std::size_t commits) {
    const std::size_t count = size * commits;
    const auto ours = [&] {
        const auto edits = files.plan.random_edits(count);
        return seconds_of([&] { files.plan.write(files.laptop, edits, size); });
    };
    const auto baseline = [&] {
        const auto edits = files.plan.random_edits(count);
        return seconds_of([&] {
            for (std::size_t i = 0; i < count; i += size) files.raw.upsert(&edits[i], size);
        });
    };
    return take_turns(rounds, ours, baseline);
}

double import_ours(std::uint64_t seed) {
    const test::TemporaryFolder folder;
    test::SmallWorkspace workspace(seed);
    Plan plan(seed);
    test::Laptop laptop(workspace, workspace.founder, plan_schema(), folder.file("plan.cairn"));
    const auto changes = plan.import_changes();
    return seconds_of([&] {
        for (const auto& change : changes) laptop.commit(change);
    });
}

double import_raw(std::uint64_t seed) {
    const test::TemporaryFolder folder;
    Plan plan(seed);
    RawTable raw(folder.file("raw.db"));
    const auto edits = plan.as_raw();
    return seconds_of([&] {
        for (std::size_t i = 0; i < edits.size(); i += import_edits_per_change)
            raw.upsert(&edits[i], std::min(import_edits_per_change, edits.size() - i));
    });
}

}  // namespace

void write_goals(const IsWanted& wanted) {
    const bool single = wanted("write_single_edits");
    const bool hundreds = wanted("write_changes_of_100");
    if (single || hundreds) {
        Files files;
        if (single)
            print(rate_line("write_single_edits",
                            "edits/s",
                            150,
                            edit_in_changes_of(files, 1, 150),
                            {Wanted::at_least, 1.0 / 2}));
        if (hundreds)
            print(rate_line("write_changes_of_100",
                            "edits/s",
                            5'000,
                            edit_in_changes_of(files, 100, 50),
                            {Wanted::at_least, 1.0 / 3}));
    }
    if (wanted("import_plan")) {
        const double edits = plan_items * (plan_fields + 1);
        const Turns turns = take_turns(
            5, [] { return import_ours(2); }, [] { return import_raw(2); });
        print(rate_line("import_plan", "edits/s", edits, turns, {Wanted::at_least, 1.0 / 3}));
    }
}

}  // namespace cairn::bench
