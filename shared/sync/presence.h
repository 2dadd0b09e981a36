#pragma once
// A presence note's signature: by its device, over the workspace and all of the note
// (schema/PROTOCOL.md section 11). What is sealed inside is the client's.
#include "shared/identity/device.h"
#include "shared/wire/message.h"

namespace cairn {

// Sets the note's device and signature.
void sign_presence(const DeviceSecrets& device, const WorkspaceId& workspace, PresenceNote& note);
[[nodiscard]] bool verify_presence(const WorkspaceId& workspace, const PresenceNote& note);

}  // namespace cairn
