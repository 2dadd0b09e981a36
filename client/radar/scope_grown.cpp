#include "client/radar/rules.h"

namespace cairn::radar {
namespace {

// By the day it was taken on; the last in the outline where days are equal or unknown.
const outline::Item* newest_baseline(const Sight& sight) {
    const outline::Item* newest = nullptr;
    for (const outline::Item& item : sight.outline.living()) {
        if (item.kind != plan::kind::baseline) continue;
        if (newest == nullptr || outline::value_of(item.cells, plan::field::taken_on) >=
                                     outline::value_of(newest->cells, plan::field::taken_on))
            newest = &item;
    }
    return newest;
}

struct Scope {
    std::int64_t planned = 0;  // leaves of work that the baseline knows
    std::int64_t added = 0;
};

Scope scope_of(const Sight& sight, outline::Place program, const ItemId& baseline) {
    Scope scope;
    for (outline::Place place = program + 1; place < sight.at(program).end; ++place) {
        const outline::Item& item = sight.at(place);
        if (!is_work(item.kind) || !is_leaf(sight.outline, place)) continue;
        if (plan::phase_of(outline::state_of(item.cells)) == plan::Phase::abandoned) continue;
        bool is_planned = false;
        for (const outline::LinkEnd& end :
             ends_of(sight.outline, place, plan::link::baselined, false))
            is_planned = is_planned || end.link->to == baseline;
        ++(is_planned ? scope.planned : scope.added);
    }
    return scope;
}

}  // namespace

void scope_grown(const Sight& sight, Findings& findings) {
    const outline::Item* baseline = newest_baseline(sight);
    if (baseline == nullptr) return;
    for (outline::Place place = 0; place < sight.outline.living().size(); ++place) {
        const outline::Item& program = sight.at(place);
        if (program.kind != plan::kind::program || !outline::is_open(program.cells)) continue;
        const Scope scope = scope_of(sight, place, baseline->id);
        if (scope.planned == 0) continue;
        const std::int64_t percent = scope.added * 100 / scope.planned;
        if (percent <= sight.limits.scope_percent) continue;
        findings.push_back(
            {.code = "scope-grown",
             .item = program.id,
             .what = with_kind(program) + " has grown by " + std::to_string(percent) + " %",
             .why = counted(scope.added, "item") + " added to the " +
                    std::to_string(scope.planned) + " of baseline " + quoted(*baseline),
             .sure = Sure::certain,
             .since = outline::date_of(baseline->cells, plan::field::taken_on),
             .help = "cairn ls \"under:" + sight.handle(program.id) +
                     " -baselined:" + sight.handle(baseline->id) + "\""});
    }
}

}  // namespace cairn::radar
