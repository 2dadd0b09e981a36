#include <algorithm>
#include <queue>
#include <set>

#include "client/replica/cell_table.h"

namespace cairn::replica {
namespace {

// Beyond it a conflict is shown without its base.
constexpr std::size_t ancestors_max = 1000;

}  // namespace

// The newest edit from which all heads descend by `over`. Edits have greater numbers than all they
// name, so taking the greatest first meets every path to an edit before the edit itself.
Row CellTable::common_ancestor(const std::vector<Row>& heads) {
    std::priority_queue<std::pair<Row, std::size_t>> waiting;  // an edit, and a head it is below
    for (std::size_t i = 0; i < heads.size(); ++i) waiting.emplace(heads[i], i);
    std::size_t visited = 0;
    while (!waiting.empty() && ++visited < ancestors_max) {
        const Row row = waiting.top().first;
        std::set<std::size_t> below;
        for (; !waiting.empty() && waiting.top().first == row; waiting.pop())
            below.insert(waiting.top().second);
        if (below.size() == heads.size()) return row;
        const StoredEdit edit = edits_.get(row);
        for (const OverRef& ref : edit.over) {
            const Row* named = std::get_if<Row>(&ref);
            if (named == nullptr) continue;
            for (const std::size_t head : below) waiting.emplace(*named, head);
        }
    }
    return 0;
}

}  // namespace cairn::replica
