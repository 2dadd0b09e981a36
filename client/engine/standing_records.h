#pragma once
// What every device does in the roster unasked while it is online: hand keys to those who lack
// them, name its member, and, if it is an owner's or admin's, end the invites whose time is over
// and replace a key that is due.
#include <optional>

#include "client/engine/workspace.h"

namespace cairn::engine {

// The next such record, if one is due. All goes by the server's clock: a laptop whose own is wrong
// ends no invite before its time, and does not find the key that it has just made a month old.
[[nodiscard]] std::optional<Bytes> standing_record(Workspace& workspace, WallTime server_now);

}  // namespace cairn::engine
