#pragma once
// The replay of moves word for word as schema/PROTOCOL.md section 7 has it, from nothing each time:
// what MoveTree is checked against.
#include <map>
#include <set>
#include <vector>

#include "client/merge/move_tree.h"

namespace cairn::merge {

struct PlainTree {
    std::map<ItemId, Placement> placements;
    std::set<EditId> effective;
};
[[nodiscard]] PlainTree replay(std::vector<Move> moves);

}  // namespace cairn::merge
