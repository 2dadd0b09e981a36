#pragma once
// Questions about the past of a text.
#include <string>
#include <vector>

#include "client/engine/workspace.h"
#include "client/merge/undo.h"

namespace cairn::engine {

// The text as stretches that one change wrote each.
struct WrittenRun {
    std::string text;
    ChangeId change;
    DeviceId device;
    WallTime wall;
};
[[nodiscard]] std::vector<WrittenRun> blame(Workspace& workspace, const merge::Cell& cell);

// Takes the work of these edits out of the text as it is now.
[[nodiscard]] merge::TextUndo text_undo(Workspace& workspace,
                                        const merge::Cell& cell,
                                        const std::vector<replica::EditRow>& edits);

}  // namespace cairn::engine
