#pragma once
// Recovery kits: a device on paper, registered like a laptop of its member, that can bring another
// laptop in. Which of one's devices are on paper stands in this laptop's file alone.
#include <vector>

#include "client/engine/sync_driver.h"
#include "client/engine/workspace.h"
#include "shared/roster/recovery_line.h"

namespace cairn::engine {

// A new kit for this workspace and its server; good once the record of wish_for() is in the roster.
RecoveryLine make_kit(Workspace& workspace, const ServerAddress& server);
[[nodiscard]] RecordWish wish_for(const RecoveryLine& kit);
// Whether it is in the roster, and the current key is sealed to it: what else it would open is
// nothing.
[[nodiscard]] bool is_ready(Workspace& workspace, const RecoveryLine& kit);

void note_kit(Workspace& workspace, const DeviceId& kit);
// Those made on this laptop that are still valid.
[[nodiscard]] std::vector<DeviceId> kits(Workspace& workspace);

}  // namespace cairn::engine
