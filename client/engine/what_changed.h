#pragma once
// What has changed between two moments, item by item, as people think of it: what the edits in
// between come to, by whom and how often.
#include <span>
#include <string>
#include <vector>

#include "client/engine/workspace.h"
#include "client/replica/differences.h"

namespace cairn::engine {

struct LinkChange {
    replica::LinkView link;
    enum class Fate : std::uint8_t { kept, made, cut };
    Fate fate = Fate::kept;
    replica::Work work;                          // on whether it is there
    std::vector<replica::CellDifference> cells;  // its own fields
};

// The first that holds.
enum class ItemFate : std::uint8_t {
    made_and_trashed,
    made,
    trashed,
    restored,
    moved,      // below another parent
    reordered,  // among its siblings
    gone,       // has no place any more
    kept,       // only its fields or links changed
};

struct ItemChange {
    ItemId item;
    std::uint32_t kind = 0;
    std::string title;  // at the later moment; empty: none. A comment says what it is on
    ItemFate fate = ItemFate::kept;
    bool in_trash = false;  // it, or an item above it, at the later moment
    replica::PlaceDifference place;
    std::vector<replica::CellDifference> cells;  // by field and element
    std::vector<LinkChange> links;               // that begin here, by id
};

struct WhatChanged {
    std::vector<ItemChange> items;  // by title, then id: alike on every laptop
    std::uint64_t edits = 0;        // in between, whatever came of them
    std::uint64_t changes = 0;
    std::vector<DeviceId> by;
};

// `parts`: only these items, and what was or is below them; none: everything. A link counts for
// both of its ends.
WhatChanged what_changed(Workspace& workspace,
                         const replica::Cut& from,
                         const replica::Cut& to,
                         std::span<const ItemId> parts = {});

// Words that stand in one text and not in the other, in the order of the text.
struct WordChanges {
    struct Piece {  // neighbouring words, as they stand in the texts; one of them may be empty
        std::string_view removed;
        std::string_view added;
    };
    std::vector<Piece> pieces;
    std::size_t added = 0;  // words
    std::size_t removed = 0;
};
// The texts outlive it.
WordChanges word_changes(std::string_view before, std::string_view after);

}  // namespace cairn::engine
