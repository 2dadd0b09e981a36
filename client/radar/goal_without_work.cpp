#include "client/merge/schema.h"
#include "client/radar/rules.h"

namespace cairn::radar {

void goal_without_work(const Sight& sight, Findings& findings) {
    for (outline::Place place = 0; place < sight.outline.living().size(); ++place) {
        const outline::Item& item = sight.at(place);
        if (item.kind != plan::kind::goal || !outline::is_open(item.cells)) continue;
        if (!ends_of(sight.outline, place, plan::link::serves, true).empty()) continue;
        findings.push_back({.code = "goal-without-work",
                            .item = item.id,
                            .what = with_kind(item) + " has no work that serves it",
                            .why = "nothing is linked to it",
                            .sure = Sure::certain,
                            .since = sight.written_on(item.id, merge::field_place),
                            .help = "cairn link WORK serves " + sight.handle(item.id)});
    }
}

}  // namespace cairn::radar
