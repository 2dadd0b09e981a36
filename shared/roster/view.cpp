#include "shared/roster/view.h"

#include <algorithm>
#include <string>

#include "shared/base/contract.h"
#include "shared/base/domain.h"
#include "shared/base/hash.h"
#include "shared/identity/sign.h"
#include "shared/roster/refusal.h"
#include "shared/wire/limits.h"

namespace cairn {
namespace {

template <class Entry, class Map, class Id>
const Entry* find_in(const std::vector<Entry>& entries, const Map& at, const Id& id) {
    const auto found = at.find(id);
    return found == at.end() ? nullptr : &entries[found->second];
}

RosterFault fault_of(WireFault fault) {
    if (fault == WireFault::too_long) return RosterFault::too_long;
    if (fault == WireFault::unknown) return RosterFault::unknown_record;
    return RosterFault::malformed;
}

}  // namespace

Result<SignedRecord, RosterError> read_record(ByteView bytes) {
    if (bytes.size() > limits::record_bytes_max)
        return refuse_record(RosterFault::too_long, "The record is longer than any may be.");
    if (bytes.size() <= Signature::size)
        return refuse_record(RosterFault::malformed, "The record ends before its signature.");
    const ByteView body = bytes.first(bytes.size() - Signature::size);
    auto record = decode_record(body);
    if (!record)
        return refuse_record(fault_of(record.error().fault),
                             "The record cannot be read: " + record.error().sentence + ".");
    return SignedRecord{.record = std::move(*record),
                        .hash = hash_of_record(body),
                        .signature = *Signature::from(bytes.last(Signature::size))};
}

RecordHash hash_of_record(ByteView body) {
    return Hasher(domain::record_hash).add(body).finish_as<RecordHash>();
}

Result<Appended, RosterError> RosterView::append(ByteView bytes) {
    return take(bytes, Proofs::check);
}

Result<Appended, RosterError> RosterView::replay(ByteView bytes) {
    return take(bytes, Proofs::known);
}

Result<Appended, RosterError> RosterView::take(ByteView bytes, Proofs proofs) {
    const auto incoming = read_record(bytes);
    if (!incoming) return refuse(incoming.error());
    const Record& record = incoming->record;
    const bool proven = proofs == Proofs::known;
    auto fine = check_place(*incoming);
    if (fine) fine = check_actor(record);
    if (fine && !proven &&
        !verify(record.actor.view(),
                domain::record_signature,
                incoming->hash.view(),
                incoming->signature))
        fine = refuse_record(RosterFault::wrong_signature,
                             "The record is not signed by the device that it names.");
    if (fine) fine = std::visit([&](const auto& body) { return check(record, body); }, record.body);
    if (fine && !proven)
        fine = std::visit([&](const auto& body) { return prove(record, body); }, record.body);
    if (!fine) return refuse(fine.error());

    std::visit([&](const auto& body) { apply(*incoming, body); }, record.body);
    record_at_.emplace(incoming->hash, hashes_.size());
    hashes_.push_back(incoming->hash);
    return Appended{.index = record.index, .hash = incoming->hash, .kind = kind_of(record.body)};
}

RosterView::Check RosterView::check_place(const SignedRecord& incoming) const {
    const Record& record = incoming.record;
    const std::string index = std::to_string(record.index.value);
    if (record_at_.contains(incoming.hash))
        return refuse_record(RosterFault::already_held,
                             "Record " + index + " stands in the roster already.");
    if (record.index.value < hashes_.size())
        return refuse_record(RosterFault::superseded,
                             "Another record stands at " + index +
                                 ": fetch the roster and make this one anew on top of it.");
    if (record.index.value > hashes_.size())
        return refuse_record(RosterFault::gap,
                             "Record " + index + " comes before those it builds on: fetch from " +
                                 std::to_string(hashes_.size()) + " on.");
    if (record.previous != head())
        return refuse_record(RosterFault::wrong_previous,
                             "Record " + index + " builds on another roster than this one.");
    if (hashes_.size() >= limits::records_max)
        return refuse_record(RosterFault::roster_full, "The roster is full.");
    const RecordKind kind = kind_of(record.body);
    if (empty() != (kind == RecordKind::create))
        return refuse_record(RosterFault::create_misplaced,
                             "A roster begins with its creation, and has no other.");
    if (hashes_.size() == 1 && kind != RecordKind::epoch)
        return refuse_record(RosterFault::epoch_expected,
                             "The second record of a roster is its first epoch.");
    return {};
}

RosterView::Check RosterView::check_actor(const Record& record) const {
    if (const auto* create = std::get_if<CreateRecord>(&record.body)) {
        if (record.actor == create->device.sign) return {};
    } else if (const auto* used = std::get_if<InviteUsedRecord>(&record.body)) {
        if (record.actor == used->device.sign) return {};
    } else if (const DeviceEntry* actor = device(record.actor); actor != nullptr) {
        if (actor->active()) return {};
        return refuse_record(RosterFault::actor_unknown,
                             "The record was made by a device that was removed.");
    }
    return refuse_record(RosterFault::actor_unknown,
                         "The record was made by a device that does not belong to the workspace.");
}

WorkspaceId RosterView::workspace() const {
    return empty() ? WorkspaceId{} : WorkspaceId{hashes_.front().bytes};
}

RecordHash RosterView::head() const { return empty() ? RecordHash{} : hashes_.back(); }

std::optional<RecordHash> RosterView::record_hash(RecordIndex index) const {
    if (index.value >= hashes_.size()) return std::nullopt;
    return hashes_[index.value];
}

std::optional<RecordIndex> RosterView::index_of(const RecordHash& hash) const {
    const auto found = record_at_.find(hash);
    if (found == record_at_.end()) return std::nullopt;
    return RecordIndex{found->second};
}

const DeviceEntry* RosterView::device(const DeviceId& id) const {
    return find_in(devices_, device_at_, id);
}

const MemberEntry* RosterView::member(const MemberId& id) const {
    return find_in(members_, member_at_, id);
}

const MemberEntry* RosterView::member_of(const DeviceId& id) const {
    const DeviceEntry* entry = device(id);
    return entry == nullptr ? nullptr : member(entry->member);
}

const InviteEntry* RosterView::invite(const InviteId& id) const {
    return find_in(invites_, invite_at_, id);
}

const EpochEntry* RosterView::epoch(const EpochId& id) const {
    return find_in(epochs_, epoch_at_, id);
}

const EpochEntry* RosterView::current_epoch() const {
    return epochs_.empty() ? nullptr : &epochs_.back();
}

std::optional<Role> RosterView::role_at(const DeviceId& id, RecordIndex at) const {
    const DeviceEntry* entry = device(id);
    if (entry == nullptr || at < entry->added_at || at.value >= hashes_.size()) return std::nullopt;
    if (entry->revoked_at && *entry->revoked_at <= at) return std::nullopt;
    const auto& roles = member(entry->member)->roles;
    const auto after = std::upper_bound(
        roles.begin(), roles.end(), at, [](RecordIndex index, const RoleSince& since) {
            return index < since.from;
        });
    // A device comes no earlier than its member.
    CAIRN_ASSERT(after != roles.begin());
    return std::prev(after)->role;
}

WriteRight RosterView::may_write(const DeviceId& id, const RecordHash& head) const {
    const auto at = index_of(head);
    if (!at) return WriteRight::unknown_head;
    const auto role = role_at(id, *at);
    return role ? write_right_of(*role) : WriteRight::none;
}

}  // namespace cairn
