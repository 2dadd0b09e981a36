#include "client/merge/text/span_tree.h"

#include <algorithm>

#include "shared/base/contract.h"

namespace cairn::text {

void SpanTree::clear() {
    nodes_.clear();
    nodes_.emplace_back();
    leaf_of_.clear();
    root_ = 0;
}

Widths SpanTree::total() const { return sum_of(root_); }

SpanTree::Found SpanTree::find_prepared(std::uint32_t index) const {
    return find(index, &Node::prepared);
}

SpanTree::Found SpanTree::find_shown(std::uint32_t index) const {
    return find(index, &Node::shown);
}

SpanTree::Found SpanTree::find(std::uint32_t index, Column column) const {
    Found found;
    std::uint32_t at = root_;
    for (;;) {
        const Node& node = nodes_[at];
        std::uint32_t slot = 0;
        for (;; ++slot) {
            CAIRN_ASSERT(slot < node.count);
            const std::uint32_t width = (node.*column)[slot];
            if (index < width) break;
            index -= width;
            found.before.prepared += node.prepared[slot];
            found.before.shown += node.shown[slot];
        }
        if (node.is_leaf) {
            found.span = node.refs[slot];
            found.offset = index;
            return found;
        }
        at = node.refs[slot];
    }
}

SpanNumber SpanTree::first() const {
    std::uint32_t at = root_;
    while (!nodes_[at].is_leaf) at = nodes_[at].refs[0];
    return nodes_[at].count == 0 ? no_span : nodes_[at].refs[0];
}

SpanNumber SpanTree::next(SpanNumber span) const {
    const Node& leaf = nodes_[leaf_of_[span]];
    const std::uint32_t slot = slot_of(leaf_of_[span], span) + 1;
    if (slot < leaf.count) return leaf.refs[slot];
    return leaf.next == no_span ? no_span : nodes_[leaf.next].refs[0];
}

bool SpanTree::comes_before(SpanNumber span, SpanNumber other) const {
    std::uint32_t node = leaf_of_[span];
    std::uint32_t other_node = leaf_of_[other];
    std::uint32_t ref = span;
    std::uint32_t other_ref = other;
    while (node != other_node) {  // all leaves are equally deep
        ref = node;
        other_ref = other_node;
        node = nodes_[node].parent;
        other_node = nodes_[other_node].parent;
    }
    return slot_of(node, ref) < slot_of(node, other_ref);
}

void SpanTree::insert_first(SpanNumber fresh, Widths widths) {
    std::uint32_t at = root_;
    while (!nodes_[at].is_leaf) at = nodes_[at].refs[0];
    insert_at(at, 0, fresh, widths);
}

void SpanTree::insert_after(SpanNumber span, SpanNumber fresh, Widths widths) {
    insert_at(leaf_of_[span], slot_of(leaf_of_[span], span) + 1, fresh, widths);
}

void SpanTree::insert_before(SpanNumber span, SpanNumber fresh, Widths widths) {
    insert_at(leaf_of_[span], slot_of(leaf_of_[span], span), fresh, widths);
}

void SpanTree::change(SpanNumber span, Widths widths) {
    const std::uint32_t leaf = leaf_of_[span];
    Node& node = nodes_[leaf];
    const std::uint32_t slot = slot_of(leaf, span);
    const Widths delta{widths.prepared - node.prepared[slot], widths.shown - node.shown[slot]};
    node.prepared[slot] = widths.prepared;
    node.shown[slot] = widths.shown;
    add_upwards(leaf, delta);
}

std::uint32_t SpanTree::slot_of(std::uint32_t node, std::uint32_t ref) const {
    const auto& refs = nodes_[node].refs;
    std::uint32_t slot = 0;
    while (refs[slot] != ref) ++slot;
    return slot;
}

void SpanTree::insert_at(std::uint32_t leaf, std::uint32_t slot, SpanNumber fresh, Widths widths) {
    if (nodes_[leaf].count == fanout) {
        const std::uint32_t right = split(leaf);
        if (slot > nodes_[leaf].count) {
            slot -= nodes_[leaf].count;
            leaf = right;
        }
    }
    CAIRN_ASSERT(fresh == leaf_of_.size());
    leaf_of_.push_back(leaf);
    put(leaf, slot, fresh, widths);
    add_upwards(leaf, widths);
}

void SpanTree::put(std::uint32_t node_number,
                   std::uint32_t slot,
                   std::uint32_t ref,
                   Widths widths) {
    Node& node = nodes_[node_number];
    const auto make_room = [&](std::array<std::uint32_t, fanout>& column) {
        std::copy_backward(
            column.begin() + slot, column.begin() + node.count, column.begin() + node.count + 1);
    };
    make_room(node.refs);
    make_room(node.prepared);
    make_room(node.shown);
    node.refs[slot] = ref;
    node.prepared[slot] = widths.prepared;
    node.shown[slot] = widths.shown;
    ++node.count;
}

// Moves the upper half into a new node at its right, which the parent then holds too.
std::uint32_t SpanTree::split(std::uint32_t node) {
    if (nodes_[node].parent == no_span) grow(node);
    if (nodes_[nodes_[node].parent].count == fanout) split(nodes_[node].parent);

    const auto right = static_cast<std::uint32_t>(nodes_.size());
    nodes_.emplace_back();
    Node& from = nodes_[node];
    Node& to = nodes_[right];
    const std::uint32_t half = from.count / 2;
    const auto move_half = [&](const auto& source, auto& target) {
        std::copy(source.begin() + half, source.begin() + from.count, target.begin());
    };
    move_half(from.refs, to.refs);
    move_half(from.prepared, to.prepared);
    move_half(from.shown, to.shown);
    to.count = from.count - half;
    to.is_leaf = from.is_leaf;
    to.next = from.next;
    to.parent = from.parent;
    from.count = half;
    from.next = right;
    adopt(right);

    const std::uint32_t slot = slot_of(from.parent, node);
    const Widths kept = sum_of(node);
    nodes_[from.parent].prepared[slot] = kept.prepared;
    nodes_[from.parent].shown[slot] = kept.shown;
    put(from.parent, slot + 1, right, sum_of(right));
    return right;
}

void SpanTree::adopt(std::uint32_t node_number) {
    const Node& node = nodes_[node_number];
    for (std::uint32_t slot = 0; slot < node.count; ++slot) {
        if (node.is_leaf) {
            leaf_of_[node.refs[slot]] = node_number;
        } else {
            nodes_[node.refs[slot]].parent = node_number;
        }
    }
}

void SpanTree::grow(std::uint32_t old_root) {
    const Widths widths = sum_of(old_root);
    root_ = static_cast<std::uint32_t>(nodes_.size());
    nodes_.emplace_back();
    nodes_[root_].is_leaf = false;
    nodes_[old_root].parent = root_;
    put(root_, 0, old_root, widths);
}

Widths SpanTree::sum_of(std::uint32_t node_number) const {
    const Node& node = nodes_[node_number];
    Widths sum;
    for (std::uint32_t slot = 0; slot < node.count; ++slot) {
        sum.prepared += node.prepared[slot];
        sum.shown += node.shown[slot];
    }
    return sum;
}

void SpanTree::add_upwards(std::uint32_t node, Widths delta) {
    if (delta.prepared == 0 && delta.shown == 0) return;
    while (nodes_[node].parent != no_span) {
        const std::uint32_t parent = nodes_[node].parent;
        const std::uint32_t slot = slot_of(parent, node);
        nodes_[parent].prepared[slot] += delta.prepared;
        nodes_[parent].shown[slot] += delta.shown;
        node = parent;
    }
}

}  // namespace cairn::text
