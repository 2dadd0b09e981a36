#include "tests/simulation/ledger.h"

#include <algorithm>

namespace cairn::simulation {

std::vector<TypedEdit> edits_in(engine::Workspace& workspace, replica::ChangeRow change) {
    std::vector<TypedEdit> edits;
    for (const replica::HistoryEntry& entry : workspace.read().edits_of(change)) {
        TypedEdit edit{
            .cell = {entry.item, entry.field, entry.element}, .value = entry.value, .over = {}};
        for (const replica::EditRow row : entry.over)
            edit.over.push_back(workspace.read().edit_id(row));
        std::sort(edit.over.begin(), edit.over.end());
        edits.push_back(std::move(edit));
    }
    return edits;
}

}  // namespace cairn::simulation
