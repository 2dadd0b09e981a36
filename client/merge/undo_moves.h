#pragma once
// The moves of an undo: all of them together must leave a tree, so each is tried against the
// hierarchy as the ones before it leave it.
#include <map>
#include <optional>
#include <vector>

#include "client/merge/undo.h"

namespace cairn::merge {

class UndoMoves {
public:
    explicit UndoMoves(const UndoView& now) : now_(now) {}
    // The valid place edits of one item, or its valid order edits; in the order of their first
    // edits, which outlive this.
    void add(const std::vector<const UndoneEdit*>& group);
    void finish(UndoPlan& plan);

private:
    using Group = std::vector<const UndoneEdit*>;

    void trash_new_items(UndoPlan& plan);
    void move_back(UndoPlan& plan);
    void reorder(const Group& group, UndoPlan& plan);
    [[nodiscard]] std::optional<LeftAlone> obstacle(const ItemId& item, const ItemId& target) const;
    [[nodiscard]] std::optional<ItemId> parent_of(const ItemId& item) const;
    [[nodiscard]] std::vector<EditHandle> heads_of(const Group& group) const;
    void write_back(const Group& group, UndoPlan& plan);

    const UndoView& now_;
    std::vector<Group> places_;
    std::vector<Group> orders_;
    std::map<ItemId, std::optional<Placement>> before_;  // the change's first move of each item
    std::map<ItemId, ItemId> moved_;                     // item to parent, by this undo
};

}  // namespace cairn::merge
