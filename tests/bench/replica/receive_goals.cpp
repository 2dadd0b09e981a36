// What arrives from somebody else: verified, opened, merged and stored.
#include <filesystem>
#include <memory>

#include "tests/bench/goals/goal.h"
#include "tests/bench/plan/plan.h"
#include "tests/bench/replica/replica_goals.h"

namespace cairn::bench {
namespace {

constexpr std::size_t edits = 20'000;
constexpr int rounds = 7;

class Receiving {
public:
    explicit Receiving(std::size_t edits_per_change)
        : workspace_(3), ben_(workspace_.join(Role::editor)), plan_(3) {
        test::Laptop author(workspace_, workspace_.founder, plan_schema());
        plan_.import_into(author);
        author.seal();
        hold_the_plan(author);
        const Frontier before = author.replica.frontier();
        rows_ = plan_.random_edits(edits);
        plan_.write(author, rows_, edits_per_change);
        author.seal();
        for (const Envelope& envelope : author.replica.lacking(before, SIZE_MAX))
            page_.push_back({envelope, std::nullopt});
    }

    double ours() {
        copy("before.cairn", "now.cairn");
        replica::ReplicaOptions options;
        options.path = folder_.file("now.cairn");
        options.device = ben_.id();
        options.schema = &plan_schema();
        auto reader = replica::Replica::open(options, workspace_.random);
        test::RingOpener opener(ben_.keys);
        static_cast<void>(reader.roster());
        std::size_t arrived = 0;
        const double taken =
            seconds_of([&] { arrived = reader.receive(page_, std::nullopt, opener).edits; });
        if (arrived != edits) throw std::runtime_error("not every edit arrived");
        return taken;
    }

    double raw() {
        copy("before.db", "now.db");
        RawTable table(folder_.file("now.db"));
        return seconds_of([&] { table.upsert(rows_); });
    }

private:
    void hold_the_plan(test::Laptop& author) {
        test::Laptop reader(workspace_, ben_, plan_schema(), folder_.file("before.cairn"));
        reader.pull_from(author);
        reader.replica.database().execute("PRAGMA wal_checkpoint(TRUNCATE)");
        RawTable table(folder_.file("before.db"));
        table.upsert(plan_.as_raw());
        static_cast<void>(table.file_bytes());
    }
    void copy(const std::string& from, const std::string& to) {
        for (const char* tail : {"", "-wal", "-shm"})
            std::filesystem::remove(folder_.file(to) + tail);
        std::filesystem::copy_file(folder_.file(from), folder_.file(to));
    }

    test::TemporaryFolder folder_;
    test::SmallWorkspace workspace_;
    test::Person ben_;
    Plan plan_;
    std::vector<RawEdit> rows_;
    std::vector<replica::Arrival> page_;
};

}  // namespace

void receive_goals(const IsWanted& wanted) {
    for (const auto& [workload, size] :
         {std::pair("receive_20000_single_edits", std::size_t{1}),
          std::pair("receive_20000_in_changes_of_100", std::size_t{100})}) {
        if (!wanted(workload)) continue;
        Receiving receiving(size);
        const Turns turns = take_turns(
            rounds, [&] { return receiving.ours(); }, [&] { return receiving.raw(); });
        print(rate_line(workload, "edits/s", edits, turns, {Wanted::at_least, 1.0 / 2}));
    }
}

}  // namespace cairn::bench
