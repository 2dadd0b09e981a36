#include "client/radar/rules.h"

namespace cairn::radar {
namespace {

// What was asked for; else the day by which the successor must begin, or is to begin.
std::optional<plan::Date> needed_by(const Sight& sight,
                                    const outline::Link& link,
                                    const outline::Item& successor) {
    if (const auto asked = outline::date_of(link.cells, plan::field::asked)) return asked;
    if (const auto latest = sight.latest_start(successor.id)) return latest;
    return outline::start_of(successor.cells);
}

}  // namespace

void late_promise(const Sight& sight, Findings& findings) {
    for (const outline::Link& link : sight.outline.links()) {
        if (link.type != plan::link::depends) continue;
        const auto promised = outline::date_of(link.cells, plan::field::promised);
        const outline::Item* successor = sight.outline.item(link.from);
        const outline::Item* predecessor = sight.outline.item(link.to);
        if (!promised || successor->is_trashed || predecessor->is_trashed) continue;
        if (!outline::is_open(predecessor->cells) || !outline::is_open(successor->cells)) continue;
        const auto needed = needed_by(sight, link, *successor);
        if (!needed || *promised <= *needed) continue;
        findings.push_back({.code = "late-promise",
                            .item = link.from,
                            .what = quoted(*predecessor) + " is promised " +
                                    days(std::int64_t{promised->days} - needed->days) +
                                    " later than " + quoted(*successor) + " needs it",
                            .why = "promised for " + plan::to_iso(*promised) + ", needed by " +
                                   plan::to_iso(*needed),
                            .sure = outline::date_of(link.cells, plan::field::asked) ? Sure::certain
                                                                                     : Sure::likely,
                            .since = sight.written_on(link.id, plan::field::promised),
                            .help = sight.command("link",
                                                  link.from,
                                                  "depends " + sight.handle(link.to) +
                                                      " --set promised=" + plan::to_iso(*needed))});
    }
}

}  // namespace cairn::radar
