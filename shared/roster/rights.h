#pragma once
// Who may do what (schema/PROTOCOL.md section 9), as tables without state.
#include <cstdint>
#include <string_view>

#include "shared/wire/record.h"

namespace cairn {

// In the order of RecordBody's alternatives.
enum class RecordKind : std::uint8_t {
    create,
    epoch,
    key_share,
    invite_opened,
    invite_closed,
    invite_used,
    device_added,
    member_named,
    role_changed,
    member_removed,
    device_revoked,
    pins_raised,
};
inline constexpr std::size_t record_kinds = 12;
static_assert(std::variant_size_v<RecordBody> == record_kinds);

inline RecordKind kind_of(const RecordBody& body) { return static_cast<RecordKind>(body.index()); }
std::string_view name_of(RecordKind kind);  // "invite opened"
std::string_view name_of(Role role);        // "owner"

// owner > admin > editor > commenter > reader
inline bool at_least(Role role, Role needed) {
    return static_cast<std::uint8_t>(role) <= static_cast<std::uint8_t>(needed);
}

// Whether a member's device may append such a record for others. Everybody may besides act for
// themselves: open an invite bound to their own member id, close what they opened, and revoke a
// device of theirs.
bool may_append(Role role, RecordKind kind);

// Whether somebody in `role` may remove somebody else in `other`, and revoke their devices: an
// owner everybody, an admin whoever is below.
bool may_shut_out(Role role, Role other);
// Whether somebody in `role` may give `wanted` to somebody in `now`, or to themselves. An owner
// anything; an admin what is below owner, to who is below admin; an admin may step down.
bool may_change_role(Role role, bool to_self, Role now, Role wanted);

// What an envelope's author may write in the plan.
enum class WriteRight : std::uint8_t {
    unknown_head,  // the cited record has not arrived: parked
    none,          // unknown device at that head, or a reader: void
    comments,      // only fields of items with the member's own comment prefix
    everything,
};
WriteRight write_right_of(Role role);

}  // namespace cairn
