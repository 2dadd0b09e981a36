#include "client/radar/rules.h"

namespace cairn::radar {

void unanswered_ask(const Sight& sight, Findings& findings) {
    for (const outline::Link& link : sight.outline.links()) {
        if (link.type != plan::link::depends) continue;
        const auto asked = outline::date_of(link.cells, plan::field::asked);
        const outline::Item* successor = sight.outline.item(link.from);
        const outline::Item* predecessor = sight.outline.item(link.to);
        if (!asked || successor->is_trashed || predecessor->is_trashed) continue;
        if (!outline::value_of(link.cells, plan::field::promised).empty()) continue;
        if (!outline::is_open(predecessor->cells)) continue;
        const auto since = sight.written_on(link.id, plan::field::asked);
        const bool is_old = since && sight.today.days - since->days >= sight.limits.ask_days;
        if (!is_old && !sight.is_soon(asked)) continue;
        findings.push_back(
            {.code = "unanswered-ask",
             .item = link.from,
             .what = quoted(*successor) + " needs " + quoted(*predecessor) + " by " +
                     plan::to_iso(*asked) + ", and nobody has promised it",
             .why = since ? "asked " + when(*since, sight.today) + ", no date promised"
                          : "asked for, no date promised",
             .sure = Sure::certain,
             .since = since,
             .help = sight.command(
                 "link",
                 link.from,
                 "depends " + sight.handle(link.to) + " --set promised=" + plan::to_iso(*asked))});
    }
}

}  // namespace cairn::radar
