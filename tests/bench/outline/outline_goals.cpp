// What was promised about looking at a plan in memory: filters and the radar.
#include <functional>
#include <string>

#include "client/filter/filter.h"
#include "client/merge/schema.h"
#include "client/merge/value.h"
#include "client/radar/radar.h"
#include "client/schedule/outline_catalog.h"
#include "shared/base/contract.h"
#include "shared/base/random.h"
#include "tests/bench/goals/goal.h"

namespace cairn {
namespace {

using merge::Value;

constexpr int rounds = 9;
constexpr std::size_t people = 500;
constexpr std::size_t teams = 300;
const plan::Date today = *plan::make_date({2027, 1, 15});

std::string iso(std::uint64_t days) {
    return plan::to_iso(*plan::add_days(today, static_cast<std::int64_t>(days) - 60));
}

std::string status(plan::ChoiceNumber state) {
    return Value::composite({Value::choice(state), Value()})->canonical();
}

// A length, as the catalog holds it: three days of work.
std::string three_days() {
    return Value::composite({Value::integer(3 * 480), Value::choice(plan::unit::days)})
        ->canonical();
}

class PlanMaker {
public:
    // Programs of 20 milestones of 20 tasks; 1.5 links an item, from earlier to later rows near by.
    outline::Outline make(std::size_t items) {
        for (std::size_t i = 0; i < people; ++i) add(plan::kind::person, merge::root_item());
        for (std::size_t i = 0; i < teams; ++i) add(plan::kind::team, merge::root_item());
        const std::size_t first = rows_.size();
        ItemId program;
        ItemId milestone;
        for (std::size_t i = 0; rows_.size() < items; ++i) {
            if (i % 420 == 0)
                program = add(plan::kind::program, merge::root_item());
            else if (i % 21 == 0)
                milestone = add(plan::kind::milestone, program);
            else if (i % 40 == 7)
                add(plan::kind::risk, program);
            else
                add(plan::kind::task, i < 21 ? program : milestone);
            fill(rows_.back());
        }
        std::vector<outline::Link> links;
        while (links.size() < items * 3 / 2) {
            const std::size_t from = first + random_.below(items - first - 200);
            const outline::Row& successor = rows_[from + 1 + random_.below(150)];
            if (rows_[from].kind != plan::kind::task || successor.kind != plan::kind::task)
                continue;
            links.push_back({random_.make<ItemId>(),
                             successor.id,
                             plan::link::depends,
                             rows_[from].id,
                             {{plan::field::promised, {}, "d" + iso(random_.below(200))}}});
        }
        return {std::move(rows_), std::move(links)};
    }

private:
    ItemId add(plan::KindNumber kind, const ItemId& parent) {
        outline::Row row;
        row.id = random_.make<ItemId>();
        row.kind = kind;
        row.parent = parent;
        row.cells.push_back({plan::field::title, {}, "tA title of five words here"});
        rows_.push_back(std::move(row));
        return rows_.back().id;
    }

    void fill(outline::Row& row) {
        const auto set = [&](plan::FieldNumber field, std::string value) {
            row.cells.push_back({field, {}, std::move(value)});
        };
        set(plan::field::notes, "tNotes of twelve words that say what has to be done here and why");
        set(plan::field::owner, Value::item(rows_[random_.below(people)].id).canonical());
        set(plan::field::status,
            status(random_.below(3) == 0 ? plan::state::done : plan::state::planned));
        set(plan::field::health,
            Value::choice(static_cast<std::uint32_t>(1 + random_.below(3))).canonical());
        row.cells.push_back(
            {plan::field::labels, random_.below(4) == 0 ? "tlater" : "tsoon", "b1"});
        set(plan::field::team, Value::item(rows_[people + random_.below(teams)].id).canonical());
        if (row.kind == plan::kind::risk) set(plan::field::impact, "i4");
        if (row.kind == plan::kind::task) set(plan::field::estimate, three_days());
        set(plan::field::due, "d" + iso(random_.below(200)));
    }

    SeededRandom random_{17};
    std::vector<outline::Row> rows_;
};

void tell(const std::string& workload, const std::function<void()>& work, double at_most_ms) {
    std::vector<double> times;
    for (int round = 0; round < rounds; ++round) times.push_back(bench::seconds_of(work) * 1000);
    bench::print({.workload = workload,
                  .unit = "ms",
                  .value = bench::median(times),
                  .baseline = {},
                  .ratio = {},
                  .goal = bench::Goal{bench::Wanted::at_most, at_most_ms, false},
                  .more = {{"rounds", rounds}}});
}

// Understanding the filter is part of it.
void ask(const outline::Outline& outline, const std::string& typed) {
    const filter::Vocabulary words{
        {.today = today,
         .units = {},
         .find_item = [&](std::string_view) { return std::optional(outline.at(3).id); },
         .name_item = {}},
        {}};
    const auto filter = filter::Filter::parse(typed, words);
    CAIRN_ASSERT(filter);
    std::size_t taken = 0;
    for (outline::Place place = 0; place < outline.living().size(); ++place)
        if (filter->matches(outline, place)) ++taken;
    CAIRN_ASSERT(taken > 0 && taken < outline.living().size());
}

void filters(const std::function<bool(const std::string&)>& wanted) {
    const std::string names[] = {"filter_50000_items", "filter_50000_items_by_words"};
    if (!wanted(names[0]) && !wanted(names[1])) return;
    const outline::Outline outline = PlanMaker().make(50'000);
    if (wanted(names[0]))
        tell(
            names[0],
            [&] { ask(outline, "kind:risk,task owner:me due<+8w health:red,green -label:later"); },
            30);
    if (wanted(names[1]))
        tell(
            names[1],
            [&] { ask(outline, "is:open due<+2w (twelve or nothing) -\"no such\""); },
            30);
}

void radars(const std::function<bool(const std::string&)>& wanted) {
    if (!wanted("radar_10000_items")) return;
    const outline::Outline outline = PlanMaker().make(10'000);
    const schedule::CatalogPlan input =
        schedule::read_catalog(schedule::catalog_of(outline), today);
    const schedule::Schedule schedule(input.plan);
    radar::Sight sight{.outline = outline, .today = today};
    sight.units = input.units;
    sight.schedule = &schedule;
    sight.schedule_before = &schedule;
    sight.handle = [](const ItemId& item) { return to_base32(item.view()).substr(0, 4); };
    tell(
        "radar_10000_items", [&] { CAIRN_ASSERT(!radar::look(sight).findings.empty()); }, 100);
}

}  // namespace
}  // namespace cairn

int main(int argument_count, char** arguments) {
    const auto wanted = [&](const std::string& workload) {
        return cairn::bench::is_wanted(argument_count, arguments, workload);
    };
    cairn::filters(wanted);
    cairn::radars(wanted);
}
