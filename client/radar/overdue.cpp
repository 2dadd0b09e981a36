#include "client/radar/rules.h"

namespace cairn::radar {

void overdue(const Sight& sight, Findings& findings) {
    for (outline::Place place = 0; place < sight.outline.living().size(); ++place) {
        const outline::Item& item = sight.at(place);
        const bool is_stuck = item.kind == plan::kind::issue || item.kind == plan::kind::blocker ||
                              item.kind == plan::kind::decision;
        if (!is_work(item.kind) && !is_stuck) continue;
        const auto date = outline::date_of_item(item.cells);
        if (!date || *date >= sight.today || !outline::is_open(item.cells)) continue;
        if (is_work(item.kind) && !is_leaf(sight.outline, place)) continue;
        const auto waiting = ends_of(sight.outline, place, plan::link::depends, true).size();
        findings.push_back(
            {.code = "overdue",
             .item = item.id,
             .what = with_kind(item) + " should have ended " + when(*date, sight.today),
             .why = waiting == 0 ? "it is still open"
                                 : "it is still open, and " +
                                       counted(static_cast<std::int64_t>(waiting), "item") +
                                       (waiting == 1 ? " waits for it" : " wait for it"),
             .sure = Sure::certain,
             .since = date,
             .help = sight.command("set", item.id, "status=done")});
    }
}

}  // namespace cairn::radar
