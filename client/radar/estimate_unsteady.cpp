#include "client/radar/rules.h"

namespace cairn::radar {

void estimate_unsteady(const Sight& sight, Findings& findings) {
    for (const outline::Item& item : sight.outline.living()) {
        const auto changes = sight.estimate_changes.find(item.id);
        if (changes == sight.estimate_changes.end() || !outline::is_open(item.cells)) continue;
        if (changes->second < sight.limits.estimate_changes) continue;
        findings.push_back(
            {.code = "estimate-unsteady",
             .item = item.id,
             .what = with_kind(item) + " was estimated anew " + counted(changes->second, "time"),
             .why = "what is not understood is estimated again and again",
             .sure = Sure::possible,
             .since = sight.written_on(item.id, plan::field::estimate),
             .help = sight.command("log", item.id, "estimate")});
    }
}

}  // namespace cairn::radar
