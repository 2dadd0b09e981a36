// The rules of who loses what: roles, removals, revocations, and the pins that keep valid what was
// written before (schema/PROTOCOL.md section 9).
#include <algorithm>

#include "shared/base/contract.h"
#include "shared/roster/refusal.h"
#include "shared/roster/view.h"
#include "shared/wire/limits.h"

namespace cairn {
namespace {

using Check = Result<void, RosterError>;

bool lower_hash(const Tip& a, const Tip& b) { return a.hash < b.hash; }

bool are_tips(const std::vector<Tip>& tips) {
    const auto not_after = [](const Tip& a, const Tip& b) { return a.hash >= b.hash; };
    return std::adjacent_find(tips.begin(), tips.end(), not_after) == tips.end() &&
           std::all_of(tips.begin(), tips.end(), [](const Tip& tip) {
               return tip.number.value > 0 && !tip.hash.is_zero();
           });
}

Check wrong_pins() {
    return refuse_record(RosterFault::wrong_pins,
                         "The record does not pin, in order, exactly the devices that lose a "
                         "right.");
}

// `devices`: ascending.
Check check_pins(const Pins& pins, const std::vector<DeviceId>& devices) {
    const bool exact = std::equal(devices.begin(),
                                  devices.end(),
                                  pins.devices.begin(),
                                  pins.devices.end(),
                                  [](const DeviceId& id, const DeviceTips& of) {
                                      return of.device == id && are_tips(of.tips);
                                  });
    return exact ? Check{} : wrong_pins();
}

std::vector<DeviceId> ascending(std::vector<DeviceId> devices) {
    std::sort(devices.begin(), devices.end());
    return devices;
}

Check not_allowed(const char* sentence) {
    return refuse_record(RosterFault::not_allowed, sentence);
}

}  // namespace

// --- whom a record shuts out ---

Leaving RosterView::leaving_with(const MemberId& id) const {
    Leaving leaving{.devices = ascending(member(id)->devices), .invites = {}};
    for (const InviteEntry& entry : invites_)
        if (entry.open() && (entry.opened_by == id || entry.uses > 1))
            leaving.invites.insert(entry.id);
    return leaving;
}

// A device comes after the one it came through, so one pass finds them all.
Leaving RosterView::leaving_with(const DeviceId& id, const std::vector<DeviceId>& kept) const {
    std::set<DeviceId> devices{id};
    for (const DeviceEntry& entry : devices_) {
        const bool follows = entry.added_through && devices.contains(*entry.added_through);
        const bool stays = std::find(kept.begin(), kept.end(), entry.id) != kept.end();
        if (follows && !stays) devices.insert(entry.id);
    }
    Leaving leaving;
    for (const DeviceId& each : devices)
        if (device(each)->active()) leaving.devices.push_back(each);
    for (const InviteEntry& entry : invites_)
        if (entry.open() && (devices.contains(entry.opened_by_device) || entry.uses > 1))
            leaving.invites.insert(entry.id);
    return leaving;
}

std::size_t RosterView::owners() const {
    return static_cast<std::size_t>(
        std::count_if(members_.begin(), members_.end(), [](const MemberEntry& entry) {
            return entry.role() == Role::owner && !entry.devices.empty();
        }));
}

// --- what is left of a right ---

bool RosterView::needs_pin(const DeviceId& id, RecordIndex cited) const {
    const DeviceEntry* entry = device(id);
    return entry != nullptr && !entry->cuts.empty() && cited < entry->cuts.back().at;
}

WriteRight RosterView::right_under(
    const DeviceId& id,
    RecordIndex cited,
    WriteRight given,
    const std::function<bool(const RightCut& cut)>& is_pinned) const {
    WriteRight right = given;
    const DeviceEntry* entry = device(id);
    if (entry == nullptr) return right;
    for (const RightCut& cut : entry->cuts)
        if (cited < cut.at && cut.left < right && !is_pinned(cut)) right = cut.left;
    return right;
}

// --- roles ---

RosterView::Check RosterView::check_active(const MemberId& id) const {
    const MemberEntry* entry = member(id);
    if (entry == nullptr || !entry->active())
        return refuse_record(RosterFault::member_unknown,
                             "The workspace has no such member, or has removed them.");
    return {};
}

RosterView::Check RosterView::check(const Record& record, const RoleChangedRecord& body) const {
    if (auto fine = check_active(body.member); !fine) return fine;
    const MemberEntry& of = *member(body.member);
    const MemberEntry& actor = *member_of(record.actor);
    if (!may_change_role(actor.role(), actor.id == of.id, of.role(), body.role))
        return not_allowed(
            "Only an owner may change every role; an admin those of members below admin, and to "
            "admin at most.");
    if (body.role == of.role())
        return refuse_record(RosterFault::same_role, "The member has that role already.");
    if (of.role() == Role::owner && !of.devices.empty() && owners() == 1)
        return refuse_record(RosterFault::last_owner,
                             "A workspace keeps at least one owner: make somebody else an owner "
                             "first.");
    const bool loses = write_right_of(body.role) < write_right_of(of.role());
    if (loses) return check_pins(body.pins, ascending(of.devices));
    return body.pins.devices.empty() && !body.pins.cuts_more ? Check{} : wrong_pins();
}

void RosterView::apply(const SignedRecord& incoming, const RoleChangedRecord& body) {
    const RecordIndex at = incoming.record.index;
    members_[member_at_.at(body.member)].roles.push_back({.from = at, .role = body.role});
    for (const DeviceTips& pins : body.pins.devices) cut_right(at, pins, write_right_of(body.role));
    if (may_append(body.role, RecordKind::invite_opened)) return;
    for (const InviteEntry& entry : invites_)
        if (entry.open() && entry.opened_by == body.member && !entry.bound_to) close(entry.id, at);
}

// --- removals and revocations ---

RosterView::Check RosterView::check(const Record& record, const MemberRemovedRecord& body) const {
    if (auto fine = check_active(body.member); !fine) return fine;
    const MemberEntry& actor = *member_of(record.actor);
    if (actor.id == body.member)
        return refuse_record(
            RosterFault::not_oneself,
            std::string("Nobody removes themselves: who makes the next key would keep it. ") +
                (actor.role() == Role::owner && owners() == 1
                     ? "Make somebody else an owner first, who can then remove you."
                     : "Ask an owner."));
    if (!may_shut_out(actor.role(), member(body.member)->role()))
        return not_allowed("Only an owner may remove this member, or an admin who stands above.");
    const Leaving leaving = leaving_with(body.member);
    if (auto fine = check_pins(body.pins, leaving.devices); !fine) return fine;
    return check_epoch(body.epoch, leaving);
}

void RosterView::apply(const SignedRecord& incoming, const MemberRemovedRecord& body) {
    shut_out(incoming.record.index, leaving_with(body.member), body.pins);
    members_[member_at_.at(body.member)].removed_at = incoming.record.index;
    apply(incoming, body.epoch);
}

RosterView::Check RosterView::check(const Record& record, const DeviceRevokedRecord& body) const {
    const DeviceEntry* lost = device(body.device);
    if (lost == nullptr || !lost->active())
        return refuse_record(RosterFault::device_unknown,
                             "The workspace has no such device, or has revoked it.");
    const MemberEntry& actor = *member_of(record.actor);
    if (actor.id != lost->member && !may_shut_out(actor.role(), member(lost->member)->role()))
        return not_allowed(
            "A device is revoked by its own member, by an owner, or by an admin who stands above.");
    const std::vector<DeviceId> all = leaving_with(body.device, {}).devices;
    const bool kept_are_of_it =
        std::adjacent_find(body.kept.begin(), body.kept.end(), std::greater_equal<>()) ==
            body.kept.end() &&
        std::includes(all.begin(), all.end(), body.kept.begin(), body.kept.end()) &&
        !std::binary_search(body.kept.begin(), body.kept.end(), body.device);
    if (!kept_are_of_it)
        return refuse_record(RosterFault::wrong_list,
                             "The devices to keep are not, in order, some that came through the "
                             "revoked one.");
    const Leaving leaving = leaving_with(body.device, body.kept);
    if (std::binary_search(leaving.devices.begin(), leaving.devices.end(), record.actor))
        return refuse_record(RosterFault::not_oneself,
                             "A device does not revoke itself: who makes the next key would keep "
                             "it. Use another device.");
    if (auto fine = check_pins(body.pins, leaving.devices); !fine) return fine;
    return check_epoch(body.epoch, leaving);
}

void RosterView::apply(const SignedRecord& incoming, const DeviceRevokedRecord& body) {
    shut_out(incoming.record.index, leaving_with(body.device, body.kept), body.pins);
    apply(incoming, body.epoch);
}

void RosterView::shut_out(RecordIndex at, const Leaving& leaving, const Pins& pins) {
    for (const DeviceTips& of : pins.devices) cut_right(at, of, WriteRight::none);
    for (const DeviceId& id : leaving.devices) {
        DeviceEntry& entry = devices_[device_at_.at(id)];
        entry.revoked_at = at;
        std::erase(members_[member_at_.at(entry.member)].devices, id);
    }
    for (const InviteId& id : leaving.invites) close(id, at);
}

// --- pins ---

void RosterView::cut_right(RecordIndex at, const DeviceTips& pins, WriteRight left) {
    devices_[device_at_.at(pins.device)].cuts.push_back(
        {.at = at, .left = left, .pins = pins.tips});
}

RosterView::Check RosterView::check(const Record& record, const PinsRaisedRecord& body) const {
    if (!may_append(member_of(record.actor)->role(), RecordKind::pins_raised))
        return not_allowed("Only an owner or an admin may raise pins.");
    const auto not_after = [](const DeviceTips& a, const DeviceTips& b) {
        return a.device >= b.device;
    };
    if (body.devices.empty() ||
        std::adjacent_find(body.devices.begin(), body.devices.end(), not_after) !=
            body.devices.end())
        return wrong_pins();
    for (const DeviceTips& raised : body.devices)
        if (auto fine = check_raised(body, raised); !fine) return fine;
    return {};
}

RosterView::Check RosterView::check_raised(const PinsRaisedRecord& body,
                                           const DeviceTips& raised) const {
    const DeviceEntry* of = device(raised.device);
    if (of == nullptr || raised.tips.empty() || !are_tips(raised.tips)) return wrong_pins();
    const auto cut = std::find_if(of->cuts.begin(), of->cuts.end(), [&](const RightCut& each) {
        return each.at == body.loss;
    });
    if (cut == of->cuts.end()) return wrong_pins();
    std::vector<Tip> both;
    std::set_intersection(cut->pins.begin(),
                          cut->pins.end(),
                          raised.tips.begin(),
                          raised.tips.end(),
                          std::back_inserter(both),
                          lower_hash);
    const bool has_room = cut->pins.size() + raised.tips.size() <= limits::pins_of_a_cut_max;
    return both.empty() && has_room ? Check{} : wrong_pins();
}

void RosterView::apply(const SignedRecord& /*incoming*/, const PinsRaisedRecord& body) {
    for (const DeviceTips& raised : body.devices)
        for (RightCut& cut : devices_[device_at_.at(raised.device)].cuts) {
            if (cut.at != body.loss) continue;
            cut.pins.insert(cut.pins.end(), raised.tips.begin(), raised.tips.end());
            std::sort(cut.pins.begin(), cut.pins.end(), lower_hash);
        }
}

}  // namespace cairn
