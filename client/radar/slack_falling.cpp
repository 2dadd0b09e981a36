#include "client/radar/rules.h"

namespace cairn::radar {

void slack_falling(const Sight& sight, Findings& findings) {
    for (const outline::Item& item : sight.outline.living()) {
        if (item.kind != plan::kind::milestone || !outline::is_open(item.cells)) continue;
        const auto now = sight.slack_days(sight.schedule, item.id);
        const auto before = sight.slack_days(sight.schedule_before, item.id);
        if (!now || !before || *now >= *before || *now >= sight.limits.tight_slack_days) continue;
        findings.push_back({.code = "slack-falling",
                            .item = item.id,
                            .what = with_kind(item) + " has " + days(*now) + " of slack left, " +
                                    days(*before - *now) + " less than a week ago",
                            .why = "its slack was " + days(*before) + " " +
                                   days(sight.limits.look_back_days) + " ago",
                            .sure = Sure::certain,
                            .since = plan::Date{sight.today.days - sight.limits.look_back_days},
                            .help = sight.command("why", item.id)});
    }
}

}  // namespace cairn::radar
