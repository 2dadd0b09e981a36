#include "client/merge/plain_replay.h"

#include <algorithm>

#include "client/merge/schema.h"

namespace cairn::merge {
namespace {

bool is_below(const PlainTree& tree, ItemId item, const ItemId& ancestor) {
    while (item != ancestor) {
        const auto found = tree.placements.find(item);
        if (found == tree.placements.end()) return false;
        item = found->second.parent;
    }
    return true;
}

void replay_place(PlainTree& tree, const Move& move, std::uint32_t kind) {
    if (move.item == root_item() || move.item == trash_item()) return;
    if (is_below(tree, move.parent, move.item)) return;
    tree.placements.insert_or_assign(
        move.item, Placement{move.parent, move.key, kind, move.at.edit, move.at.edit});
    tree.effective.insert(move.at.edit);
}

void replay_order(PlainTree& tree, const Move& move) {
    const auto found = tree.placements.find(move.item);
    if (found == tree.placements.end() || found->second.parent != move.parent) return;
    found->second.key = move.key;
    found->second.positioned = move.at.edit;
    tree.effective.insert(move.at.edit);
}

}  // namespace

PlainTree replay(std::vector<Move> moves) {
    std::sort(moves.begin(), moves.end(), [](const Move& a, const Move& b) { return a.at < b.at; });
    PlainTree tree;
    std::map<ItemId, std::uint32_t> kinds;
    for (const Move& move : moves) {
        if (move.what == Move::What::order) {
            replay_order(tree, move);
            continue;
        }
        replay_place(tree, move, kinds.try_emplace(move.item, move.kind).first->second);
    }
    return tree;
}

}  // namespace cairn::merge
