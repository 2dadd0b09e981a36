#include "shared/roster/rights.h"

#include <array>

namespace cairn {

std::string_view name_of(RecordKind kind) {
    static constexpr std::array<std::string_view, record_kinds> names{"create",
                                                                      "epoch",
                                                                      "key share",
                                                                      "invite opened",
                                                                      "invite closed",
                                                                      "invite used",
                                                                      "device added",
                                                                      "member named",
                                                                      "role changed",
                                                                      "member removed",
                                                                      "device revoked",
                                                                      "pins raised"};
    return names.at(static_cast<std::size_t>(kind));
}

std::string_view name_of(Role role) {
    static constexpr std::array<std::string_view, 6> names{
        "", "owner", "admin", "editor", "commenter", "reader"};
    return names.at(static_cast<std::size_t>(role));
}

bool may_append(Role role, RecordKind kind) {
    switch (kind) {
        case RecordKind::create:
        case RecordKind::invite_used:
            return false;  // nobody's who is a member already
        case RecordKind::epoch:
        case RecordKind::invite_opened:
        case RecordKind::invite_closed:
        case RecordKind::role_changed:
        case RecordKind::member_removed:
        case RecordKind::device_revoked:
        case RecordKind::pins_raised:
            return at_least(role, Role::admin);
        case RecordKind::key_share:
        case RecordKind::device_added:
        case RecordKind::member_named:
            return true;
    }
    return false;
}

bool may_shut_out(Role role, Role other) {
    return role == Role::owner || (role == Role::admin && !at_least(other, Role::admin));
}

bool may_change_role(Role role, bool to_self, Role now, Role wanted) {
    if (role == Role::owner) return true;
    if (role != Role::admin || wanted == Role::owner) return false;
    return to_self || !at_least(now, Role::admin);
}

WriteRight write_right_of(Role role) {
    if (at_least(role, Role::editor)) return WriteRight::everything;
    return role == Role::commenter ? WriteRight::comments : WriteRight::none;
}

}  // namespace cairn
