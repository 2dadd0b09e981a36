#include "client/radar/rules.h"

namespace cairn::radar {

void late_start(const Sight& sight, Findings& findings) {
    for (outline::Place place = 0; place < sight.outline.living().size(); ++place) {
        const outline::Item& item = sight.at(place);
        if (!is_work(item.kind) || !outline::is_open(item.cells) || has_begun(item)) continue;
        const auto latest = sight.latest_start(item.id);
        if (!latest || *latest >= sight.today || !is_leaf(sight.outline, place)) continue;
        const auto waiting = ends_of(sight.outline, place, plan::link::depends, true);
        if (waiting.empty()) continue;
        findings.push_back(
            {.code = "late-start",
             .item = item.id,
             .what =
                 with_kind(item) + " has not begun, and should have by " + plan::to_iso(*latest),
             .why = counted(static_cast<std::int64_t>(waiting.size()), "item") +
                    (waiting.size() == 1 ? " waits" : " wait") + " for it, first " +
                    quoted(sight.at(waiting.front().other)),
             .sure = Sure::likely,
             .since = latest,
             .help = sight.command("set", item.id, "started=today status=in-progress")});
    }
}

}  // namespace cairn::radar
