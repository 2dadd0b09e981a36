#include "client/radar/rules.h"

namespace cairn::radar {
namespace {

// The first open item below (or itself) that is past its date and critical.
outline::Place late_critical(const Sight& sight, outline::Place place) {
    for (outline::Place below = place; below < sight.at(place).end; ++below) {
        const outline::Item& item = sight.at(below);
        if (!is_work(item.kind) || !outline::is_open(item.cells)) continue;
        const auto date = outline::date_of_item(item.cells);
        if (date && *date < sight.today && sight.is_critical(item.id) &&
            is_leaf(sight.outline, below))
            return below;
    }
    return outline::no_place;
}

}  // namespace

void green_but_late(const Sight& sight, Findings& findings) {
    for (outline::Place place = 0; place < sight.outline.living().size(); ++place) {
        const outline::Item& item = sight.at(place);
        if (outline::choice_of(item.cells, plan::field::health) != plan::health::green) continue;
        if (!outline::is_open(item.cells)) continue;
        const outline::Place late = late_critical(sight, place);
        if (late == outline::no_place) continue;
        const auto date = outline::date_of_item(sight.at(late).cells);
        findings.push_back({.code = "green-but-late",
                            .item = item.id,
                            .what = with_kind(item) + " is green, and " + quoted(sight.at(late)) +
                                    (late == place ? "" : " below it") + " is late and critical",
                            .why = "open, " +
                                   (date ? "due " + when(*date, sight.today) : "out of time") +
                                   ", without slack",
                            .sure = Sure::likely,
                            .since = date,
                            .help = sight.command("set", item.id, "health=yellow")});
    }
}

}  // namespace cairn::radar
