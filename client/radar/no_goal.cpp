#include "client/merge/schema.h"
#include "client/radar/rules.h"

namespace cairn::radar {
namespace {

// Whether something serves a goal: itself, or something above or below it.
std::vector<bool> served_places(const Sight& sight) {
    std::vector<bool> serves(sight.outline.living().size(), false);
    for (outline::Place place = 0; place < serves.size(); ++place) {
        const outline::Place parent = sight.at(place).parent;
        if (!ends_of(sight.outline, place, plan::link::serves, false).empty()) {
            for (outline::Place up = place; up != outline::no_place; up = sight.at(up).parent)
                serves[up] = true;
            for (outline::Place below = place; below < sight.at(place).end; ++below)
                serves[below] = true;
        } else if (parent != outline::no_place &&
                   !ends_of(sight.outline, parent, plan::link::serves, false).empty()) {
            serves[place] = true;
        }
    }
    return serves;
}

// Told of once, at the uppermost.
bool has_unserving_above(const Sight& sight,
                         const std::vector<bool>& serves,
                         outline::Place place) {
    for (outline::Place up = sight.at(place).parent; up != outline::no_place;
         up = sight.at(up).parent)
        if (is_work(sight.at(up).kind) && !serves[up]) return true;
    return false;
}

}  // namespace

void no_goal(const Sight& sight, Findings& findings) {
    const std::vector<bool> serves = served_places(sight);
    for (outline::Place place = 0; place < sight.outline.living().size(); ++place) {
        const outline::Item& item = sight.at(place);
        const bool is_uppermost =
            item.kind == plan::kind::program || item.kind == plan::kind::initiative;
        if (!is_uppermost || serves[place] || !outline::is_open(item.cells)) continue;
        if (has_unserving_above(sight, serves, place)) continue;
        findings.push_back({.code = "no-goal",
                            .item = item.id,
                            .what = with_kind(item) + " serves no goal",
                            .why = "neither it nor anything above or below it is linked to one",
                            .sure = Sure::certain,
                            .since = sight.written_on(item.id, merge::field_place),
                            .help = sight.command("link", item.id, "serves GOAL")});
    }
}

}  // namespace cairn::radar
