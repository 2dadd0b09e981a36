#pragma once
// What a person is told when no more of somebody's work is taken for now (docs/decisions/088).
#include <string>
#include <vector>

#include "client/engine/workspace.h"

namespace cairn::engine {

// One for each device that is paused: whose, why, and what to do.
[[nodiscard]] std::vector<std::string> paused_sentences(Workspace& workspace);

}  // namespace cairn::engine
