// The rules of epochs, key shares and names (schema/PROTOCOL.md section 9).
#include <algorithm>

#include "shared/roster/refusal.h"
#include "shared/roster/statements.h"
#include "shared/roster/view.h"
#include "shared/wire/limits.h"

namespace cairn {
namespace {

constexpr std::size_t name_overhead_bytes = 24 + 16;  // nonce and tag

bool sealed_in(const std::vector<SealedFor>& sealed, const BoxKey& box) {
    const auto at = std::lower_bound(
        sealed.begin(), sealed.end(), box, [](const SealedFor& share, const BoxKey& key) {
            return share.recipient < key;
        });
    return at != sealed.end() && at->recipient == box;
}

}  // namespace

RosterView::Check RosterView::check(const Record& record, const EpochRecord& body) const {
    if (!may_append(member_of(record.actor)->role(), RecordKind::epoch))
        return refuse_record(RosterFault::not_allowed,
                             "Only an owner or an admin may start an epoch.");
    return check_epoch(body, {});
}

RosterView::Check RosterView::check_epoch(const EpochRecord& body, const Leaving& leaving) const {
    if (body.old_key.size() != (epochs_.empty() ? 0U : 1U))
        return refuse_record(RosterFault::wrong_old_key,
                             epochs_.empty() ? "The first epoch has no key before it to wrap."
                                             : "The epoch lacks the key of the one before.");
    const bool is_reused = std::any_of(epochs_.begin(), epochs_.end(), [&](const EpochEntry& each) {
        return each.commitment == body.commitment;
    });
    if (is_reused)
        return refuse_record(RosterFault::key_reused,
                             "The epoch's key is an earlier epoch's: whoever was shut out since "
                             "would still have it.");
    const auto wanted = epoch_recipients(leaving);
    const bool exact = std::equal(
        wanted.begin(),
        wanted.end(),
        body.sealed.begin(),
        body.sealed.end(),
        [](const BoxKey& box, const SealedFor& share) { return box == share.recipient; });
    if (!exact)
        return refuse_record(RosterFault::wrong_recipients,
                             "The epoch's key is not sealed, in order, to exactly the active "
                             "devices and the open unattended invites.");
    return {};
}

void RosterView::apply(const SignedRecord& incoming, const EpochRecord& body) {
    const Record& record = incoming.record;
    EpochEntry entry{.id = epoch_id(workspace(), record.previous, body.commitment),
                     .commitment = body.commitment,
                     .index = record.index,
                     .by = record.actor,
                     .previous = {},
                     .old_key = {},
                     .sealed = std::make_shared<const std::vector<SealedFor>>(body.sealed),
                     .shares = {},
                     .wall = record.wall};
    if (!epochs_.empty()) {
        entry.previous = epochs_.back().id;
        entry.old_key = body.old_key.front();
    }
    epoch_at_.emplace(entry.id, epochs_.size());
    epochs_.push_back(std::move(entry));
}

RosterView::Check RosterView::check(const Record& record, const KeyShareRecord& body) const {
    const EpochEntry* of = epoch(body.epoch);
    if (of == nullptr)
        return refuse_record(RosterFault::epoch_unknown, "The share is of an unknown epoch.");
    const auto not_after = [](const SealedFor& a, const SealedFor& b) {
        return a.recipient >= b.recipient;
    };
    if (body.shares.empty() ||
        std::adjacent_find(body.shares.begin(), body.shares.end(), not_after) != body.shares.end())
        return refuse_record(RosterFault::wrong_list,
                             "The shares are none, or not in ascending order.");
    for (const SealedFor& share : body.shares) {
        const auto to = device_by_box_.find(share.recipient);
        if (to == device_by_box_.end() || !devices_[to->second].active())
            return refuse_record(RosterFault::recipient_unknown,
                                 "The share is for no active device of the workspace.");
        const bool in_epoch = of->by == record.actor && sealed_in(*of->sealed, share.recipient);
        if (in_epoch || shared_.contains({body.epoch, share.recipient, record.actor}))
            return refuse_record(RosterFault::share_repeated,
                                 "This device has sealed this key to that device already.");
    }
    return {};
}

void RosterView::apply(const SignedRecord& incoming, const KeyShareRecord& body) {
    const Record& record = incoming.record;
    EpochEntry& of = epochs_[epoch_at_.at(body.epoch)];
    for (const SealedFor& share : body.shares) {
        shared_.emplace(body.epoch, share.recipient, record.actor);
        of.shares.push_back({.index = record.index, .by = record.actor, .share = share});
    }
}

RosterView::Check RosterView::check(const Record& /*record*/, const MemberNamedRecord& body) const {
    if (epoch(body.epoch) == nullptr)
        return refuse_record(RosterFault::epoch_unknown, "The name is under an unknown epoch.");
    if (body.sealed_name.size() <= name_overhead_bytes ||
        body.sealed_name.size() > name_overhead_bytes + limits::name_bytes_max)
        return refuse_record(RosterFault::wrong_name_length, "A name has between 1 and 256 bytes.");
    return {};
}

void RosterView::apply(const SignedRecord& incoming, const MemberNamedRecord& body) {
    const MemberId& id = device(incoming.record.actor)->member;
    members_[member_at_.at(id)].name = SealedName{.epoch = body.epoch, .sealed = body.sealed_name};
}

bool RosterView::sealed_to(const EpochEntry& epoch, const BoxKey& box) const {
    if (sealed_in(*epoch.sealed, box)) return true;
    const auto share = shared_.lower_bound({epoch.id, box, DeviceId{}});
    return share != shared_.end() && std::get<EpochId>(*share) == epoch.id &&
           std::get<BoxKey>(*share) == box;
}

std::vector<BoxKey> RosterView::epoch_recipients(const Leaving& leaving) const {
    std::vector<BoxKey> boxes;
    boxes.reserve(devices_.size());
    const auto leaves = [&](const DeviceId& id) {
        return std::binary_search(leaving.devices.begin(), leaving.devices.end(), id);
    };
    for (const DeviceEntry& entry : devices_)
        if (entry.active() && !leaves(entry.id)) boxes.push_back(entry.box);
    for (const InviteEntry& entry : invites_)
        if (entry.unattended && entry.open() && !leaving.invites.contains(entry.id))
            boxes.push_back(entry.box);
    std::sort(boxes.begin(), boxes.end());
    return boxes;
}

std::vector<DeviceId> RosterView::devices_without_current_key() const {
    std::vector<DeviceId> without;
    const EpochEntry* current = current_epoch();
    if (current == nullptr) return without;
    for (const DeviceEntry& entry : devices_)
        if (entry.active() && !sealed_to(*current, entry.box)) without.push_back(entry.id);
    return without;
}

}  // namespace cairn
