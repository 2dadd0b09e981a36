#include "shared/roster/key_ring.h"

#include "shared/identity/sealed_key.h"
#include "shared/roster/statements.h"

namespace cairn {

void KeyRing::learn(const RosterView& roster, const DeviceSecrets& device) {
    learn_with(roster, device.box());
}

void KeyRing::learn(const RosterView& roster, const InviteKeys& invite) {
    learn_with(roster, invite.box);
}

void KeyRing::learn_with(const RosterView& roster, const ExchangeKey& box) {
    const auto& epochs = roster.epochs();
    const EpochEntry* newer = nullptr;
    for (auto epoch = epochs.rbegin(); epoch != epochs.rend(); newer = &*epoch, ++epoch) {
        if (keys_.contains(epoch->id)) continue;
        if (newer != nullptr && learn_wrapped(roster, *epoch, *newer)) continue;
        learn_sealed(roster, *epoch, box);
    }
}

bool KeyRing::learn_wrapped(const RosterView& roster,
                            const EpochEntry& epoch,
                            const EpochEntry& newer) {
    const EpochKey* newer_key = key(newer.id);
    if (newer_key == nullptr || !newer.old_key) return false;
    const auto opened =
        unwrap_key(*newer.old_key,
                   *newer_key,
                   {.workspace = roster.workspace(), .old_epoch = epoch.id, .new_epoch = newer.id});
    return opened && add(epoch, *opened);
}

bool KeyRing::learn_sealed(const RosterView& roster,
                           const EpochEntry& epoch,
                           const ExchangeKey& box) {
    const auto own = box.public_key_as<BoxKey>();
    const auto fits = [&](const SealedFor& share) {
        if (share.recipient != own) return false;
        const auto opened = open_sealed_key(
            share.sealed, box, {.workspace = roster.workspace(), .epoch = epoch.id});
        return opened && add(epoch, *opened);
    };
    for (const SealedFor& share : *epoch.sealed)
        if (fits(share)) return true;
    for (const KeyShareEntry& entry : epoch.shares)
        if (fits(entry.share)) return true;
    return false;
}

bool KeyRing::add(const EpochEntry& epoch, const EpochKey& key) {
    if (epoch_commitment(key) != epoch.commitment) return false;
    keys_.emplace(epoch.id, key);
    return true;
}

const EpochKey* KeyRing::key(const EpochId& epoch) const {
    const auto found = keys_.find(epoch);
    return found == keys_.end() ? nullptr : &found->second;
}

std::vector<EpochId> KeyRing::missing(const RosterView& roster) const {
    std::vector<EpochId> ids;
    for (const EpochEntry& epoch : roster.epochs())
        if (!keys_.contains(epoch.id)) ids.push_back(epoch.id);
    return ids;
}

std::optional<std::string> KeyRing::name_of(const RosterView& roster,
                                            const MemberId& member) const {
    const MemberEntry* entry = roster.member(member);
    if (entry == nullptr || !entry->name) return std::nullopt;
    const EpochKey* under = key(entry->name->epoch);
    if (under == nullptr) return std::nullopt;
    auto name = open_name(entry->name->sealed,
                          *under,
                          {.workspace = roster.workspace(), .epoch = entry->name->epoch},
                          member);
    if (!name) return std::nullopt;
    return std::move(*name);
}

}  // namespace cairn
