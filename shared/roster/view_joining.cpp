// The rules of who comes in: creation, invites and further devices (schema/PROTOCOL.md section 9).
#include <algorithm>
#include <functional>

#include "shared/roster/refusal.h"
#include "shared/roster/statements.h"
#include "shared/roster/view.h"
#include "shared/wire/limits.h"

namespace cairn {
namespace {

template <class Id>
Hash32 as_key(const Id& id) {
    return Hash32{id.bytes};
}

Result<void, RosterError> prove_device(const DeviceKeys& keys, const DeviceClaim& claim) {
    if (!is_sound_exchange_key(as_key(keys.channel)) || !is_sound_exchange_key(as_key(keys.box)))
        return refuse_record(RosterFault::weak_key, "The new device has a key that keeps nothing.");
    if (!verify_introduction(keys, claim))
        return refuse_record(RosterFault::wrong_statement,
                             "The new device did not sign that it belongs to this member.");
    return {};
}

}  // namespace

RosterView::Check RosterView::check_new_keys(std::initializer_list<Hash32> keys) const {
    std::set<Hash32> here;
    for (const Hash32& key : keys)
        if (keys_.contains(key) || !here.insert(key).second)
            return refuse_record(RosterFault::key_reused,
                                 "The record brings in a key that was used before.");
    return {};
}

RosterView::Check RosterView::check_new_device(const DeviceKeys& keys) const {
    return check_new_keys({as_key(keys.sign), as_key(keys.channel), as_key(keys.box)});
}

RosterView::Check RosterView::check_room_for_device(const MemberEntry* owner) const {
    if (devices_.size() >= limits::devices_max)
        return refuse_record(RosterFault::too_many_devices,
                             "The workspace has no room for more "
                             "devices.");
    if (owner != nullptr && owner->devices.size() >= limits::devices_per_member_max)
        return refuse_record(RosterFault::too_many_devices, "The member has 16 devices already.");
    return {};
}

RosterView::Check RosterView::check(const Record& /*record*/, const CreateRecord& body) const {
    return check_new_device(body.device);
}

RosterView::Check RosterView::prove(const Record& /*record*/, const CreateRecord& body) const {
    return prove_device(body.device, claim_of_maker(body.random, body.member));
}

void RosterView::apply(const SignedRecord& incoming, const CreateRecord& body) {
    add_member(incoming, body.member, Role::owner, std::nullopt);
    add_device(incoming, body.member, body.device, std::nullopt);
}

RosterView::Check RosterView::check(const Record& record, const InviteOpenedRecord& body) const {
    const MemberEntry& opener = *member_of(record.actor);
    if (auto fine = check_terms(opener, body); !fine) return fine;
    if (body.uses < 1 || body.uses > limits::invite_uses_max)
        return refuse_record(RosterFault::wrong_uses, "An invite has between 1 and 1,000 uses.");
    if (open_invites_ >= limits::invites_open_max)
        return refuse_record(RosterFault::too_many_invites,
                             "Too many invites are open: close some first.");
    return check_new_keys({as_key(body.sign), as_key(body.box)});
}

RosterView::Check RosterView::prove(const Record& /*record*/,
                                    const InviteOpenedRecord& body) const {
    if (!is_sound_exchange_key(as_key(body.box)))
        return refuse_record(RosterFault::weak_key, "The invite has a key that keeps nothing.");
    return {};
}

RosterView::Check RosterView::check_terms(const MemberEntry& opener,
                                          const InviteOpenedRecord& body) const {
    if (!body.bound_to.empty()) {
        if (body.bound_to.front() != opener.id)
            return refuse_record(RosterFault::wrong_member,
                                 "An invite for a further device is bound to its own opener.");
        if (body.role_cap != opener.role())
            return refuse_record(RosterFault::wrong_role_cap,
                                 "An invite for a further device has its opener's role.");
        return {};
    }
    if (!may_append(opener.role(), RecordKind::invite_opened))
        return refuse_record(RosterFault::not_allowed,
                             "Only an owner or an admin may invite other people.");
    if (body.role_cap == Role::owner || !at_least(opener.role(), body.role_cap))
        return refuse_record(RosterFault::wrong_role_cap,
                             "An invite gives a role below owner, and none above its opener's.");
    return {};
}

void RosterView::apply(const SignedRecord& incoming, const InviteOpenedRecord& body) {
    const Record& record = incoming.record;
    InviteEntry entry{.id = body.sign,
                      .box = body.box,
                      .role_cap = body.role_cap,
                      .expires = body.expires,
                      .uses = body.uses,
                      .used = 0,
                      .unattended = body.unattended,
                      .bound_to = {},
                      .opened_by = device(record.actor)->member,
                      .opened_by_device = record.actor,
                      .opened_at = record.index,
                      .closed_at = {}};
    if (!body.bound_to.empty()) entry.bound_to = body.bound_to.front();
    keys_.insert({as_key(body.sign), as_key(body.box)});
    invite_at_.emplace(entry.id, invites_.size());
    invites_.push_back(entry);
    ++open_invites_;
}

RosterView::Check RosterView::check_open(const InviteId& id) const {
    const InviteEntry* entry = invite(id);
    if (entry == nullptr)
        return refuse_record(RosterFault::invite_unknown, "The workspace has no such invite.");
    if (entry->closed_at)
        return refuse_record(RosterFault::invite_closed,
                             "The invite was closed: ask for a new one.");
    if (!entry->open())
        return refuse_record(RosterFault::invite_used_up,
                             "The invite has been used as often as it may be: ask for a new one.");
    return {};
}

RosterView::Check RosterView::check(const Record& record, const InviteClosedRecord& body) const {
    if (body.invites.empty() ||
        std::adjacent_find(body.invites.begin(), body.invites.end(), std::greater_equal<>()) !=
            body.invites.end())
        return refuse_record(RosterFault::wrong_list,
                             "The invites to close are none, or not in ascending order.");
    const MemberEntry& closer = *member_of(record.actor);
    const bool may_close_all = may_append(closer.role(), RecordKind::invite_closed);
    for (const InviteId& id : body.invites) {
        if (auto fine = check_open(id); !fine) return fine;
        if (!may_close_all && invite(id)->opened_by != closer.id)
            return refuse_record(RosterFault::not_allowed,
                                 "Only an owner, an admin or its opener may close an invite.");
    }
    return {};
}

void RosterView::apply(const SignedRecord& incoming, const InviteClosedRecord& body) {
    for (const InviteId& id : body.invites) close(id, incoming.record.index);
}

void RosterView::close(const InviteId& id, RecordIndex at) {
    invites_[invite_at_.at(id)].closed_at = at;
    --open_invites_;
}

RosterView::Check RosterView::check(const Record& /*record*/, const InviteUsedRecord& body) const {
    if (auto fine = check_open(body.invite); !fine) return fine;
    const InviteEntry& by = *invite(body.invite);
    const MemberEntry* joined = member(body.member);
    if (by.bound_to && *by.bound_to != body.member)
        return refuse_record(RosterFault::wrong_member,
                             "The invite is for a further device of another member.");
    if (!by.bound_to && joined != nullptr)
        return refuse_record(RosterFault::member_known, "The new member's id is taken.");
    if (!by.bound_to && members_.size() >= limits::members_max)
        return refuse_record(RosterFault::too_many_members,
                             "The workspace has no room for more members.");
    if (auto fine = check_room_for_device(joined); !fine) return fine;
    return check_new_device(body.device);
}

RosterView::Check RosterView::prove(const Record& /*record*/, const InviteUsedRecord& body) const {
    const DeviceClaim claim = claim_by_invite(workspace(), body.member, body.invite);
    if (auto fine = prove_device(body.device, claim); !fine) return fine;
    if (!verify_invite_use(body, workspace()))
        return refuse_record(RosterFault::wrong_invite_signature,
                             "Whoever made this record does not hold the invite's secret.");
    return {};
}

void RosterView::apply(const SignedRecord& incoming, const InviteUsedRecord& body) {
    InviteEntry& by = invites_[invite_at_.at(body.invite)];
    ++by.used;
    if (!by.open()) --open_invites_;
    if (!by.bound_to) add_member(incoming, body.member, by.role_cap, by.id);
    const auto through = by.bound_to ? std::optional(by.opened_by_device) : std::nullopt;
    add_device(incoming, body.member, body.device, through);
}

RosterView::Check RosterView::check(const Record& record, const DeviceAddedRecord& body) const {
    const DeviceEntry& adder = *device(record.actor);
    if (body.member != adder.member)
        return refuse_record(RosterFault::wrong_member,
                             "A device adds devices to its own member only.");
    if (auto fine = check_room_for_device(member(body.member)); !fine) return fine;
    return check_new_device(body.device);
}

RosterView::Check RosterView::prove(const Record& record, const DeviceAddedRecord& body) const {
    return prove_device(body.device, claim_by_device(workspace(), *device(record.actor)));
}

void RosterView::apply(const SignedRecord& incoming, const DeviceAddedRecord& body) {
    add_device(incoming, body.member, body.device, incoming.record.actor);
}

void RosterView::add_member(const SignedRecord& incoming,
                            const MemberId& id,
                            Role role,
                            std::optional<InviteId> invite) {
    const RecordIndex index = incoming.record.index;
    member_at_.emplace(id, members_.size());
    members_.push_back({.id = id,
                        .roles = {{.from = index, .role = role}},
                        .devices = {},
                        .added_at = index,
                        .invited_by = invite,
                        .name = {},
                        .removed_at = {}});
}

void RosterView::add_device(const SignedRecord& incoming,
                            const MemberId& member,
                            const DeviceKeys& keys,
                            std::optional<DeviceId> through) {
    keys_.insert({as_key(keys.sign), as_key(keys.channel), as_key(keys.box)});
    device_at_.emplace(keys.sign, devices_.size());
    device_by_box_.emplace(keys.box, devices_.size());
    members_[member_at_.at(member)].devices.push_back(keys.sign);
    devices_.push_back({.id = keys.sign,
                        .member = member,
                        .channel = keys.channel,
                        .box = keys.box,
                        .added_at = incoming.record.index,
                        .added_by = incoming.hash,
                        .added_wall = incoming.record.wall,
                        .added_through = through,
                        .revoked_at = {},
                        .cuts = {}});
}

}  // namespace cairn
