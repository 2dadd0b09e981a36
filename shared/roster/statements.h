#pragma once
// What devices, invites and epochs sign, hash and derive in the roster (schema/PROTOCOL.md
// section 9). Signing and checking stand side by side, so that they cannot drift apart.
#include "shared/base/ids.h"
#include "shared/base/secret.h"
#include "shared/identity/device.h"
#include "shared/identity/sign.h"
#include "shared/roster/view.h"
#include "shared/wire/record.h"

namespace cairn {

// Where a new device belongs and what authorises it: what it signs about itself.
struct DeviceClaim {
    Hash32 workspace;  // the workspace's id; in a create, that record's random bytes
    MemberId member;
    Hash32 authoriser;
};
DeviceClaim claim_of_maker(const Hash32& random, const MemberId& member);
DeviceClaim claim_by_invite(const WorkspaceId& workspace,
                            const MemberId& member,
                            const InviteId& invite);
// `adder` adds the new device to its own member; the authoriser is the record that brought it in.
DeviceClaim claim_by_device(const WorkspaceId& workspace, const DeviceEntry& adder);

// The device's public keys with its statement.
DeviceKeys introduce(const DeviceSecrets& device, const DeviceClaim& claim);
[[nodiscard]] bool verify_introduction(const DeviceKeys& keys, const DeviceClaim& claim);

// The invite vouches for the device that uses it.
Signature sign_invite_use(const SigningKey& invite,
                          const WorkspaceId& workspace,
                          const DeviceKeys& keys,
                          const MemberId& member);
[[nodiscard]] bool verify_invite_use(const InviteUsedRecord& used, const WorkspaceId& workspace);

Hash32 epoch_commitment(const EpochKey& key);
EpochId epoch_id(const WorkspaceId& workspace,
                 const RecordHash& previous,
                 const Hash32& commitment);

// A public X25519 key that keeps secrets: in its one encoding, and not of small order.
[[nodiscard]] bool is_sound_exchange_key(const Hash32& key);

}  // namespace cairn
