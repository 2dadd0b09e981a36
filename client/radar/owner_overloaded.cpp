#include "client/radar/rules.h"

namespace cairn::radar {
namespace {

constexpr std::int64_t full_time = 100;

// Leaves of work and other things to do, ending soon or late.
std::unordered_map<ItemId, int> due_by_owner(const Sight& sight) {
    std::unordered_map<ItemId, int> due;
    for (outline::Place place = 0; place < sight.outline.living().size(); ++place) {
        const outline::Item& item = sight.at(place);
        if (!outline::is_open(item.cells)) continue;
        const auto owner = outline::item_of(item.cells, plan::field::owner);
        if (!owner || !sight.is_soon(sight.finish(item))) continue;
        if (!is_work(item.kind) || is_leaf(sight.outline, place)) ++due[*owner];
    }
    return due;
}

}  // namespace

void owner_overloaded(const Sight& sight, Findings& findings) {
    const std::unordered_map<ItemId, int> due = due_by_owner(sight);
    for (const outline::Item& person : sight.outline.living()) {
        const auto found = due.find(person.id);
        if (found == due.end() || person.kind != plan::kind::person) continue;
        const std::int64_t percent =
            outline::integer_of(person.cells, plan::field::capacity).value_or(full_time);
        const std::int64_t limit = sight.limits.open_items_per_person * percent / full_time;
        if (found->second <= limit) continue;
        findings.push_back(
            {.code = "owner-overloaded",
             .item = person.id,
             .what = quoted(person) + " answers for " + counted(found->second, "open item") +
                     " due within " + days(sight.limits.look_ahead_days),
             .why = "more than " + std::to_string(limit) + " at " + std::to_string(percent) +
                    " % of full time",
             .sure = Sure::possible,
             .since = {},
             .help = "cairn ls \"is:open owner:" + sight.handle(person.id) + " due<+" +
                     std::to_string(sight.limits.look_ahead_days) + "d\" --sort due"});
    }
}

}  // namespace cairn::radar
