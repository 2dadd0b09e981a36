#include "client/merge/schema.h"
#include "client/radar/rules.h"

namespace cairn::radar {

void cycle(const Sight& sight, Findings& findings) {
    if (sight.schedule == nullptr) return;
    for (const schedule::Finding& found : sight.schedule->findings()) {
        if (found.code != schedule::Code::cycle) continue;
        std::string chain;
        for (const ItemId& id : found.chain) {
            const outline::Item* item = sight.outline.item(id);
            if (item != nullptr) chain += (chain.empty() ? "" : " -> ") + quoted(*item);
        }
        const outline::Link* link = nullptr;
        for (const outline::Link& each : sight.outline.links())
            if (each.id == found.link) link = &each;
        if (link == nullptr) continue;
        findings.push_back(
            {.code = "cycle",
             .item = link->from,
             .what =
                 with_kind(*sight.outline.item(link->from)) + " waits for itself, by way of others",
             .why = chain.empty() ? "its dependencies run in a circle" : chain,
             .sure = Sure::certain,
             .since = sight.written_on(link->id, merge::field_live),
             .help = sight.command("unlink", link->from, "depends " + sight.handle(link->to))});
    }
}

}  // namespace cairn::radar
