#pragma once
// What a connection may do, and how the roster makes it a member's.
#include <cstdint>
#include <optional>

#include "shared/base/ids.h"
#include "shared/base/sequence.h"
#include "shared/roster/view.h"

namespace cairn {

enum class Standing : std::uint8_t {
    founder,   // holds an open ticket: may begin a workspace, or bring one along
    returner,  // signs as a device unknown here: may bring back records with this server's receipts
    guest,     // holds an open invite: may read the roster and join
    member,    // a device of the roster
};

struct Admission {
    Standing standing = Standing::member;
    DeviceId device;  // of a member; claimed and signed for by a returner
    InviteId invite;  // of a guest
    std::optional<TicketNumber> ticket;
    ChannelKey peer;  // the connection's, proven by the handshake
};

// Null if no active device of the roster has this channel key.
const DeviceEntry* device_of_channel(const RosterView& roster, const ChannelKey& channel);

// The handshake has proven the channel key, and the device's own statement in the roster ties that
// key to it: so the moment a record brings the device in, the connection is its.
void become_member_if_known(Admission& admission, const RosterView& roster);

}  // namespace cairn
