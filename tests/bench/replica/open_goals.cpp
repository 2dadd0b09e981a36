// Opening a file and listing all of it, whatever happened to it before.
#include <memory>

#include "tests/bench/goals/goal.h"
#include "tests/bench/plan/plan.h"
#include "tests/bench/replica/replica_goals.h"

namespace cairn::bench {
namespace {

constexpr int rounds = 15;

// A plan with so many edits behind it, closed.
class PlanOnDisk {
public:
    explicit PlanOnDisk(std::size_t history) : workspace_(5), plan_(5) {
        test::Laptop laptop(workspace_, workspace_.founder, plan_schema(), path());
        RawTable raw(raw_path());
        laptop.replica.database().execute("PRAGMA synchronous=OFF");
        plan_.import_into(laptop);
        raw.upsert(plan_.as_raw());
        constexpr std::size_t step = 1'000;
        for (std::size_t written = 0; written < history; written += step) {
            const std::vector<RawEdit> edits = plan_.random_edits(step);
            plan_.write(laptop, edits, step);
            raw.upsert(edits);
        }
        laptop.seal();
    }

    // What `cairn ls` asks: the roster, where things stand, and every item with its fields.
    double list() {
        replica::ReplicaOptions options;
        options.path = path();
        options.device = workspace_.founder.id();
        options.schema = &plan_schema();
        std::size_t items = 0;
        std::size_t bytes = 0;
        const double taken = seconds_of([&] {
            auto opened = replica::Replica::open(options, workspace_.random);
            bytes += opened.roster().members().size() + opened.read().counts().conflicts;
            opened.read().each_item(
                [&](const replica::ItemPlace&, std::span<const replica::CellView> cells) {
                    for (const replica::CellView& cell : cells) bytes += cell.value.size();
                    ++items;
                });
        });
        if (items != plan_items || bytes == 0) throw std::runtime_error("not every item is listed");
        return taken;
    }
    double scan_raw() {
        std::size_t bytes = 0;
        const double taken = seconds_of([&] { bytes = RawTable(raw_path()).scan(); });
        if (bytes == 0) throw std::runtime_error("the table is empty");
        return taken;
    }

private:
    [[nodiscard]] std::string path() const { return folder_.file("plan.cairn"); }
    [[nodiscard]] std::string raw_path() const { return folder_.file("raw.db"); }

    test::TemporaryFolder folder_;
    test::SmallWorkspace workspace_;
    Plan plan_;
};

}  // namespace

void open_goals(const IsWanted& wanted) {
    const bool beside_raw = wanted("open_and_list");
    const bool after_history = wanted("open_after_1000000_edits");
    if (!beside_raw && !after_history) return;
    PlanOnDisk young(10'000);
    if (beside_raw)
        print(time_line("open_and_list",
                        take_turns(
                            rounds, [&] { return young.list(); }, [&] { return young.scan_raw(); }),
                        {Wanted::at_most, 3}));
    if (!after_history) return;
    PlanOnDisk old(1'000'000);
    // A tenth for the machine: what does not depend on history is not slower by more.
    print(time_line("open_after_1000000_edits",
                    take_turns(
                        rounds, [&] { return old.list(); }, [&] { return young.list(); }),
                    {Wanted::at_most, 1.1}));
}

}  // namespace cairn::bench
