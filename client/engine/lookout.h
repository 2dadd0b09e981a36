#pragma once
// The radar over a workspace: what it sees, with as much of the past as its rules ask for.
#include <optional>
#include <string>

#include "client/engine/workspace.h"
#include "client/outline/outline.h"
#include "client/radar/radar.h"

namespace cairn::engine {

struct Lookout {
    outline::Outline outline;  // what the findings speak of
    radar::Seen seen;
};
// All of the plan, or what concerns an item and what is below it.
Lookout look_ahead(Workspace& workspace, const std::optional<ItemId>& below, WallTime now);

// Nobody hears of this finding about this item any more, or until a day is over; known to all
// members. Refused if there is no such rule, or it is muted so already.
Result<replica::Committed, EngineError> mute(Workspace& workspace,
                                             const ItemId& item,
                                             const std::string& code,
                                             std::optional<plan::Date> until,
                                             WallTime now);
Result<replica::Committed, EngineError> unmute(Workspace& workspace,
                                               const ItemId& item,
                                               const std::string& code,
                                               WallTime now);

}  // namespace cairn::engine
