#include "client/radar/radar.h"

#include <unordered_set>

#include "client/radar/mute.h"

namespace cairn::radar {
namespace {

// What is below an item, itself, and whom it names.
std::unordered_set<ItemId> concerned_by(const outline::Outline& outline, const ItemId& top) {
    std::unordered_set<ItemId> items;
    const outline::Place first = outline.find(top);
    if (first == outline::no_place) return items;
    for (outline::Place place = first; place < outline.at(first).end; ++place) {
        const outline::Item& item = outline.at(place);
        items.insert(item.id);
        for (const plan::FieldNumber field : {plan::field::owner, plan::field::team})
            if (const auto named = outline::item_of(item.cells, field)) items.insert(*named);
        for (const outline::LinkEnd& end : outline.ends(place))
            if (!end.is_reversed) items.insert(outline.at(end.other).id);
    }
    return items;
}

}  // namespace

Seen look(const Sight& sight, std::optional<ItemId> below) {
    Findings all;
    for (const Rule& rule : rules()) rule.find(sight, all);
    std::unordered_set<ItemId> concerned;
    if (below) concerned = concerned_by(sight.outline, *below);
    Seen seen;
    for (Finding& finding : all) {
        if (below && !concerned.contains(finding.item)) continue;
        const outline::Item* item = sight.outline.item(finding.item);
        if (item != nullptr && is_muted(*item, finding.code, sight.today))
            ++seen.muted;
        else
            seen.findings.push_back(std::move(finding));
    }
    return seen;
}

}  // namespace cairn::radar
