#pragma once
// The hierarchy as a replicated tree move: state is the replay of all place and order edits in
// (Lamport, edit id) order, in which a move that would close a cycle is skipped. After Kleppmann,
// Mulligan, Gomes, Beresford, "A highly-available move operation for replicated trees", IEEE TPDS
// 2022: what arrives late is inserted by undoing the later moves, doing it, and redoing them, once
// per batch.
#include <compare>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "client/merge/edit.h"
#include "client/merge/order_key.h"
#include "client/merge/place.h"

namespace cairn::merge {

// Where a move stands in the replay.
struct MoveAt {
    Lamport lamport;
    EditId edit;
    friend auto operator<=>(const MoveAt&, const MoveAt&) = default;
};

struct Move {
    enum class What : std::uint8_t { place, order };
    MoveAt at = {};
    What what = What::place;
    ItemId item = {};
    ItemId parent = {};
    OrderKey key;
    std::uint32_t kind = 0;  // of a place
};
// From a valid place or order edit; nothing for another field.
[[nodiscard]] std::optional<Move> move_of(const MoveAt& at,
                                          const ItemId& item,
                                          FieldNumber field,
                                          std::string_view value);

// Where an item is. Siblings stand by (key, positioned).
struct Placement {
    ItemId parent;
    OrderKey key;
    std::uint32_t kind = 0;  // of the item's first place edit, skipped or not
    EditId placed;           // the place edit in effect
    EditId positioned;       // the place or order edit that gave the key
    friend bool operator==(const Placement&, const Placement&) = default;
};

// What a batch changed, in no order that matters.
struct TreeDelta {
    struct Node {
        ItemId item;
        std::optional<Placement> before;  // none: without a place
        std::optional<Placement> after;
    };
    struct Effect {
        EditId edit;
        bool effective = false;  // false: skipped, or an order whose parent is not the item's
    };
    std::vector<Node> nodes;      // those with before != after
    std::vector<Effect> effects;  // every new move, and older ones that changed
};

class MoveTree {
public:
    MoveTree();
    explicit MoveTree(std::vector<Move> moves);  // all so far, in any order

    // Adds moves and removes others (that turned void), then says what changed. A move that is
    // there already, or to be removed and not there, is ignored.
    TreeDelta apply(std::vector<Move> added, const std::vector<MoveAt>& removed = {});

    // Nothing: no place edit of the item is in effect.
    [[nodiscard]] std::optional<Placement> placement(const ItemId& item) const;
    // Where the item of this move was just before it in the replay; nothing: nowhere, or no such
    // move. Undo of a move puts it back there.
    [[nodiscard]] std::optional<Placement> before(const MoveAt& move) const;
    [[nodiscard]] bool is_effective(const MoveAt& move) const;
    // Whether hanging `item` below `parent` now would be skipped.
    [[nodiscard]] bool would_be_skipped(const ItemId& item, const ItemId& parent) const;
    // Whether the path upwards ends in root, or in the trash; neither: below an item without place.
    enum class Region : std::uint8_t { root, trash, lost };
    [[nodiscard]] Region region(const ItemId& item) const;
    [[nodiscard]] std::vector<ItemId> items() const;  // those with a placement
    [[nodiscard]] std::size_t moves() const { return log_.size(); }

private:
    using Slot = std::uint32_t;   // an item
    using Index = std::uint32_t;  // a move in store_
    static constexpr std::uint32_t none = UINT32_MAX;
    static constexpr Slot trash_slot = 1;  // root is 0, made before all others

    struct State {
        Index placed = none;
        Index positioned = none;
        Index first = none;  // the place edit that gives the kind
        friend bool operator==(const State&, const State&) = default;
    };
    struct Node {
        ItemId item = {};
        Slot parent = none;  // that of `state.placed`
        std::uint32_t children = 0;
        std::uint32_t touched = none;  // index into a batch's list
        State state = {};
    };
    struct Stored {
        Move move;
        Slot item = none;
        Slot parent = none;
        State before = {};  // of the item, while the move is done
        bool effective = false;
        bool was_effective = false;  // before this batch
        bool is_new = false;
    };
    struct Touched {
        Slot slot = none;
        State before;
    };

    [[nodiscard]] const MoveAt& at(Index index) const { return store_[index].move.at; }
    [[nodiscard]] std::vector<Index> store_new(std::vector<Move>&& added);
    [[nodiscard]] std::vector<Index> find_gone(const std::vector<MoveAt>& removed) const;
    Index store(Move&& move);
    Slot slot_of(const ItemId& item);
    [[nodiscard]] std::optional<Slot> find(const ItemId& item) const;
    [[nodiscard]] std::optional<Index> find(const MoveAt& move) const;
    [[nodiscard]] bool closes_cycle(Slot item, Slot parent) const;
    [[nodiscard]] bool takes_effect(const Stored& stored) const;
    void undo(Index index);
    void redo(Index index);
    void set_state(Slot slot, const State& state);
    TreeDelta report(std::size_t redone_from);
    [[nodiscard]] std::optional<Placement> placement_of(const State& state) const;

    std::unordered_map<ItemId, Slot> slots_;
    std::vector<Node> nodes_;
    std::vector<Stored> store_;
    std::vector<Index> free_;  // of store_, given back by removals
    std::vector<Index> log_;   // ascending by MoveAt
    std::vector<Touched> touched_;
};

}  // namespace cairn::merge
