#pragma once
// Private to this folder: the tree as a cut has it. The moves from the first one outside of the cut
// on are undone, and those of the cut done again, in memory.
#include <unordered_set>
#include <vector>

#include "client/replica/cut.h"
#include "client/replica/item_table.h"
#include "client/replica/move_log.h"

namespace cairn::replica {

class PastTree {
public:
    // All outlive it. The graph has begun.
    PastTree(sqlite::Database& database, ChangeGraph& graph, const Outside& outside);

    // Items that the cut may have elsewhere than now.
    [[nodiscard]] const std::unordered_set<Row>& touched();
    [[nodiscard]] const ItemState& at_cut(Row item);
    [[nodiscard]] bool in_trash(Row item);

private:
    void rewind();

    ItemTable items_;
    MoveLog log_;
    const Outside& outside_;
    bool rewound_ = false;
    std::unordered_set<Row> touched_;
};

}  // namespace cairn::replica
