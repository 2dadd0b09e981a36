#include "client/engine/text_history.h"

#include <algorithm>

#include "client/engine/text_difference.h"
#include "client/merge/text/compare.h"
#include "client/merge/text/scalars.h"
#include "shared/base/contract.h"

namespace cairn::engine {
namespace {

replica::EditRow row_of(const replica::TextHistoryView& history, const text::TextId& edit) {
    return history.edits[history.document.graph().find(edit).value()];
}

}  // namespace

std::vector<WrittenRun> blame(Workspace& workspace, const merge::Cell& cell) {
    const replica::TextHistoryView history = workspace.read().text_history(cell);
    const std::string text = history.document.text();
    std::string_view rest = text;
    std::vector<WrittenRun> runs;
    const auto written = text::blame(history.document.graph());
    CAIRN_ASSERT(written);  // the history is whole
    for (const text::BlameRun& run : *written) {
        const std::string_view piece = rest.substr(0, text::bytes_of(rest, run.scalars));
        rest.remove_prefix(piece.size());
        if (runs.empty() || runs.back().change != run.edit.change) {
            const auto entry = workspace.read().edit(row_of(history, run.edit));
            runs.push_back({{}, entry.change, entry.device, entry.wall});
        }
        runs.back().text += piece;
    }
    return runs;
}

merge::TextUndo text_undo(Workspace& workspace,
                          const merge::Cell& cell,
                          const std::vector<replica::EditRow>& edits) {
    replica::TextHistoryView history = workspace.read().text_history(cell);
    std::vector<text::TextId> ids;
    for (const replica::EditRow edit : edits) {
        const merge::EditId id = workspace.read().edit_id(edit);
        ids.push_back({id.change, id.index});
    }
    const auto reverting = text::reverting(history.document.graph(), ids);
    merge::TextUndo undo;
    if (!reverting) return undo;
    undo.is_whole = reverting->is_whole;
    for (const text::Patch& patch : reverting->patches)
        if (!history.document.edit(patch.position, patch.removed, patch.inserted)) return {};
    for (const text::Patches& patches : history.document.pending())
        undo.values.push_back(patches_value(patches));
    for (const replica::EditRow over : workspace.read().text(cell).over)
        undo.over.push_back({over.value});
    return undo;
}

}  // namespace cairn::engine
