#include "client/merge/undo_moves.h"

#include <algorithm>
#include <set>

#include "client/merge/place.h"

namespace cairn::merge {
namespace {

PlaceValue place_of(const UndoneEdit& edit) { return *PlaceValue::parse(edit.value); }

const ItemId& item_of(const std::vector<const UndoneEdit*>& group) {
    return group.back()->cell.item;
}

}  // namespace

void UndoMoves::add(const Group& group) {
    before_.try_emplace(item_of(group), group.front()->before);
    (group.front()->fold == Fold::place ? places_ : orders_).push_back(group);
}

void UndoMoves::finish(UndoPlan& plan) {
    std::set<ItemId> placed;  // a place brings its key along
    std::vector<Group> in_effect;
    for (Group& group : places_) {
        if (group.back()->in_effect) {
            placed.insert(item_of(group));
            in_effect.push_back(std::move(group));
        } else {
            plan.left_alone.push_back({group.back()->edit, LeftAlone::not_in_effect});
        }
    }
    places_ = std::move(in_effect);
    trash_new_items(plan);
    move_back(plan);
    for (const Group& group : orders_)
        if (!placed.contains(item_of(group))) reorder(group, plan);
}

// A new item below another new one goes where that one goes.
void UndoMoves::trash_new_items(UndoPlan& plan) {
    std::set<ItemId> made;
    for (const Group& group : places_)
        if (!before_.at(item_of(group))) made.insert(item_of(group));
    std::vector<Group> rest;
    for (Group& group : places_) {
        if (before_.at(item_of(group))) {
            rest.push_back(std::move(group));
            continue;
        }
        PlaceValue place = place_of(*group.back());
        if (made.contains(place.parent) || place.parent == trash_item()) continue;
        place.parent = trash_item();
        plan.edits.push_back({group.back()->cell, place.to_value().canonical(), heads_of(group)});
        moved_[item_of(group)] = trash_item();
    }
    places_ = std::move(rest);
}

// Last move first, and again as long as one makes room for another.
void UndoMoves::move_back(UndoPlan& plan) {
    std::vector<Group> waiting(places_.rbegin(), places_.rend());
    for (bool progress = true; progress;) {
        std::vector<Group> blocked;
        for (const Group& group : waiting) {
            if (obstacle(item_of(group), before_.at(item_of(group))->parent)) {
                blocked.push_back(group);
            } else {
                write_back(group, plan);
            }
        }
        progress = blocked.size() < waiting.size();
        waiting = std::move(blocked);
    }
    for (const Group& group : waiting)
        plan.left_alone.push_back(
            {group.back()->edit, *obstacle(item_of(group), before_.at(item_of(group))->parent)});
}

// If the change had chosen between parents, all of them stand again: the one in effect last.
void UndoMoves::write_back(const Group& group, UndoPlan& plan) {
    const Placement& target = *before_.at(item_of(group));
    const std::vector<EditHandle> over = heads_of(group);
    const auto is_mine = [&](EditHandle edit) {
        return std::any_of(
            group.begin(), group.end(), [&](const UndoneEdit* mine) { return mine->edit == edit; });
    };
    std::set<ItemId> parents{target.parent};
    for (const UndoneEdit* mine : group) {
        for (const UndoVersion& version : mine->over) {
            const auto candidate = PlaceValue::parse(version.value);
            if (is_mine(version.edit) || !candidate || parents.contains(candidate->parent) ||
                obstacle(item_of(group), candidate->parent))
                continue;
            parents.insert(candidate->parent);
            plan.edits.push_back({mine->cell, version.value, over});
        }
    }
    const PlaceValue back{target.kind, target.parent, target.key};
    plan.edits.push_back({group.back()->cell, back.to_value().canonical(), over});
    moved_[item_of(group)] = target.parent;
}

void UndoMoves::reorder(const Group& group, UndoPlan& plan) {
    const UndoneEdit& last = *group.back();
    if (!last.in_effect || !group.front()->before) {
        plan.left_alone.push_back({last.edit, LeftAlone::not_in_effect});
        return;
    }
    const OrderValue written = *OrderValue::parse(last.value);
    const OrderValue back{written.parent, group.front()->before->key};
    if (back.key == written.key) return;
    plan.edits.push_back({last.cell, back.to_value().canonical(), heads_of(group)});
}

std::optional<LeftAlone> UndoMoves::obstacle(const ItemId& item, const ItemId& target) const {
    std::optional<ItemId> at = target;
    while (at && *at != root_item() && *at != trash_item()) {
        if (*at == item) return LeftAlone::would_close_cycle;
        at = parent_of(*at);
    }
    const bool alive = at && (*at == root_item() || target == trash_item());
    if (!alive) return LeftAlone::target_gone;
    return std::nullopt;
}

std::optional<ItemId> UndoMoves::parent_of(const ItemId& item) const {
    const auto moved = moved_.find(item);
    return moved == moved_.end() ? now_.parent_of(item) : moved->second;
}

std::vector<EditHandle> UndoMoves::heads_of(const Group& group) const {
    std::vector<EditHandle> mine;
    for (const EditHandle head : now_.heads(group.back()->cell))
        if (std::any_of(group.begin(), group.end(), [&](const UndoneEdit* edit) {
                return edit->edit == head;
            }))
            mine.push_back(head);
    return mine;
}

}  // namespace cairn::merge
