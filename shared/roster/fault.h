#pragma once
// Why a record was refused: a stable code for programs and the wire, a sentence for people.
#include <cstdint>
#include <string>

namespace cairn {

enum class RosterFault : std::uint16_t {
    too_long = 1,           // beyond a limit of shared/wire/limits.h
    malformed = 2,          // not a record, or not in its one encoding
    unknown_record = 3,     // a newer version's: this one stops here (fails closed)
    wrong_signature = 4,    // not signed by the device that it names
    already_held = 5,       // this very record stands in the roster
    superseded = 6,         // its place is taken by another record: build it anew at the head
    gap = 7,                // records before it are missing
    wrong_previous = 8,     // names another record than the head
    roster_full = 9,        // limits::records_max
    create_misplaced = 10,  // record 0 is a create, and no other
    epoch_expected = 11,    // record 1 is the maker's first epoch
    actor_unknown = 12,     // not an active device of a member
    not_allowed = 13,       // the actor's role may not do this
    key_reused = 14,        // a key appears once ever, in any place
    weak_key = 15,          // a point of small order, or not in its one encoding
    wrong_statement = 16,   // the new device did not sign that it belongs there
    too_many_devices = 17,
    too_many_members = 18,
    too_many_invites = 19,
    epoch_unknown = 20,
    wrong_recipients = 21,   // an epoch is sealed to all who must read, and to nobody else
    wrong_old_key = 22,      // none in the first epoch, exactly one in each later one
    recipient_unknown = 23,  // a share goes to an active device
    share_repeated = 24,     // this actor has already sealed this key to this device
    wrong_role_cap = 25,     // owner, above the opener's role, or (bound) not the opener's role
    wrong_uses = 26,         // 1 to 1,000
    invite_unknown = 27,
    invite_closed = 28,
    invite_used_up = 29,
    wrong_invite_signature = 30,
    wrong_member = 31,  // not the actor's member, nor the one an invite is bound to
    member_known = 32,  // a new member's id is already taken
    wrong_name_length = 33,
    key_missing = 34,     // builders only: this device lacks the epoch key it would need
    wrong_list = 35,      // of shares, invites or devices: empty, not ascending, or of others
    member_unknown = 36,  // never there, or removed
    device_unknown = 37,  // never there, or revoked
    same_role = 38,
    last_owner = 39,   // nobody would be left who may do everything
    wrong_pins = 40,   // not of exactly the devices that lose a right, or not in order
    not_oneself = 41,  // a removal or revocation of who acts: whoever makes the next key would not
                       // be shut out
    too_many_pins = 42,  // builders only: the device has more branches than a record names
};

struct RosterError {
    RosterFault fault = RosterFault::malformed;
    std::string sentence;  // in English, without secrets
};

}  // namespace cairn
