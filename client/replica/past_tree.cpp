#include "client/replica/past_tree.h"

namespace cairn::replica {

PastTree::PastTree(sqlite::Database& database, ChangeGraph& graph, const Outside& outside)
    : items_(database), log_(database, items_, graph), outside_(outside) {}

void PastTree::rewind() {
    if (rewound_) return;
    rewound_ = true;
    items_.begin();
    const std::optional<Lamport> since = outside_.least_lamport();
    if (!since) return;
    for (const Row item :
         log_.replay_without(*since, [this](Row edit) { return outside_.holds(edit); }))
        touched_.insert(item);
}

const std::unordered_set<Row>& PastTree::touched() {
    rewind();
    return touched_;
}

const ItemState& PastTree::at_cut(Row item) {
    rewind();
    return items_.state(item);
}

bool PastTree::in_trash(Row item) {
    Row at = item;
    while (at != root_row && at != trash_row) {
        const std::optional<Spot>& spot = at_cut(at).spot;
        if (!spot) return false;
        at = spot->parent;
    }
    return at == trash_row;
}

}  // namespace cairn::replica
