#include "client/engine/standing_records.h"

#include "shared/roster/build.h"

namespace cairn::engine {
namespace {

bool holds_current_key(Workspace& workspace) {
    const EpochEntry* epoch = workspace.roster().current_epoch();
    return epoch != nullptr && workspace.keys().key(epoch->id) != nullptr;
}

std::optional<Bytes> key_share(Workspace& workspace, const Author& author) {
    const auto lacking = workspace.roster().devices_without_current_key();
    if (lacking.empty() || !holds_current_key(workspace)) return std::nullopt;
    const EpochId current = workspace.roster().current_epoch()->id;
    auto share = make_key_share(author, workspace.keys(), current, lacking, workspace.random());
    if (!share) return std::nullopt;
    return std::move(*share);
}

std::optional<Bytes> own_name(Workspace& workspace, const Author& author) {
    const MemberEntry* me = workspace.roster().member(*workspace.me());
    const auto name = workspace.wanted_name();
    if (me == nullptr || me->name || !name || name->empty() || !holds_current_key(workspace))
        return std::nullopt;
    auto named = make_member_named(author, workspace.keys(), *name, workspace.random());
    if (!named) return std::nullopt;
    return std::move(*named);
}

std::optional<Bytes> expired_invites_closed(Workspace& workspace,
                                            const Author& author,
                                            WallTime server_now) {
    const MemberEntry* me = workspace.roster().member(*workspace.me());
    if (me == nullptr || !at_least(me->role(), Role::admin)) return std::nullopt;
    std::vector<InviteId> over;
    for (const InviteEntry& invite : workspace.roster().invites())
        if (invite.open() && invite.expires.ms <= server_now.ms) over.push_back(invite.id);
    if (over.empty()) return std::nullopt;
    return make_invite_closed(author, std::move(over));
}

}  // namespace

std::optional<Bytes> standing_record(Workspace& workspace, WallTime now, WallTime server_now) {
    const DeviceSecrets* device = workspace.device();
    if (device == nullptr || !workspace.me()) return std::nullopt;
    const Author author{workspace.roster(), *device, now};
    if (auto share = key_share(workspace, author)) return share;
    if (auto named = own_name(workspace, author)) return named;
    return expired_invites_closed(workspace, author, server_now);
}

}  // namespace cairn::engine
