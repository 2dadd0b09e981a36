// What was promised about reports: the weekly one of a program of 10,000 items, from the file to
// the page, with what 2,000 edits of the week came to.
#include "client/engine/change_builder.h"
#include "client/engine/moment.h"
#include "client/plan/catalog.h"
#include "client/plan/civil.h"
#include "client/report/gather.h"
#include "client/report/report.h"
#include "shared/base/contract.h"
#include "shared/base/random.h"
#include "tests/bench/goals/goal.h"
#include "tests/support/temporary_folder.h"

namespace cairn {
namespace {

using merge::Value;

constexpr std::size_t items_max = 10'000;
constexpr std::size_t links_max = 15'000;
constexpr std::size_t edits_of_week = 2'000;
constexpr std::size_t edits_a_change = 1'000;
constexpr int rounds = 5;
constexpr std::int64_t begin_ms = 1'800'000'000'000;  // 2027-01-15
constexpr std::int64_t day_ms = 86'400'000;

std::string iso(std::uint64_t days) {
    return plan::to_iso(
        *plan::add_days(*plan::make_date({2027, 1, 15}), static_cast<std::int64_t>(days) - 60));
}

Value status(plan::ChoiceNumber state) {
    return *Value::composite({Value::choice(state), Value()});
}

// One program of initiatives of milestones, deliverables, tasks, risks and decisions, as people
// fill them in.
class Plan {
public:
    Plan() : device_(DeviceSecrets::make(random_)) {
        auto made = engine::Workspace::make({folder_.file("plan.cairn"), {}},
                                            std::move(device_),
                                            "Lead",
                                            random_,
                                            {begin_ms - 30 * day_ms});
        CAIRN_ASSERT(made);
        workspace_.emplace(std::move(*made));
        now_ms_ = begin_ms - 20 * day_ms;
        make_items();
        make_links();
        now_ms_ = begin_ms;
        edit();
    }

    // As `cairn report weekly --format html` does it.
    std::size_t weekly() {
        engine::Workspace& workspace = *workspace_;
        const WallTime now{begin_ms + day_ms};
        auto since = engine::find_moment(workspace, "-7d", engine::DayMeans::start, now);
        CAIRN_ASSERT(since);
        const auto evidence = report::gather(
            workspace,
            {engine::present_moment(workspace, now), std::move(*since), "2027-01-09", {}});
        CAIRN_ASSERT(evidence);
        return report::to_html(report::write(report::Kind::weekly, *evidence)).size();
    }

private:
    void make_items() {
        const auto keys = *merge::keys_between(std::nullopt, std::nullopt, items_max);
        const ItemId program = add(plan::kind::program, merge::root_item(), keys[0]);
        ItemId initiative;
        ItemId milestone;
        for (std::size_t i = 1; i < items_max; ++i) {
            if (i % 400 == 1)
                initiative = add(plan::kind::initiative, program, keys[i]);
            else if (i % 20 == 2)
                milestone = add(plan::kind::milestone, initiative, keys[i]);
            else if (i % 50 == 7)
                add(plan::kind::risk, program, keys[i]);
            else if (i % 200 == 9)
                add(plan::kind::decision, program, keys[i]);
            else
                tasks_.push_back(add(plan::kind::task, i < 3 ? initiative : milestone, keys[i]));
        }
        commit();
    }

    void make_links() {
        for (std::size_t i = 0; i < links_max; ++i) {
            const std::size_t from = random_.below(tasks_.size() - 100);
            change().link(
                tasks_[from + 1 + random_.below(90)], plan::link::depends, tasks_[from], true);
            if (change_->edits().size() >= edits_a_change) commit();
        }
        commit();
    }

    void edit() {
        for (std::size_t i = 0; i < edits_of_week; ++i) {
            const ItemId& task = tasks_[random_.below(tasks_.size())];
            if (i % 3 == 0)
                change().write(task, plan::field::status, status(plan::state::done));
            else
                change().write(task, plan::field::due, *Value::date(iso(random_.below(200))));
            if (i % 10 == 9) commit();
        }
        commit();
    }

    ItemId add(plan::KindNumber kind, const ItemId& parent, const merge::OrderKey& key) {
        const ItemId item = random_.make<ItemId>();
        engine::ChangeBuilder& made = change();
        made.place(item, kind, parent, key);
        made.write(item, plan::field::title, *Value::text("A title of five words here"));
        made.write(item,
                   plan::field::status,
                   status(random_.below(3) == 0 ? plan::state::done : plan::state::planned));
        made.write(item, plan::field::due, *Value::date(iso(random_.below(200))));
        if (kind == plan::kind::task)
            made.write(item,
                       plan::field::estimate,
                       *Value::composite({Value::integer(1440), Value::choice(plan::unit::days)}));
        if (kind == plan::kind::risk) {
            made.write(item, plan::field::impact, Value::integer(4));
            made.write(item, plan::field::probability, Value::integer(3));
        }
        if (made.edits().size() >= edits_a_change) commit();
        return item;
    }

    engine::ChangeBuilder& change() {
        if (!change_) change_.emplace(*workspace_);
        return *change_;
    }
    void commit() {
        if (!change_ || change_->empty()) return;
        CAIRN_ASSERT(change_->commit({now_ms_ += 1000}));
        change_.reset();
    }

    test::TemporaryFolder folder_;
    SeededRandom random_{17};
    DeviceSecrets device_;
    std::optional<engine::Workspace> workspace_;
    std::optional<engine::ChangeBuilder> change_;
    std::vector<ItemId> tasks_;
    std::int64_t now_ms_ = 0;
};

}  // namespace
}  // namespace cairn

int main(int argument_count, char** arguments) {
    using namespace cairn;
    const std::string workload = "weekly_report_10000_items";
    if (!bench::is_wanted(argument_count, arguments, workload)) return 0;
    Plan plan;
    std::vector<double> times;
    std::size_t bytes = 0;
    for (int round = 0; round < rounds; ++round)
        times.push_back(bench::seconds_of([&] { bytes = plan.weekly(); }) * 1000);
    bench::print({.workload = workload,
                  .unit = "ms",
                  .value = bench::median(times),
                  .baseline = {},
                  .ratio = {},
                  .goal = bench::Goal{bench::Wanted::at_most, 300, false},
                  .more = {{"rounds", rounds}, {"page_bytes", static_cast<double>(bytes)}}});
}
