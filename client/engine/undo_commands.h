#pragma once
// Undoing an own change: a new change that puts back, cell by cell, what the change replaced, where
// its edit is still the only head (DESIGN 3.4). What others have touched since is left alone and
// named. Undoing an undo is redo.
#include <string>
#include <vector>

#include "client/engine/change_builder.h"

namespace cairn::engine {

struct LeftAlone {
    ItemId item;
    merge::FieldNumber field = 0;
    std::string why;  // ends the sentence "left alone, because ..."
};
struct Undone {
    ChangeId undone;
    replica::Committed committed;
    std::vector<LeftAlone> left_alone;
};

// `change`: the start of an id in base32, or empty for the newest own change that still has an
// effect and is no undo itself.
Result<Undone, EngineError> undo(Workspace& workspace, const std::string& change, WallTime now);

}  // namespace cairn::engine
