#pragma once
// Roster records as plain structs (schema/PROTOCOL.md section 9). Bytes are stored as received and
// never re-encoded.
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "shared/base/ids.h"
#include "shared/base/result.h"
#include "shared/base/sequence.h"
#include "shared/base/time.h"
#include "shared/wire/fault.h"
#include "shared/wire/tip.h"

namespace cairn {

enum class Role : std::uint8_t { owner = 1, admin = 2, editor = 3, commenter = 4, reader = 5 };

struct DeviceKeys {
    DeviceId sign;
    ChannelKey channel;
    BoxKey box;
    Signature statement;  // the device's own, over who it belongs to and what authorises it
    friend bool operator==(const DeviceKeys&, const DeviceKeys&) = default;
};

struct SealedFor {
    BoxKey recipient;
    SealedKey sealed;
    friend bool operator==(const SealedFor&, const SealedFor&) = default;
};

struct CreateRecord {
    Hash32 random;
    MemberId member;
    DeviceKeys device;
};
struct EpochRecord {
    Hash32 commitment;
    std::vector<SealedFor> sealed;
    std::vector<WrappedKey> old_key;  // none in the first epoch, else one
};
struct KeyShareRecord {
    EpochId epoch;
    std::vector<SealedFor> shares;
};
struct InviteOpenedRecord {
    InviteId sign;
    BoxKey box;
    Role role_cap = Role::reader;
    WallTime expires;
    std::uint16_t uses = 1;
    bool unattended = false;
    std::vector<MemberId> bound_to;  // none, or the member that adds a further device
};
struct InviteClosedRecord {
    std::vector<InviteId> invites;
};
struct InviteUsedRecord {
    InviteId invite;
    MemberId member;
    DeviceKeys device;
    Signature invite_signature;  // over workspace, the three keys and the member id
};
struct DeviceAddedRecord {
    MemberId member;
    DeviceKeys device;
};
struct MemberNamedRecord {
    EpochId epoch;
    Bytes sealed_name;  // nonce (24), then ciphertext
};

// What devices wrote under a right that they lose, as far as it stays valid.
struct Pins {
    std::vector<DeviceTips> devices;  // ascending
    bool cuts_more = false;           // meant, though the server may hold more of them
};
struct RoleChangedRecord {
    MemberId member;
    Role role = Role::reader;
    Pins pins;
};
struct MemberRemovedRecord {
    MemberId member;
    Pins pins;
    EpochRecord epoch;
};
struct DeviceRevokedRecord {
    DeviceId device;
    std::vector<DeviceId> kept;  // ascending: that it added and that stay
    Pins pins;
    EpochRecord epoch;
};
struct PinsRaisedRecord {
    RecordIndex loss;  // the record whose pins are raised
    std::vector<DeviceTips> devices;
};

using RecordBody = std::variant<CreateRecord,
                                EpochRecord,
                                KeyShareRecord,
                                InviteOpenedRecord,
                                InviteClosedRecord,
                                InviteUsedRecord,
                                DeviceAddedRecord,
                                MemberNamedRecord,
                                RoleChangedRecord,
                                MemberRemovedRecord,
                                DeviceRevokedRecord,
                                PinsRaisedRecord>;

struct Record {
    RecordIndex index;  // 0 for create
    RecordHash previous;
    DeviceId actor;
    WallTime wall;
    RecordBody body;
};

// Of a record that takes a right, or may; else null.
inline const Pins* pins_of(const RecordBody& body) {
    if (const auto* changed = std::get_if<RoleChangedRecord>(&body)) return &changed->pins;
    if (const auto* removed = std::get_if<MemberRemovedRecord>(&body)) return &removed->pins;
    if (const auto* revoked = std::get_if<DeviceRevokedRecord>(&body)) return &revoked->pins;
    return nullptr;
}

// The body's bytes, to be hashed and signed; the stored record is body ‖ signature (64).
Bytes encode_record(const Record& record);
// `body` is the record without its signature. An unknown record type gives WireFault::unknown.
Result<Record, WireError> decode_record(ByteView body);

}  // namespace cairn
