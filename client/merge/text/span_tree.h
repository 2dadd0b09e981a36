#pragma once
// Spans in document order: a B-tree of their numbers that adds up two widths, so that a position
// in the prepare version and the place it has in the shown text are found in one descent
// (Eg-walker, section 3.4).
#include <array>
#include <cstdint>
#include <vector>

namespace cairn::text {

using SpanNumber = std::uint32_t;
inline constexpr SpanNumber no_span = 0xFFFFFFFF;

struct Widths {
    std::uint32_t prepared = 0;  // characters there in the prepare version
    std::uint32_t shown = 0;     // characters there in the shown text
};

class SpanTree {
public:
    struct Found {
        SpanNumber span = no_span;
        std::uint32_t offset = 0;  // in the width that was searched
        Widths before = {};        // widths of all spans before it
    };

    SpanTree() { clear(); }
    void clear();

    [[nodiscard]] Widths total() const;
    // The span that holds the character at this index, which is below the total.
    [[nodiscard]] Found find_prepared(std::uint32_t index) const;
    [[nodiscard]] Found find_shown(std::uint32_t index) const;

    [[nodiscard]] SpanNumber first() const;
    [[nodiscard]] SpanNumber next(SpanNumber span) const;
    [[nodiscard]] bool comes_before(SpanNumber span, SpanNumber other) const;

    // Numbers are given by the caller, from 0 without gaps.
    void insert_first(SpanNumber fresh, Widths widths);
    void insert_after(SpanNumber span, SpanNumber fresh, Widths widths);
    void insert_before(SpanNumber span, SpanNumber fresh, Widths widths);
    void change(SpanNumber span, Widths widths);

private:
    static constexpr std::uint32_t fanout = 32;
    struct Node {
        std::uint32_t parent = no_span;
        std::uint32_t next = no_span;  // the leaf to the right
        std::uint32_t count = 0;
        bool is_leaf = true;
        std::array<std::uint32_t, fanout> refs;  // spans in a leaf, else nodes
        std::array<std::uint32_t, fanout> prepared;
        std::array<std::uint32_t, fanout> shown;
    };
    using Column = std::array<std::uint32_t, fanout> Node::*;

    [[nodiscard]] Found find(std::uint32_t index, Column column) const;
    [[nodiscard]] std::uint32_t slot_of(std::uint32_t node, std::uint32_t ref) const;
    void insert_at(std::uint32_t leaf, std::uint32_t slot, SpanNumber fresh, Widths widths);
    void put(std::uint32_t node, std::uint32_t slot, std::uint32_t ref, Widths widths);
    std::uint32_t split(std::uint32_t node);
    void adopt(std::uint32_t node);
    void grow(std::uint32_t old_root);
    [[nodiscard]] Widths sum_of(std::uint32_t node) const;
    void add_upwards(std::uint32_t node, Widths delta);  // modulo 2^32

    std::vector<Node> nodes_;
    std::vector<std::uint32_t> leaf_of_;  // by span
    std::uint32_t root_ = 0;
};

}  // namespace cairn::text
