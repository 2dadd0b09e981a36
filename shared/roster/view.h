#pragma once
// The roster replayed to a view: members, devices, roles, invites and epochs, as everybody sees
// them. A value: copy it to pass a state on. Server and clients use this same class, so what one
// accepts all accept.
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "shared/base/ids.h"
#include "shared/base/result.h"
#include "shared/base/sequence.h"
#include "shared/roster/fault.h"
#include "shared/roster/rights.h"
#include "shared/wire/record.h"

namespace cairn {

// A right that a device lost. Of what it wrote under heads before `at`, only the pinned envelopes
// and their ancestors keep the right that their head gave; all else keeps `left`.
struct RightCut {
    RecordIndex at;                      // the record that took the right
    WriteRight left = WriteRight::none;  // comments or none
    std::vector<Tip> pins;               // ascending by hash
    friend bool operator==(const RightCut&, const RightCut&) = default;
};

struct DeviceEntry {
    DeviceId id;
    MemberId member;
    ChannelKey channel;
    BoxKey box;
    RecordIndex added_at;
    RecordHash
        added_by;  // the record that brought it in: what a device it adds signs as authoriser
    WallTime added_wall;                    // as its adder's clock claimed
    std::optional<DeviceId> added_through;  // the device that added it or opened its invite;
                                            // nothing for a member's first one
    std::optional<RecordIndex> revoked_at;  // or its member was removed
    std::vector<RightCut> cuts;             // ascending by record
    [[nodiscard]] bool active() const { return !revoked_at; }
};

struct RoleSince {
    RecordIndex from;  // in force at heads from this record on
    Role role = Role::reader;
};

struct SealedName {
    EpochId epoch;
    Bytes sealed;  // nonce (24), then ciphertext
};

struct MemberEntry {
    MemberId id;
    std::vector<RoleSince> roles;   // ascending, never empty; the last is in force
    std::vector<DeviceId> devices;  // active ones
    RecordIndex added_at;
    std::optional<InviteId> invited_by;  // nothing for the workspace's maker
    std::optional<SealedName> name;      // the newest
    std::optional<RecordIndex> removed_at;
    [[nodiscard]] bool active() const { return !removed_at; }
    [[nodiscard]] Role role() const { return roles.back().role; }
};

struct InviteEntry {
    InviteId id;
    BoxKey box;
    Role role_cap = Role::reader;
    WallTime expires;  // an `invite closed` record ends it: an owner's or admin's device writes it
    std::uint16_t uses = 1;
    std::uint16_t used = 0;
    bool unattended = false;
    std::optional<MemberId> bound_to;  // adds a further device to this member
    MemberId opened_by;
    DeviceId opened_by_device;
    RecordIndex opened_at;
    std::optional<RecordIndex> closed_at;
    [[nodiscard]] bool open() const { return !closed_at && used < uses; }
};

struct KeyShareEntry {
    RecordIndex index;
    DeviceId by;
    SealedFor share;
};

struct EpochEntry {
    EpochId id;
    Hash32 commitment;
    RecordIndex index;
    DeviceId by;
    std::optional<EpochId> previous;
    std::optional<WrappedKey> old_key;  // the previous epoch's key, under this one's
    std::shared_ptr<const std::vector<SealedFor>> sealed;  // ascending by recipient; never null
    std::vector<KeyShareEntry> shares;
    WallTime wall;
};

// Whom a record shuts out, and which open invites it closes besides.
struct Leaving {
    std::vector<DeviceId> devices;  // ascending
    std::set<InviteId> invites;
};

struct Appended {
    RecordIndex index;
    RecordHash hash;
    RecordKind kind = RecordKind::create;
};

// A record taken apart, its signature not yet checked.
struct SignedRecord {
    Record record;
    RecordHash hash;
    Signature signature;
};
// `bytes` is body ‖ signature (64), as stored. Checks limits and encoding only.
Result<SignedRecord, RosterError> read_record(ByteView bytes);
RecordHash hash_of_record(ByteView body);  // without the signature

// Pointers and references stay valid until the next append.
class RosterView {
public:
    // Checks every rule of schema/PROTOCOL.md section 9; a refused record leaves the view as it
    // was.
    [[nodiscard]] Result<Appended, RosterError> append(ByteView bytes);
    // The same for a record that came from append() before and was stored by this device since:
    // what its keys and signatures prove is not proven again, all other rules are
    // (docs/decisions/080-records-are-proven-once.md). Some 20 times as fast.
    [[nodiscard]] Result<Appended, RosterError> replay(ByteView bytes);

    [[nodiscard]] bool empty() const { return hashes_.empty(); }
    [[nodiscard]] WorkspaceId workspace() const;  // zeros while empty
    [[nodiscard]] RosterLength length() const { return {hashes_.size()}; }
    [[nodiscard]] RecordHash head() const;  // zeros while empty
    [[nodiscard]] std::optional<RecordHash> record_hash(RecordIndex index) const;
    [[nodiscard]] std::optional<RecordIndex> index_of(const RecordHash& hash) const;

    // In the order in which they came.
    [[nodiscard]] const std::vector<DeviceEntry>& devices() const { return devices_; }
    [[nodiscard]] const std::vector<MemberEntry>& members() const { return members_; }
    [[nodiscard]] const std::vector<InviteEntry>& invites() const { return invites_; }
    [[nodiscard]] const std::vector<EpochEntry>& epochs() const { return epochs_; }
    // Null if unknown.
    [[nodiscard]] const DeviceEntry* device(const DeviceId& id) const;
    [[nodiscard]] const MemberEntry* member(const MemberId& id) const;
    [[nodiscard]] const MemberEntry* member_of(const DeviceId& id) const;
    [[nodiscard]] const InviteEntry* invite(const InviteId& id) const;
    [[nodiscard]] const EpochEntry* epoch(const EpochId& id) const;
    [[nodiscard]] const EpochEntry* current_epoch() const;  // null before the first
    // Whether some record seals the epoch's key to `box`; rightly or not, only its owner can tell.
    [[nodiscard]] bool sealed_to(const EpochEntry& epoch, const BoxKey& box) const;

    // What removing the member, or revoking the device but for those `kept` of the devices that
    // came through it, would shut out.
    [[nodiscard]] Leaving leaving_with(const MemberId& member) const;
    [[nodiscard]] Leaving leaving_with(const DeviceId& device,
                                       const std::vector<DeviceId>& kept) const;
    // Active owners with an active device.
    [[nodiscard]] std::size_t owners() const;

    // The role of the device's member once the record at `at` had been replayed; nothing if the
    // device was not there yet, or no more, or no such record is held.
    [[nodiscard]] std::optional<Role> role_at(const DeviceId& id, RecordIndex at) const;
    // By the cited head alone; what a later record left of it: right_under().
    [[nodiscard]] WriteRight may_write(const DeviceId& id, const RecordHash& head) const;
    // Whether some right was lost that what cites this record may have been written under: then it
    // is valid by its place in its chain alone.
    [[nodiscard]] bool needs_pin(const DeviceId& id, RecordIndex cited) const;
    // Of an envelope that cites the record `cited`, whose head gave `given`: `is_pinned` says of a
    // cut whether the envelope is one of its pins or an ancestor of one.
    [[nodiscard]] WriteRight right_under(
        const DeviceId& id,
        RecordIndex cited,
        WriteRight given,
        const std::function<bool(const RightCut& cut)>& is_pinned) const;

    // To whom an epoch appended now must be sealed: active devices and open unattended invites,
    // ascending; none of those that leave with it.
    [[nodiscard]] std::vector<BoxKey> epoch_recipients(const Leaving& leaving = {}) const;
    // Active devices to which no record seals the current epoch's key: any member who holds it may
    // share it with them.
    [[nodiscard]] std::vector<DeviceId> devices_without_current_key() const;

private:
    using Check = Result<void, RosterError>;

    enum class Proofs : std::uint8_t { check, known };
    [[nodiscard]] Result<Appended, RosterError> take(ByteView bytes, Proofs proofs);
    [[nodiscard]] Check check_place(const SignedRecord& incoming) const;
    [[nodiscard]] Check check_actor(const Record& record) const;

    [[nodiscard]] Check check(const Record& record, const CreateRecord& body) const;
    [[nodiscard]] Check check(const Record& record, const EpochRecord& body) const;
    [[nodiscard]] Check check(const Record& record, const KeyShareRecord& body) const;
    [[nodiscard]] Check check(const Record& record, const InviteOpenedRecord& body) const;
    [[nodiscard]] Check check(const Record& record, const InviteClosedRecord& body) const;
    [[nodiscard]] Check check(const Record& record, const InviteUsedRecord& body) const;
    [[nodiscard]] Check check(const Record& record, const DeviceAddedRecord& body) const;
    [[nodiscard]] Check check(const Record& record, const MemberNamedRecord& body) const;
    [[nodiscard]] Check check(const Record& record, const RoleChangedRecord& body) const;
    [[nodiscard]] Check check(const Record& record, const MemberRemovedRecord& body) const;
    [[nodiscard]] Check check(const Record& record, const DeviceRevokedRecord& body) const;
    [[nodiscard]] Check check(const Record& record, const PinsRaisedRecord& body) const;
    [[nodiscard]] Check check_epoch(const EpochRecord& body, const Leaving& leaving) const;
    [[nodiscard]] Check check_active(const MemberId& member) const;
    [[nodiscard]] Check check_raised(const PinsRaisedRecord& body, const DeviceTips& raised) const;
    [[nodiscard]] Check check_terms(const MemberEntry& opener,
                                    const InviteOpenedRecord& body) const;
    [[nodiscard]] Check check_open(const InviteId& id) const;
    [[nodiscard]] Check check_new_keys(std::initializer_list<Hash32> keys) const;
    [[nodiscard]] Check check_new_device(const DeviceKeys& keys) const;
    [[nodiscard]] Check check_room_for_device(const MemberEntry* owner) const;

    // What only arithmetic on public keys can tell of a record that breaks no other rule.
    template <class Body>
    [[nodiscard]] Check prove(const Record&, const Body&) const {
        return {};
    }
    [[nodiscard]] Check prove(const Record& record, const CreateRecord& body) const;
    [[nodiscard]] Check prove(const Record& record, const InviteOpenedRecord& body) const;
    [[nodiscard]] Check prove(const Record& record, const InviteUsedRecord& body) const;
    [[nodiscard]] Check prove(const Record& record, const DeviceAddedRecord& body) const;

    void apply(const SignedRecord& incoming, const CreateRecord& body);
    void apply(const SignedRecord& incoming, const EpochRecord& body);
    void apply(const SignedRecord& incoming, const KeyShareRecord& body);
    void apply(const SignedRecord& incoming, const InviteOpenedRecord& body);
    void apply(const SignedRecord& incoming, const InviteClosedRecord& body);
    void apply(const SignedRecord& incoming, const InviteUsedRecord& body);
    void apply(const SignedRecord& incoming, const DeviceAddedRecord& body);
    void apply(const SignedRecord& incoming, const MemberNamedRecord& body);
    void apply(const SignedRecord& incoming, const RoleChangedRecord& body);
    void apply(const SignedRecord& incoming, const MemberRemovedRecord& body);
    void apply(const SignedRecord& incoming, const DeviceRevokedRecord& body);
    void apply(const SignedRecord& incoming, const PinsRaisedRecord& body);
    void cut_right(RecordIndex at, const DeviceTips& pins, WriteRight left);
    void shut_out(RecordIndex at, const Leaving& leaving, const Pins& pins);
    void close(const InviteId& id, RecordIndex at);
    void add_member(const SignedRecord& incoming,
                    const MemberId& id,
                    Role role,
                    std::optional<InviteId> invite);
    void add_device(const SignedRecord& incoming,
                    const MemberId& member,
                    const DeviceKeys& keys,
                    std::optional<DeviceId> through);

    std::vector<RecordHash> hashes_;
    std::vector<DeviceEntry> devices_;
    std::vector<MemberEntry> members_;
    std::vector<InviteEntry> invites_;
    std::vector<EpochEntry> epochs_;
    std::size_t open_invites_ = 0;
    std::unordered_map<RecordHash, std::size_t> record_at_;
    std::unordered_map<DeviceId, std::size_t> device_at_;
    std::unordered_map<MemberId, std::size_t> member_at_;
    std::map<InviteId, std::size_t> invite_at_;  // ids that an admin may choose at will: no hashing
    std::unordered_map<EpochId, std::size_t> epoch_at_;
    std::unordered_map<BoxKey, std::size_t> device_by_box_;
    std::set<Hash32> keys_;  // every key that ever appeared, of whatever use
    std::set<std::tuple<EpochId, BoxKey, DeviceId>> shared_;  // to whom, by whom
};

}  // namespace cairn
