#include "client/engine/move_commands.h"

#include <algorithm>
#include <map>

#include "client/engine/lookup.h"
#include "client/merge/place.h"
#include "client/merge/schema.h"

namespace cairn::engine {
namespace {

constexpr std::size_t history_steps_max = 1000;

using Keys = std::vector<merge::OrderKey>;

EngineError no_room() {
    return {EngineFault::too_large,
            "There is no room at this spot in the order. Move the items to the end instead."};
}

std::optional<merge::OrderKey> key_of(const replica::ItemPlace& place) {
    return merge::OrderKey::from_bytes(place.order_key);
}

Result<merge::OrderKey, EngineError> key_after(const merge::OrderKey& last) {
    if (auto key = merge::key_between(last, std::nullopt)) return *key;
    return refuse(no_room());
}

bool contains(std::span<const ItemId> items, const ItemId& item) {
    return std::find(items.begin(), items.end(), item) != items.end();
}

// The children of the destination that stay, and where among them the moved ones go.
struct Gap {
    std::vector<replica::ItemPlace> siblings;
    std::size_t at = 0;
};

Result<Gap, EngineError> gap_at(Workspace& workspace,
                                std::span<const ItemId> moved,
                                const Destination& to) {
    Gap gap;
    for (replica::ItemPlace& child : workspace.read().children(to.parent)) {
        if (!contains(moved, child.id)) gap.siblings.push_back(std::move(child));
    }
    gap.at = gap.siblings.size();
    if (!to.before && !to.after) return gap;
    const ItemId sibling = to.before ? *to.before : *to.after;
    const auto found = std::find_if(gap.siblings.begin(),
                                    gap.siblings.end(),
                                    [&](const auto& child) { return child.id == sibling; });
    if (found == gap.siblings.end()) {
        return refuse(
            EngineError{EngineFault::wrong_value, "An item cannot be moved beside itself."});
    }
    gap.at = static_cast<std::size_t>(found - gap.siblings.begin()) + (to.after ? 1 : 0);
    return gap;
}

// Keys for `count` items in the gap. Where none fit (equal or too long keys, left by moves made
// apart), siblings on the right get new keys in the same change.
Result<Keys, EngineError> make_room(ChangeBuilder& change,
                                    const Gap& gap,
                                    const ItemId& parent,
                                    std::size_t count) {
    std::optional<merge::OrderKey> low;
    if (gap.at > 0) low = key_of(gap.siblings[gap.at - 1]);
    for (std::size_t end = gap.at; end <= gap.siblings.size(); ++end) {
        std::optional<merge::OrderKey> high;
        if (end < gap.siblings.size()) high = key_of(gap.siblings[end]);
        const std::size_t pushed = end - gap.at;
        auto keys = merge::keys_between(low, high, count + pushed);
        if (!keys) continue;
        for (std::size_t i = 0; i < pushed; ++i) {
            change.reorder(gap.siblings[gap.at + i].id, parent, (*keys)[count + i]);
        }
        keys->resize(count, keys->front());
        return *keys;
    }
    return refuse(no_room());
}

bool is_below(Workspace& workspace, ItemId item, const ItemId& ancestor) {
    while (item != merge::root_item() && item != merge::trash_item()) {
        if (item == ancestor) return true;
        const auto place = workspace.read().item(item);
        if (!place) return false;
        item = place->parent;
    }
    return false;
}

Result<void, EngineError> put(ChangeBuilder& change,
                              const replica::ItemPlace& item,
                              const ItemId& parent,
                              const merge::OrderKey& key) {
    if (is_below(change.workspace(), parent, item.id)) {
        return refuse(EngineError{
            EngineFault::wrong_value,
            "\"" + title_of(change.workspace(), item.id) + "\" cannot be moved below itself."});
    }
    if (item.parent == parent) {
        change.reorder(item.id, parent, key);
    } else {
        change.place(item.id, item.kind, parent, key);
    }
    return {};
}

Result<replica::ItemPlace, EngineError> place_of(Workspace& workspace, const ItemId& item) {
    auto place = workspace.read().item(item);
    if (place) return *place;
    return refuse(EngineError{EngineFault::no_item,
                              "This item has no place yet: its beginning has not arrived."});
}

Result<replica::Committed, EngineError> move_all(Workspace& workspace,
                                                 std::span<const ItemId> items,
                                                 const Destination& to,
                                                 WallTime now) {
    const auto gap = gap_at(workspace, items, to);
    if (!gap) return refuse(gap.error());
    ChangeBuilder change(workspace);
    const auto keys = make_room(change, *gap, to.parent, items.size());
    if (!keys) return refuse(keys.error());
    for (std::size_t i = 0; i < items.size(); ++i) {
        const auto place = place_of(workspace, items[i]);
        if (!place) return refuse(place.error());
        const auto done = put(change, *place, to.parent, (*keys)[i]);
        if (!done) return refuse(done.error());
    }
    return change.commit(now);
}

// The newest parent outside the trash that is still outside it, from the item's own history.
ItemId last_living_parent(Workspace& workspace, const ItemId& item) {
    const merge::Cell cell{item, merge::field_place, {}};
    for (const replica::HistoryEntry& entry : workspace.read().history(cell, history_steps_max)) {
        const auto value = merge::PlaceValue::parse(entry.value);
        if (entry.status != replica::EditStatus::valid || !value) continue;
        if (value->parent == merge::root_item()) return value->parent;
        const bool living =
            workspace.read().item(value->parent) && !workspace.read().in_trash(value->parent);
        if (living && !is_below(workspace, value->parent, item)) return value->parent;
    }
    return merge::root_item();
}

}  // namespace

Result<Destination, EngineError> beside(Workspace& workspace, const ItemId& sibling, bool before) {
    const auto place = place_of(workspace, sibling);
    if (!place) return refuse(place.error());
    Destination to;
    to.parent = place->parent;
    (before ? to.before : to.after) = sibling;
    return to;
}

Result<replica::Committed, EngineError> move_items(Workspace& workspace,
                                                   std::span<const ItemId> items,
                                                   const Destination& to,
                                                   WallTime now) {
    if (const auto trashed = in_the_trash(workspace, to.parent)) return refuse(*trashed);
    return move_all(workspace, items, to, now);
}

Result<replica::Committed, EngineError> trash_items(Workspace& workspace,
                                                    std::span<const ItemId> items,
                                                    WallTime now) {
    for (const ItemId& item : items) {
        if (!workspace.read().in_trash(item)) continue;
        return refuse(
            EngineError{EngineFault::nothing_to_do,
                        "\"" + title_of(workspace, item) + "\" is in the trash already."});
    }
    return move_all(workspace, items, {merge::trash_item(), std::nullopt, std::nullopt}, now);
}

Result<replica::Committed, EngineError> restore_items(Workspace& workspace,
                                                      std::span<const ItemId> items,
                                                      WallTime now) {
    ChangeBuilder change(workspace);
    std::map<ItemId, merge::OrderKey> ends;  // the last key given out below each parent
    for (const ItemId& item : items) {
        const auto place = place_of(workspace, item);
        if (!place) return refuse(place.error());
        if (place->parent != merge::trash_item()) {
            return refuse(
                EngineError{EngineFault::nothing_to_do,
                            "\"" + title_of(workspace, item) +
                                (workspace.read().in_trash(item)
                                     ? "\" lies below an item in the trash: restore that one."
                                     : "\" is not in the trash.")});
        }
        const ItemId parent = last_living_parent(workspace, item);
        const auto last = ends.find(parent);
        auto key = last == ends.end() ? key_at_end(workspace, parent) : key_after(last->second);
        if (!key) return refuse(key.error());
        change.place(item, place->kind, parent, *key);
        ends.insert_or_assign(parent, *key);
    }
    return change.commit(now);
}

}  // namespace cairn::engine
