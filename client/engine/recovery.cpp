#include "client/engine/recovery.h"

#include "shared/base/byte_io.h"
#include "shared/roster/build.h"
#include "shared/roster/statements.h"

namespace cairn::engine {
namespace {

constexpr const char* note_kits = "recovery kits";

}  // namespace

RecoveryLine make_kit(Workspace& workspace, const ServerAddress& server) {
    RecoveryLine kit;
    kit.server = server;
    kit.workspace = workspace.id();
    workspace.random().fill(kit.secret.writable());
    return kit;
}

RecordWish wish_for(const RecoveryLine& kit) {
    return [kit](Workspace& workspace, WallTime now) -> Result<std::optional<Bytes>, RosterError> {
        const DeviceSecrets paper = derive_device(kit.secret, kit.workspace);
        const RosterView& roster = workspace.roster();
        if (roster.device(paper.id()) != nullptr) return std::nullopt;
        const DeviceEntry& adder = *roster.device(workspace.device()->id());
        return make_device_added(Author{roster, *workspace.device(), now},
                                 introduce(paper, claim_by_device(kit.workspace, adder)));
    };
}

bool is_ready(Workspace& workspace, const RecoveryLine& kit) {
    const DeviceSecrets paper = derive_device(kit.secret, kit.workspace);
    const EpochEntry* epoch = workspace.roster().current_epoch();
    return workspace.roster().device(paper.id()) != nullptr && epoch != nullptr &&
           workspace.roster().sealed_to(*epoch, paper.box_key());
}

void note_kit(Workspace& workspace, const DeviceId& kit) {
    ByteWriter out;
    for (const DeviceId& known : kits(workspace)) out.id(known);
    out.id(kit);
    workspace.replica().save_note(note_kits, out.bytes());
}

std::vector<DeviceId> kits(Workspace& workspace) {
    std::vector<DeviceId> all;
    const auto bytes = workspace.replica().note(note_kits);
    if (!bytes) return all;
    ByteReader in(*bytes);
    while (in.ok() && in.left() > 0) {
        const auto id = in.id<DeviceId>();
        const DeviceEntry* device = workspace.roster().device(id);
        if (in.ok() && device != nullptr && device->active()) all.push_back(id);
    }
    return all;
}

}  // namespace cairn::engine
