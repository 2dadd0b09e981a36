#include "client/merge/move_tree.h"

#include <algorithm>

#include "client/merge/schema.h"
#include "shared/base/contract.h"

namespace cairn::merge {

std::optional<Move> move_of(const MoveAt& at,
                            const ItemId& item,
                            FieldNumber field,
                            std::string_view value) {
    if (field == field_place) {
        auto place = PlaceValue::parse(value);
        if (!place) return std::nullopt;
        return Move{at, Move::What::place, item, place->parent, std::move(place->key), place->kind};
    }
    if (field == field_order) {
        auto order = OrderValue::parse(value);
        if (!order) return std::nullopt;
        return Move{at, Move::What::order, item, order->parent, std::move(order->key), 0};
    }
    return std::nullopt;
}

MoveTree::MoveTree() {
    slot_of(root_item());
    slot_of(trash_item());
}

MoveTree::MoveTree(std::vector<Move> moves) : MoveTree() { apply(std::move(moves), {}); }

TreeDelta MoveTree::apply(std::vector<Move> added, const std::vector<MoveAt>& removed) {
    const std::vector<Index> fresh = store_new(std::move(added));
    const std::vector<Index> gone = find_gone(removed);
    if (fresh.empty() && gone.empty()) return {};
    const auto earlier = [this](Index a, Index b) { return at(a) < at(b); };
    Index first = fresh.empty() ? gone.front() : fresh.front();
    if (!gone.empty()) first = std::min(first, gone.front(), earlier);

    const auto cut = std::lower_bound(log_.begin(), log_.end(), first, earlier);
    const auto redone_from = static_cast<std::size_t>(cut - log_.begin());
    for (std::size_t i = log_.size(); i-- > redone_from;) undo(log_[i]);

    std::vector<Index> kept;
    kept.reserve(log_.size() - redone_from);
    std::set_difference(
        cut, log_.end(), gone.begin(), gone.end(), std::back_inserter(kept), earlier);
    log_.resize(redone_from);
    std::merge(
        kept.begin(), kept.end(), fresh.begin(), fresh.end(), std::back_inserter(log_), earlier);
    for (std::size_t i = redone_from; i < log_.size(); ++i) redo(log_[i]);
    TreeDelta delta = report(redone_from);
    free_.insert(free_.end(), gone.begin(), gone.end());  // only now: `before` refers to them
    return delta;
}

// Stored in ascending order, without what the log or the batch already has.
std::vector<MoveTree::Index> MoveTree::store_new(std::vector<Move>&& added) {
    std::sort(added.begin(), added.end(), [](const Move& a, const Move& b) { return a.at < b.at; });
    std::vector<Index> fresh;
    fresh.reserve(added.size());
    for (Move& move : added) {
        if (!fresh.empty() && at(fresh.back()) == move.at) continue;
        if (!find(move.at)) fresh.push_back(store(std::move(move)));
    }
    return fresh;
}

std::vector<MoveTree::Index> MoveTree::find_gone(const std::vector<MoveAt>& removed) const {
    std::vector<MoveAt> sorted = removed;
    std::sort(sorted.begin(), sorted.end());
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    std::vector<Index> gone;
    for (const MoveAt& move : sorted)
        if (const auto index = find(move)) gone.push_back(*index);
    return gone;
}

MoveTree::Index MoveTree::store(Move&& move) {
    Stored stored{.move = std::move(move)};
    stored.item = slot_of(stored.move.item);
    stored.parent = slot_of(stored.move.parent);
    stored.is_new = true;
    if (free_.empty()) {
        store_.push_back(std::move(stored));
        return static_cast<Index>(store_.size() - 1);
    }
    const Index index = free_.back();
    free_.pop_back();
    store_[index] = std::move(stored);
    return index;
}

MoveTree::Slot MoveTree::slot_of(const ItemId& item) {
    const auto [found, is_new] = slots_.try_emplace(item, static_cast<Slot>(nodes_.size()));
    if (is_new) nodes_.push_back({.item = item});
    return found->second;
}

std::optional<MoveTree::Slot> MoveTree::find(const ItemId& item) const {
    const auto found = slots_.find(item);
    if (found == slots_.end()) return std::nullopt;
    return found->second;
}

std::optional<MoveTree::Index> MoveTree::find(const MoveAt& move) const {
    const auto found = std::lower_bound(
        log_.begin(), log_.end(), move, [this](Index a, const MoveAt& b) { return at(a) < b; });
    if (found == log_.end() || at(*found) != move) return std::nullopt;
    return *found;
}

bool MoveTree::closes_cycle(Slot item, Slot parent) const {
    if (item == parent) return true;
    if (nodes_[item].children == 0) return false;
    for (Slot above = nodes_[parent].parent; above != none; above = nodes_[above].parent)
        if (above == item) return true;
    return false;
}

bool MoveTree::takes_effect(const Stored& stored) const {
    if (stored.move.what == Move::What::order) return nodes_[stored.item].parent == stored.parent;
    return stored.item > trash_slot && !closes_cycle(stored.item, stored.parent);
}

void MoveTree::undo(Index index) {
    Stored& stored = store_[index];
    stored.was_effective = stored.effective;
    set_state(stored.item, stored.before);
}

void MoveTree::redo(Index index) {
    Stored& stored = store_[index];
    State state = nodes_[stored.item].state;
    stored.before = state;
    stored.effective = takes_effect(stored);
    if (stored.move.what == Move::What::place) {
        if (state.first == none) state.first = index;
        if (stored.effective) state.placed = index;
    }
    if (stored.effective) state.positioned = index;
    set_state(stored.item, state);
}

void MoveTree::set_state(Slot slot, const State& state) {
    Node& node = nodes_[slot];
    if (node.state == state) return;
    if (node.touched == none) {
        node.touched = static_cast<std::uint32_t>(touched_.size());
        touched_.push_back({slot, node.state});
    }
    const Slot parent = state.placed == none ? none : store_[state.placed].parent;
    if (node.parent != parent) {
        if (node.parent != none) --nodes_[node.parent].children;
        if (parent != none) ++nodes_[parent].children;
        node.parent = parent;
    }
    node.state = state;
}

TreeDelta MoveTree::report(std::size_t redone_from) {
    TreeDelta delta;
    for (std::size_t i = redone_from; i < log_.size(); ++i) {
        Stored& stored = store_[log_[i]];
        if (stored.is_new || stored.effective != stored.was_effective)
            delta.effects.push_back({stored.move.at.edit, stored.effective});
        stored.is_new = false;
    }
    for (const Touched& touched : touched_) {
        Node& node = nodes_[touched.slot];
        node.touched = none;
        if (node.state == touched.before) continue;
        auto before = placement_of(touched.before);
        auto after = placement_of(node.state);
        if (before != after)
            delta.nodes.push_back({node.item, std::move(before), std::move(after)});
    }
    touched_.clear();
    return delta;
}

std::optional<Placement> MoveTree::placement_of(const State& state) const {
    if (state.placed == none) return std::nullopt;
    const Move& place = store_[state.placed].move;
    const Move& position = store_[state.positioned].move;
    return Placement{
        place.parent, position.key, store_[state.first].move.kind, place.at.edit, position.at.edit};
}

std::optional<Placement> MoveTree::placement(const ItemId& item) const {
    const auto slot = find(item);
    return slot ? placement_of(nodes_[*slot].state) : std::nullopt;
}

std::optional<Placement> MoveTree::before(const MoveAt& move) const {
    const auto index = find(move);
    return index ? placement_of(store_[*index].before) : std::nullopt;
}

bool MoveTree::is_effective(const MoveAt& move) const {
    const auto index = find(move);
    return index && store_[*index].effective;
}

bool MoveTree::would_be_skipped(const ItemId& item, const ItemId& parent) const {
    if (item == root_item() || item == trash_item() || item == parent) return true;
    const auto slot = find(item);
    const auto above = find(parent);
    return slot && above && closes_cycle(*slot, *above);
}

MoveTree::Region MoveTree::region(const ItemId& item) const {
    const auto found = find(item);
    Slot slot = found ? *found : none;
    while (slot != none && slot > trash_slot) slot = nodes_[slot].parent;
    if (slot == none) return Region::lost;
    return slot == trash_slot ? Region::trash : Region::root;
}

std::vector<ItemId> MoveTree::items() const {
    std::vector<ItemId> items;
    for (const Node& node : nodes_)
        if (node.state.placed != none) items.push_back(node.item);
    return items;
}

}  // namespace cairn::merge
