#include "shared/roster/build.h"

#include <algorithm>
#include <utility>

#include "shared/base/domain.h"
#include "shared/identity/sealed_key.h"
#include "shared/roster/refusal.h"
#include "shared/roster/statements.h"
#include "shared/wire/limits.h"

namespace cairn {
namespace {

Bytes at_head(const Author& author, RecordBody body) {
    return sign_record({.index = {author.roster.length().value},
                        .previous = author.roster.head(),
                        .actor = author.device.id(),
                        .wall = author.now,
                        .body = std::move(body)},
                       author.device.signing());
}

tl::unexpected<RosterError> refuse_without_key() {
    return refuse_record(RosterFault::key_missing,
                         "This device does not hold the workspace's key yet: another member's "
                         "device hands it over as soon as it is online.");
}

Result<SealedFor, RosterError> seal_for(const BoxKey& recipient,
                                        const EpochKey& key,
                                        const EpochPlace& place,
                                        Random& random) {
    const auto sealed = seal_key(key, recipient, place, random);
    if (!sealed)
        return refuse_record(RosterFault::weak_key,
                             "The recipient's key is one that keeps nothing.");
    return SealedFor{.recipient = recipient, .sealed = *sealed};
}

// The next epoch, for all who do not leave with it.
Result<EpochRecord, RosterError> next_epoch(const RosterView& roster,
                                            const KeyRing& keys,
                                            const Leaving& leaving,
                                            Random& random) {
    EpochKey fresh;
    random.fill(fresh.writable());
    EpochRecord body{.commitment = epoch_commitment(fresh), .sealed = {}, .old_key = {}};
    const EpochPlace place{.workspace = roster.workspace(),
                           .epoch = epoch_id(roster.workspace(), roster.head(), body.commitment)};

    if (const EpochEntry* old = roster.current_epoch()) {
        const EpochKey* old_key = keys.key(old->id);
        if (old_key == nullptr) return refuse_without_key();
        body.old_key.push_back(wrap_key(
            *old_key,
            fresh,
            {.workspace = place.workspace, .old_epoch = old->id, .new_epoch = place.epoch}));
    }
    for (const BoxKey& recipient : roster.epoch_recipients(leaving)) {
        const auto sealed = seal_for(recipient, fresh, place, random);
        if (!sealed) return refuse(sealed.error());
        body.sealed.push_back(*sealed);
    }
    return body;
}

Result<Pins, RosterError> pins_of(std::vector<DeviceId> devices, const HeldTips& held) {
    std::sort(devices.begin(), devices.end());
    Pins pins{.devices = {}, .cuts_more = held.cuts_more};
    for (const DeviceId& device : devices) {
        DeviceTips of{.device = device, .tips = {}};
        for (const DeviceTips& each : held.tips)
            if (each.device == device) of.tips = each.tips;
        if (of.tips.size() > limits::pinned_tips_per_device_max) {
            if (!held.cuts_more)
                return refuse_record(RosterFault::too_many_pins,
                                     "The device's history has more branches than one record "
                                     "names.");
            of.tips.resize(limits::pinned_tips_per_device_max);
        }
        pins.devices.push_back(std::move(of));
    }
    return pins;
}

}  // namespace

Bytes sign_record(const Record& record, const SigningKey& actor) {
    Bytes bytes = encode_record(record);
    const RecordHash hash = hash_of_record(bytes);
    append(bytes, sign(actor, domain::record_signature, hash.view()).view());
    return bytes;
}

Bytes make_create(const DeviceSecrets& maker, Random& random, WallTime now) {
    const auto nonce = random.make<Hash32>();
    const auto member = random.make<MemberId>();
    return at_head({.roster = RosterView{}, .device = maker, .now = now},
                   CreateRecord{.random = nonce,
                                .member = member,
                                .device = introduce(maker, claim_of_maker(nonce, member))});
}

Result<Bytes, RosterError> make_epoch(const Author& author, const KeyRing& keys, Random& random) {
    auto body = next_epoch(author.roster, keys, {}, random);
    if (!body) return refuse(body.error());
    return at_head(author, std::move(*body));
}

Result<Bytes, RosterError> make_key_share(const Author& author,
                                          const KeyRing& keys,
                                          const EpochId& epoch,
                                          const std::vector<DeviceId>& recipients,
                                          Random& random) {
    if (author.roster.epoch(epoch) == nullptr)
        return refuse_record(RosterFault::epoch_unknown, "The epoch is not in the roster.");
    const EpochKey* key = keys.key(epoch);
    if (key == nullptr) return refuse_without_key();
    KeyShareRecord body{.epoch = epoch, .shares = {}};
    const EpochPlace place{.workspace = author.roster.workspace(), .epoch = epoch};
    for (const DeviceId& recipient : recipients) {
        const DeviceEntry* to = author.roster.device(recipient);
        if (to == nullptr)
            return refuse_record(RosterFault::recipient_unknown,
                                 "The device is not in the roster.");
        const auto sealed = seal_for(to->box, *key, place, random);
        if (!sealed) return refuse(sealed.error());
        body.shares.push_back(*sealed);
    }
    std::sort(body.shares.begin(), body.shares.end(), [](const SealedFor& a, const SealedFor& b) {
        return a.recipient < b.recipient;
    });
    return at_head(author, std::move(body));
}

Bytes make_invite_opened(const Author& author,
                         const InviteSecret& secret,
                         const InviteTerms& terms) {
    const InviteKeys keys = derive_invite_keys(secret, author.roster.workspace());
    InviteOpenedRecord body{.sign = keys.id(),
                            .box = keys.box_key(),
                            .role_cap = terms.role_cap,
                            .expires = terms.expires,
                            .uses = terms.uses,
                            .unattended = terms.unattended,
                            .bound_to = {}};
    const MemberEntry* own = author.roster.member_of(author.device.id());
    if (terms.for_own_device && own != nullptr) {
        body.role_cap = own->role();
        body.bound_to.push_back(own->id);
    }
    return at_head(author, std::move(body));
}

Bytes make_invite_closed(const Author& author, std::vector<InviteId> invites) {
    std::sort(invites.begin(), invites.end());
    return at_head(author, InviteClosedRecord{.invites = std::move(invites)});
}

Result<Bytes, RosterError> make_invite_used(const Author& author,
                                            const InviteSecret& secret,
                                            Random& random) {
    const WorkspaceId workspace = author.roster.workspace();
    const InviteKeys keys = derive_invite_keys(secret, workspace);
    const InviteEntry* invite = author.roster.invite(keys.id());
    if (invite == nullptr)
        return refuse_record(RosterFault::invite_unknown, "The workspace has no such invite.");
    const MemberId member = invite->bound_to ? *invite->bound_to : random.make<MemberId>();
    const DeviceKeys device =
        introduce(author.device, claim_by_invite(workspace, member, invite->id));
    return at_head(author,
                   InviteUsedRecord{
                       .invite = invite->id,
                       .member = member,
                       .device = device,
                       .invite_signature = sign_invite_use(keys.sign, workspace, device, member)});
}

Bytes make_device_added(const Author& author, const DeviceKeys& introduced) {
    const DeviceEntry* own = author.roster.device(author.device.id());
    return at_head(author,
                   DeviceAddedRecord{.member = own == nullptr ? MemberId{} : own->member,
                                     .device = introduced});
}

Result<Bytes, RosterError> make_member_named(const Author& author,
                                             const KeyRing& keys,
                                             std::string_view name,
                                             Random& random) {
    if (name.empty() || name.size() > limits::name_bytes_max)
        return refuse_record(RosterFault::wrong_name_length, "A name has between 1 and 256 bytes.");
    const DeviceEntry* own = author.roster.device(author.device.id());
    if (own == nullptr)
        return refuse_record(RosterFault::actor_unknown, "This device is not in the roster.");
    const EpochEntry* epoch = author.roster.current_epoch();
    const EpochKey* key = epoch == nullptr ? nullptr : keys.key(epoch->id);
    if (key == nullptr) return refuse_without_key();
    const EpochPlace place{.workspace = author.roster.workspace(), .epoch = epoch->id};
    return at_head(
        author,
        MemberNamedRecord{.epoch = epoch->id,
                          .sealed_name = seal_name(name, *key, place, own->member, random)});
}

Result<Bytes, RosterError> make_role_changed(const Author& author,
                                             const MemberId& member,
                                             Role role,
                                             const HeldTips& held) {
    const MemberEntry* of = author.roster.member(member);
    if (of == nullptr)
        return refuse_record(RosterFault::member_unknown, "The workspace has no such member.");
    RoleChangedRecord body{.member = member, .role = role, .pins = {}};
    if (write_right_of(role) < write_right_of(of->role())) {
        auto pins = pins_of(of->devices, held);
        if (!pins) return refuse(pins.error());
        body.pins = std::move(*pins);
    }
    return at_head(author, std::move(body));
}

Result<Bytes, RosterError> make_member_removed(const Author& author,
                                               const KeyRing& keys,
                                               const MemberId& member,
                                               const HeldTips& held,
                                               Random& random) {
    if (author.roster.member(member) == nullptr)
        return refuse_record(RosterFault::member_unknown, "The workspace has no such member.");
    const Leaving leaving = author.roster.leaving_with(member);
    auto pins = pins_of(leaving.devices, held);
    if (!pins) return refuse(pins.error());
    auto epoch = next_epoch(author.roster, keys, leaving, random);
    if (!epoch) return refuse(epoch.error());
    return at_head(author,
                   MemberRemovedRecord{
                       .member = member, .pins = std::move(*pins), .epoch = std::move(*epoch)});
}

Result<Bytes, RosterError> make_device_revoked(const Author& author,
                                               const KeyRing& keys,
                                               const DeviceId& device,
                                               std::vector<DeviceId> kept,
                                               const HeldTips& held,
                                               Random& random) {
    if (author.roster.device(device) == nullptr)
        return refuse_record(RosterFault::device_unknown, "The workspace has no such device.");
    const std::vector<DeviceId> all = author.roster.leaving_with(device, {}).devices;
    if (author.device.id() != device &&
        std::binary_search(all.begin(), all.end(), author.device.id()))
        kept.push_back(author.device.id());
    std::sort(kept.begin(), kept.end());
    kept.erase(std::unique(kept.begin(), kept.end()), kept.end());
    const Leaving leaving = author.roster.leaving_with(device, kept);
    auto pins = pins_of(leaving.devices, held);
    if (!pins) return refuse(pins.error());
    auto epoch = next_epoch(author.roster, keys, leaving, random);
    if (!epoch) return refuse(epoch.error());
    return at_head(author,
                   DeviceRevokedRecord{.device = device,
                                       .kept = std::move(kept),
                                       .pins = std::move(*pins),
                                       .epoch = std::move(*epoch)});
}

Bytes make_pins_raised(const Author& author, RecordIndex loss, std::vector<DeviceTips> devices) {
    return at_head(author, PinsRaisedRecord{.loss = loss, .devices = std::move(devices)});
}

}  // namespace cairn
