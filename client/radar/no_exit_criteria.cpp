#include "client/merge/schema.h"
#include "client/radar/rules.h"

namespace cairn::radar {

void no_exit_criteria(const Sight& sight, Findings& findings) {
    for (const outline::Item& item : sight.outline.living()) {
        if (item.kind != plan::kind::milestone || !outline::is_open(item.cells)) continue;
        if (!outline::value_of(item.cells, plan::field::exit_criteria).empty()) continue;
        const auto date = sight.finish(item);
        findings.push_back(
            {.code = "no-exit-criteria",
             .item = item.id,
             .what = with_kind(item) + " does not say what must be true to reach it",
             .why = date ? "planned " + when(*date, sight.today) + ", without exit criteria"
                         : "it has no exit criteria",
             .sure = Sure::certain,
             .since = sight.written_on(item.id, merge::field_place),
             .help = sight.command("set", item.id, "exit=\"...\"")});
    }
}

}  // namespace cairn::radar
