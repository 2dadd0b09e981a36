#pragma once
// Undoing an own change: a new change that puts back what the change replaced, as merge::plan_undo
// says, but that a new item keeps its fields in the trash. What others have touched since is left
// alone and named. Undoing an undo is redo.
#include <span>
#include <string>
#include <vector>

#include "client/engine/workspace.h"
#include "client/merge/undo.h"

namespace cairn::engine {

struct LeftAlone {
    ItemId item;
    merge::FieldNumber field = 0;
    merge::LeftAlone why = merge::LeftAlone::had_no_effect;
};
[[nodiscard]] const char* name_of(merge::LeftAlone why);      // in JSON answers
[[nodiscard]] const char* sentence_of(merge::LeftAlone why);  // ends "left alone, because ..."

struct Undone {
    ChangeId undone;
    replica::Committed committed;  // the last of several, where the action was
    std::vector<LeftAlone> left_alone;
};

// `change`: the start of an id in base32, or empty for the newest change of this laptop that is in
// force and is no undo itself: undo after undo goes back step by step. `only`: of a change of many
// items what concerns these, with the links that one of them is an end of; empty for all.
Result<Undone, EngineError> undo(Workspace& workspace,
                                 const std::string& change,
                                 std::span<const ItemId> only,
                                 WallTime now);

// `change`: an undone change, or an undo; or empty for the newest undo that was not redone, as long
// as nothing new was done here since: redo after redo goes forth again as far as undo went back.
Result<Undone, EngineError> redo(Workspace& workspace, const std::string& change, WallTime now);

// The changes, in order, that one action was cut into since it was too large for one: undo and redo
// take all of them together, whichever is named.
void note_action(Workspace& workspace, const std::vector<ChangeId>& parts);

// Plain undo passes this change over: nobody thinks of it as something they did.
void pass_over(Workspace& workspace, const ChangeId& change);

}  // namespace cairn::engine
