#pragma once
// What an owner or admin asks of the list of members: kept in the workspace file until a server has
// taken it, and judged anew at the head whenever that moved (DESIGN 5). What others have done
// meanwhile, or what this member may no longer do, ends a request.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "client/engine/workspace.h"

namespace cairn::engine {

struct MembershipRequest {
    enum class Kind : std::uint8_t {
        change_role = 1,
        remove_member = 2,
        revoke_device = 3,
        rotate_key = 4,
        take_back_cut = 5,  // what a removed or demoted member wrote beyond the pins, as held here
        close_invite = 6,
    };
    Kind kind = Kind::rotate_key;
    MemberId member;  // not of rotate_key and close_invite
    Role role = Role::reader;
    DeviceId device;
    std::vector<DeviceId> kept;  // of those that came through the device
    InviteId invite;
    bool cuts_more = false;  // though the server may hold more of them than this laptop
};

struct QueuedRequest {
    std::uint64_t number = 0;  // for people, from 1
    MembershipRequest request;
    WallTime asked;
    RosterLength at;                     // of the roster, when it was asked
    std::optional<std::string> refused;  // why nothing came of it; it stays to be read
};

// Kept, on disk when it returns. Refused if the roster as known here forbids it: not_allowed,
// nothing_to_do, no_keys.
Result<std::uint64_t, EngineError> ask_for(Workspace& workspace,
                                           const MembershipRequest& request,
                                           WallTime now);
[[nodiscard]] std::vector<QueuedRequest> queued_requests(Workspace& workspace);
[[nodiscard]] std::optional<QueuedRequest> queued_request(Workspace& workspace,
                                                          std::uint64_t number);
// False: there is none.
bool withdraw_request(Workspace& workspace, std::uint64_t number);
void note_refused(Workspace& workspace, QueuedRequest request, const std::string& why);

// The record that carries it out at the head. Nothing: it is done already.
Result<std::optional<Bytes>, RosterError> record_for(Workspace& workspace,
                                                     const QueuedRequest& request,
                                                     WallTime now);

// "remove Ben", for people.
[[nodiscard]] std::string words_of(Workspace& workspace, const MembershipRequest& request);

}  // namespace cairn::engine
