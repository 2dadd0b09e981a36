#pragma once
// What a field shows, from its heads alone (schema/PROTOCOL.md section 7). Heads are the valid
// edits that no other valid edit replaced; give only those this version knows (not parked).
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "client/merge/edit.h"
#include "client/merge/schema.h"

namespace cairn::merge {

struct Head {
    EditId id;
    Lamport lamport;
    WallTime wall;
    std::string_view value;  // canonical
};

// Which of two concurrent heads is shown: the greater by (wall, Lamport, edit id).
[[nodiscard]] bool shown_before(const Head& a, const Head& b);

// Registers, composites and quiet registers. Null if there are no heads.
[[nodiscard]] const Head* shown_head(std::span<const Head> heads);

// Registers and composites: more than one distinct value. Quiet registers never ask.
[[nodiscard]] bool register_conflict(std::span<const Head> heads);

// One element of a set: present if any head says so.
[[nodiscard]] bool set_present(std::span<const Head> heads);

// A link: live if any head says so.
[[nodiscard]] bool link_live(std::span<const Head> heads);

// Of the heads of any fold that keeps them: a set's element and a link show what any head says.
// Null if there are none.
[[nodiscard]] const Head* shown_of(Fold fold, std::span<const Head> heads);

// Place: heads with different parents, the trash included. Which one is in effect the tree decides
// (client/merge/move_tree.h); reorders never conflict.
[[nodiscard]] bool place_conflict(std::span<const Head> heads);

// By fold: whether people must choose. Sets, counters, links and orders never conflict.
[[nodiscard]] bool in_conflict(Fold fold, std::span<const Head> heads);

// The sum of a counter's deltas in 128 bits, which as many edits as there can be never overflow.
class CounterSum {
public:
    CounterSum() = default;
    CounterSum(std::int64_t high, std::uint64_t low) : high_(high), low_(low) {}
    CounterSum& add(std::int64_t delta);
    CounterSum& subtract(std::int64_t delta);  // of an edit that turned void
    CounterSum& subtract(const CounterSum& other);
    [[nodiscard]] bool is_zero() const { return high_ == 0 && low_ == 0; }
    [[nodiscard]] std::string to_decimal() const;
    // Two's complement halves, for storage.
    [[nodiscard]] std::int64_t high() const { return high_; }
    [[nodiscard]] std::uint64_t low() const { return low_; }
    friend bool operator==(const CounterSum&, const CounterSum&) = default;

private:
    std::int64_t high_ = 0;
    std::uint64_t low_ = 0;
};

}  // namespace cairn::merge
