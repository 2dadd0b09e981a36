#include "client/engine/standing_records.h"

#include <algorithm>

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

// The key was handed to an invite that is closed or used up by now, so that whoever has its line
// could read on, or has been in use for long. For each device once a day at most: never a rule of
// validity (DESIGN 5).
bool key_is_due(const RosterView& roster, const DeviceId& me, WallTime server_now) {
    constexpr std::int64_t ms_per_day = 86'400'000;
    constexpr std::int64_t days_of_a_key = 30;
    const EpochEntry& current = *roster.current_epoch();
    for (const EpochEntry& epoch : roster.epochs())
        if (epoch.by == me && server_now.ms < epoch.wall.ms + ms_per_day && epoch.previous)
            return false;
    if (server_now.ms >= current.wall.ms + days_of_a_key * ms_per_day) return true;
    return std::any_of(
        roster.invites().begin(), roster.invites().end(), [&](const InviteEntry& invite) {
            return !invite.open() && roster.sealed_to(current, invite.box);
        });
}

std::optional<Bytes> new_key(Workspace& workspace, const Author& author, WallTime server_now) {
    const MemberEntry* me = workspace.roster().member(*workspace.me());
    if (me == nullptr || !at_least(me->role(), Role::admin) || !holds_current_key(workspace))
        return std::nullopt;
    if (!key_is_due(workspace.roster(), author.device.id(), server_now)) return std::nullopt;
    auto epoch = make_epoch(author, workspace.keys(), workspace.random());
    if (!epoch) return std::nullopt;
    return std::move(*epoch);
}

}  // namespace

std::optional<Bytes> standing_record(Workspace& workspace, WallTime server_now) {
    const DeviceSecrets* device = workspace.device();
    if (device == nullptr || !workspace.me() || workspace.is_removed()) return std::nullopt;
    const Author author{workspace.roster(), *device, server_now};
    if (auto share = key_share(workspace, author)) return share;
    if (auto named = own_name(workspace, author)) return named;
    if (auto closed = expired_invites_closed(workspace, author, server_now)) return closed;
    return new_key(workspace, author, server_now);
}

}  // namespace cairn::engine
