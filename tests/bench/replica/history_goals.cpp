// The plan as it was, and what has changed since: with a million edits behind it.
#include <memory>
#include <vector>

#include "client/replica/differences.h"
#include "client/replica/past.h"
#include "tests/bench/goals/goal.h"
#include "tests/bench/plan/plan.h"
#include "tests/bench/replica/replica_goals.h"

namespace cairn::bench {
namespace {

constexpr std::size_t edits = 1'000'000;
constexpr std::size_t newest_edits = 2'000;
constexpr int rounds = 15;

// Closed and opened again; the newest edits are changes of their own.
class LongHistory {
public:
    LongHistory() {
        test::Laptop laptop(workspace_, workspace_.founder, plan_schema(), path());
        laptop.replica.database().execute("PRAGMA synchronous=OFF");
        Plan plan(6);
        plan.import_into(laptop);
        const std::size_t made_before = plan_items * (plan_fields + 1);
        write(plan, laptop, (edits - made_before) / 2);
        half_ = {laptop.clock_ms};
        write(plan, laptop, edits - made_before - newest_edits - (edits - made_before) / 2);
        before_newest_ = {laptop.clock_ms};
        plan.write(laptop, plan.random_edits(newest_edits), 1);
        laptop.seal();
    }

    // As `cairn diff --since`, titles and all.
    double diff() {
        replica::Replica opened = open();
        replica::Reader& reader = opened.read();
        std::size_t bytes = 0;
        const double taken = seconds_of([&] {
            const replica::Cut now = reader.everything();
            const replica::Differences all =
                replica::differences(reader, reader.stamped_up_to(before_newest_), now);
            replica::Past past(reader, now);
            for (const replica::ItemDifference& item : all.items)
                bytes += past.cells(item.item).size();
            bytes += all.items.size();
        });
        if (bytes < newest_edits / 2) throw std::runtime_error("the differences are not all there");
        return taken;
    }
    double show_all(bool at_half) {
        replica::Replica opened = open();
        replica::Reader& reader = opened.read();
        std::size_t items = 0;
        const double taken = seconds_of([&] {
            replica::Past past(reader, reader.stamped_up_to(at_half ? half_ : before_newest_));
            past.each_item([&](const auto&, const auto&) { ++items; });
        });
        if (items != plan_items) throw std::runtime_error("not every item is shown");
        return taken;
    }

private:
    [[nodiscard]] std::string path() const { return folder_.file("plan.cairn"); }
    static void write(Plan& plan, test::Laptop& laptop, std::size_t count) {
        constexpr std::size_t step = 1'000;
        for (std::size_t written = 0; written < count; written += step)
            plan.write(laptop, plan.random_edits(std::min(step, count - written)), step);
    }
    replica::Replica open() {
        replica::ReplicaOptions options;
        options.path = path();
        options.device = workspace_.founder.id();
        options.schema = &plan_schema();
        return replica::Replica::open(options, workspace_.random);
    }

    test::TemporaryFolder folder_;
    test::SmallWorkspace workspace_{6};
    WallTime half_;
    WallTime before_newest_;
};

double median_ms(const std::function<double()>& work) {
    std::vector<double> taken_ms;
    for (int round = 0; round < rounds; ++round) taken_ms.push_back(work() * 1000);
    return median(taken_ms);
}

}  // namespace

void history_goals(const IsWanted& wanted) {
    const bool diff = wanted("diff_since_2000_of_1000000_edits");
    const bool show = wanted("show_as_of_before_2000_of_1000000_edits");
    const bool show_half = wanted("show_as_of_half_of_1000000_edits");
    if (!diff && !show && !show_half) return;
    LongHistory history;
    if (diff)
        print({.workload = "diff_since_2000_of_1000000_edits",
               .unit = "ms",
               .value = median_ms([&] { return history.diff(); }),
               .baseline = {},
               .ratio = {},
               .goal = Goal{Wanted::at_most, 50, false},
               .more = {}});
    if (show)
        print({.workload = "show_as_of_before_2000_of_1000000_edits",
               .unit = "ms",
               .value = median_ms([&] { return history.show_all(false); }),
               .baseline = {},
               .ratio = {},
               .goal = Goal{Wanted::at_most, 300, false},
               .more = {}});
    if (show_half)
        print({.workload = "show_as_of_half_of_1000000_edits",
               .unit = "ms",
               .value = median_ms([&] { return history.show_all(true); }),
               .baseline = {},
               .ratio = {},
               .goal = Goal{Wanted::at_most, 300, false},
               .more = {}});
}

}  // namespace cairn::bench
