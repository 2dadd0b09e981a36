#pragma once
// Compares what the server signed for others, which their runs carry, with what it showed here: two
// people who are shown different worlds find out as soon as any envelope passes between them, by
// whatever path (schema/PROTOCOL.md section 11.1, docs/decisions/056).
#include <span>

#include "client/engine/workspace.h"

namespace cairn::engine {

// Runs that were applied stated these. Each device's newest statement is kept, and what cannot be
// compared yet is compared when the order and the roster here have come so far.
void hear(Workspace& workspace, std::span<const replica::Stated> stated);
// The order or the roster has grown. True if some of it still cannot be compared.
bool compare_what_was_heard(Workspace& workspace);
// The server has shown where it stands now: no less than what it signed for anybody before.
void compare_with(Workspace& workspace, const SeenCheckpoint& now);

}  // namespace cairn::engine
