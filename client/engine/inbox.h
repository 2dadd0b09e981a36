#pragma once
// Everything that people must look at (DESIGN 3.3): what the file alone tells (Reader::conflicts),
// and after it what only the catalog makes sense of:
// - finish_before_start: the planned or the actual finish of an item outside the trash;
// - owner_gone: a person or team that is in the trash, or no longer with us (`active`), and owns
//   items that are neither finished nor given up: one notice for all of them, in `others`. An item
//   without an owner is none: many have not been given one yet.
#include <vector>

#include "client/engine/workspace.h"

namespace cairn::engine {

// As all of it stands at one moment.
[[nodiscard]] std::vector<replica::ConflictView> inbox(Workspace& workspace);

// Waits for a choice between candidates: all else is to be looked at.
[[nodiscard]] bool is_to_decide(const replica::ConflictView& conflict);

}  // namespace cairn::engine
