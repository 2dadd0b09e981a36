#include "client/merge/schema.h"
#include "client/radar/rules.h"

namespace cairn::radar {
namespace {

bool needs_owner(plan::KindNumber kind) {
    return kind == plan::kind::risk || kind == plan::kind::issue || kind == plan::kind::blocker ||
           kind == plan::kind::decision || kind == plan::kind::goal ||
           kind == plan::kind::coe_action || kind == plan::kind::check;
}

// Who answers for it may be said by a link, too.
bool has_owner(const Sight& sight, outline::Place place) {
    return !outline::value_of(sight.at(place).cells, plan::field::owner).empty() ||
           !ends_of(sight.outline, place, plan::link::accountable, false).empty();
}

}  // namespace

void owner_missing(const Sight& sight, Findings& findings) {
    for (outline::Place place = 0; place < sight.outline.living().size(); ++place) {
        const outline::Item& item = sight.at(place);
        if (!is_work(item.kind) && !needs_owner(item.kind)) continue;
        if (!outline::is_open(item.cells) || has_owner(sight, place)) continue;
        const auto date = sight.finish(item);
        const bool is_soon = sight.is_soon(date) || has_begun(item);
        const bool is_summary = is_work(item.kind) && !is_leaf(sight.outline, place);
        if (is_work(item.kind) && !is_summary && !is_soon) continue;
        findings.push_back({.code = "owner-missing",
                            .item = item.id,
                            .what = with_kind(item) + " has no owner",
                            .why = is_soon && date ? "its date is " + plan::to_iso(*date)
                                   : is_soon       ? "it is under way"
                                                   : "nobody answers for it",
                            .sure = Sure::certain,
                            .since = sight.written_on(item.id, merge::field_place),
                            .help = sight.command("set", item.id, "owner=NAME")});
    }
}

}  // namespace cairn::radar
