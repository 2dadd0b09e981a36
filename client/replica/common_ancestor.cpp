#include <algorithm>
#include <queue>
#include <set>
#include <tuple>

#include "client/replica/cell_table.h"

namespace cairn::replica {
namespace {

// Beyond it a conflict is shown without its base.
constexpr std::size_t ancestors_max = 1000;

}  // namespace

// The nearest edit from which all heads descend by `over`, alike on every replica: of several the
// greatest by (Lamport, edit id). An edit is greater so than all that it names, so taking the
// greatest first meets every path to an edit before the edit itself.
Row CellTable::common_ancestor(const std::vector<Row>& heads) {
    using Rank = std::tuple<Lamport, ChangeId, Row>;  // rows of one change ascend with the index
    const auto rank = [this](Row edit) {
        const ChangeInfo& change = graph_.change(graph_.change_of(edit));
        return Rank(change.lamport, change.identity, edit);
    };
    std::priority_queue<std::pair<Rank, std::size_t>> waiting;  // an edit, and a head it is below
    for (std::size_t i = 0; i < heads.size(); ++i) waiting.emplace(rank(heads[i]), i);
    std::size_t visited = 0;
    while (!waiting.empty() && ++visited < ancestors_max) {
        const Rank at = waiting.top().first;
        std::set<std::size_t> below;
        for (; !waiting.empty() && waiting.top().first == at; waiting.pop())
            below.insert(waiting.top().second);
        const Row row = std::get<Row>(at);
        if (below.size() == heads.size()) return row;
        const StoredEdit edit = edits_.get(row);
        for (const OverRef& ref : edit.over) {
            const Row* named = std::get_if<Row>(&ref);
            if (named == nullptr) continue;
            for (const std::size_t head : below) waiting.emplace(rank(*named), head);
        }
    }
    return 0;
}

}  // namespace cairn::replica
