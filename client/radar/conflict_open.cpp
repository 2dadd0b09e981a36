#include "client/radar/rules.h"

namespace cairn::radar {

void conflict_open(const Sight& sight, Findings& findings) {
    for (const OpenConflict& conflict : sight.conflicts) {
        const std::int64_t age = std::int64_t{sight.today.days} - conflict.since.days;
        const outline::Item* item = sight.outline.item(conflict.item);
        if (age < sight.limits.conflict_days || item == nullptr || item->is_trashed) continue;
        findings.push_back({.code = "conflict-open",
                            .item = conflict.item,
                            .what = with_kind(*item) + " has had a conflict for " + days(age),
                            .why = conflict.field.empty()
                                       ? "nobody has decided it"
                                       : "nobody has decided which " + conflict.field + " holds",
                            .sure = Sure::certain,
                            .since = conflict.since,
                            .help = sight.command("conflicts", conflict.item)});
    }
}

}  // namespace cairn::radar
