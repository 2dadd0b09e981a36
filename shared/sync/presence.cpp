#include "shared/sync/presence.h"

#include "shared/base/byte_io.h"
#include "shared/base/domain.h"
#include "shared/identity/sign.h"

namespace cairn {
namespace {

Bytes covered(const WorkspaceId& workspace, const PresenceNote& note) {
    ByteWriter out;
    out.id(workspace).u64(note.counter).id(note.epoch).raw(note.sealed);
    return out.take();
}

}  // namespace

void sign_presence(const DeviceSecrets& device, const WorkspaceId& workspace, PresenceNote& note) {
    note.device = device.id();
    note.signature = sign(device.signing(), domain::presence_signature, covered(workspace, note));
}

bool verify_presence(const WorkspaceId& workspace, const PresenceNote& note) {
    return verify(
        note.device.view(), domain::presence_signature, covered(workspace, note), note.signature);
}

}  // namespace cairn
