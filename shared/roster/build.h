#pragma once
// New records, signed and ready to append at the head they were built on. Pure: chance and time are
// arguments, and nothing changes until RosterView::append takes the bytes. The view judges them
// like anybody's: a builder refuses only what it cannot make.
#include <cstdint>
#include <string_view>
#include <vector>

#include "shared/base/random.h"
#include "shared/base/time.h"
#include "shared/identity/device.h"
#include "shared/identity/invite_keys.h"
#include "shared/roster/key_ring.h"
#include "shared/roster/view.h"

namespace cairn {

// Who makes a record, on top of what, when.
struct Author {
    const RosterView& roster;
    const DeviceSecrets& device;
    WallTime now;
};

// body ‖ signature, for the builders below and for tests of what they would never make.
Bytes sign_record(const Record& record, const SigningKey& actor);

// Record 0; its maker becomes the owner, under a random member id.
Bytes make_create(const DeviceSecrets& maker, Random& random, WallTime now);

// A fresh key, sealed to everybody who must read; the maker's ring learns it from the view like
// all others. Refused with key_missing if `keys` lacks the epoch before.
Result<Bytes, RosterError> make_epoch(const Author& author, const KeyRing& keys, Random& random);

// Refused with key_missing, epoch_unknown or recipient_unknown.
Result<Bytes, RosterError> make_key_share(const Author& author,
                                          const KeyRing& keys,
                                          const EpochId& epoch,
                                          const std::vector<DeviceId>& recipients,
                                          Random& random);

struct InviteTerms {
    Role role_cap = Role::reader;  // unused for an own device
    WallTime expires{};
    std::uint16_t uses = 1;
    bool unattended = false;      // follow it with an epoch, which seals the key to the invite
    bool for_own_device = false;  // bound to the author's own member
};
Bytes make_invite_opened(const Author& author,
                         const InviteSecret& secret,
                         const InviteTerms& terms);
Bytes make_invite_closed(const Author& author, std::vector<InviteId> invites);

// The joiner's own record; author.device is the device that joins. Refused with invite_unknown.
Result<Bytes, RosterError> make_invite_used(const Author& author,
                                            const InviteSecret& secret,
                                            Random& random);

// `introduced`: what the new device said of itself, by introduce() with claim_by_device().
Bytes make_device_added(const Author& author, const DeviceKeys& introduced);

// Names the author's own member. Refused with key_missing, or wrong_name_length (1 to 256 bytes).
Result<Bytes, RosterError> make_member_named(const Author& author,
                                             const KeyRing& keys,
                                             std::string_view name,
                                             Random& random);

// --- losses of rights (schema/PROTOCOL.md section 9) ---

// What the acting device holds of everybody, as Replica::frontier tells: its tips become the pins.
// All of it should be on the server by now. `cuts_more`: go on though the server holds more, as
// somebody who floods it would have it.
struct HeldTips {
    const std::vector<DeviceTips>& tips;
    bool cuts_more = false;
};

// Refused with member_unknown, too_many_pins (a device with more branches than a record holds, and
// not cuts_more).
Result<Bytes, RosterError> make_role_changed(const Author& author,
                                             const MemberId& member,
                                             Role role,
                                             const HeldTips& held);
// Refused with member_unknown, too_many_pins, key_missing.
Result<Bytes, RosterError> make_member_removed(const Author& author,
                                               const KeyRing& keys,
                                               const MemberId& member,
                                               const HeldTips& held,
                                               Random& random);
// The author's own device stays, whatever it came through. Refused with device_unknown,
// too_many_pins, key_missing.
Result<Bytes, RosterError> make_device_revoked(const Author& author,
                                               const KeyRing& keys,
                                               const DeviceId& device,
                                               std::vector<DeviceId> kept,
                                               const HeldTips& held,
                                               Random& random);
Bytes make_pins_raised(const Author& author, RecordIndex loss, std::vector<DeviceTips> devices);

}  // namespace cairn
