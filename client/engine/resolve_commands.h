#pragma once
// Deciding conflicts: an ordinary edit over all heads, so that it clears for everybody.
#include <cstdint>
#include <string>

#include "client/engine/change_builder.h"

namespace cairn::engine {

// Keeps candidate `pick` (from 1, in the order of Reader::conflicts) of a field, by name as typed;
// "place" for where an item hangs.
Result<replica::Committed, EngineError> resolve_by_candidate(Workspace& workspace,
                                                             const ItemId& item,
                                                             const std::string& field,
                                                             std::uint32_t pick,
                                                             WallTime now);

// Writes another value over all candidates.
Result<replica::Committed, EngineError> resolve_by_value(Workspace& workspace,
                                                         const ItemId& item,
                                                         const std::string& field,
                                                         const std::string& typed,
                                                         WallTime now);

}  // namespace cairn::engine
