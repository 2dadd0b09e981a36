#include "client/radar/rules.h"

namespace cairn::radar {

void coe_action_overdue(const Sight& sight, Findings& findings) {
    for (outline::Place place = 0; place < sight.outline.living().size(); ++place) {
        const outline::Item& item = sight.at(place);
        if (item.kind != plan::kind::coe_action || !outline::is_open(item.cells)) continue;
        const auto date = outline::date_of(item.cells, plan::field::due);
        if (!date || *date >= sight.today) continue;
        const outline::Place coe = sight.outline.above(place, plan::kind::coe);
        findings.push_back(
            {.code = "coe-action-overdue",
             .item = item.id,
             .what = "action " + quoted(item) + " was due " + when(*date, sight.today),
             .why = coe == outline::no_place
                        ? "it is still open"
                        : "what went wrong in " + quoted(sight.at(coe)) + " may happen again",
             .sure = Sure::certain,
             .since = date,
             .help = sight.command("set", item.id, "status=done")});
    }
}

}  // namespace cairn::radar
