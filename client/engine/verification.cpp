#include "client/engine/verification.h"

#include <algorithm>
#include <map>

#include "shared/base/byte_io.h"
#include "shared/base/domain.h"
#include "shared/base/hash.h"

namespace cairn::engine {
namespace {

constexpr const char* note_verified_members = "verified members";

struct Noted {
    Hash32 devices;
    WallTime at;
};
using Notes = std::map<MemberId, Noted>;

// Who it is and by which keys: of active devices, in the order of their ids.
Hash32 digest_of(const RosterView& roster, const MemberEntry& member) {
    std::vector<DeviceId> devices = member.devices;
    std::sort(devices.begin(), devices.end());
    Hasher hasher(domain::member_devices);
    hasher.add(roster.workspace()).add(member.id).add_u64(devices.size());
    for (const DeviceId& id : devices) {
        const DeviceEntry& device = *roster.device(id);
        hasher.add(device.id).add(device.channel).add(device.box);
    }
    return hasher.finish_as<Hash32>();
}

// This laptop wrote it: what cannot be read is a damaged file, of which the doctor speaks.
Notes read_notes(Workspace& workspace) {
    Notes notes;
    const auto bytes = workspace.replica().note(note_verified_members);
    if (!bytes) return notes;
    ByteReader in(*bytes);
    while (in.ok() && in.left() > 0) {
        const auto member = in.id<MemberId>();
        const auto devices = in.id<Hash32>();
        const WallTime at{static_cast<std::int64_t>(in.u64())};
        if (in.ok()) notes[member] = {devices, at};
    }
    return notes;
}

void write_notes(Workspace& workspace, const Notes& notes) {
    ByteWriter out;
    for (const auto& [member, noted] : notes)
        out.id(member).id(noted.devices).u64(static_cast<std::uint64_t>(noted.at.ms));
    workspace.replica().save_note(note_verified_members, out.bytes());
}

}  // namespace

const char* name_of(Trust trust) {
    switch (trust) {
        case Trust::unverified:
            return "unverified";
        case Trust::verified:
            return "verified";
        case Trust::changed:
            return "changed";
    }
    return "unknown";
}

Result<keys::SixWords, EngineError> words_with(Workspace& workspace, const MemberId& other) {
    const auto me = workspace.me();
    if (!me) return refuse(workspace.no_keys());
    const RosterView& roster = workspace.roster();
    const MemberEntry* theirs = roster.member(other);
    if (theirs == nullptr || !theirs->active() || other == *me) {
        return refuse(EngineError{
            EngineFault::wrong_value,
            "Six words are compared with another member who is in the workspace. `cairn members` "
            "lists them."});
    }
    const MemberEntry* mine = roster.member(*me);
    if (other < *me) std::swap(mine, theirs);  // the same for both
    const auto compared = Hasher(domain::six_words)
                              .add(digest_of(roster, *mine))
                              .add(digest_of(roster, *theirs))
                              .finish_as<Hash32>();
    auto words = keys::six_words(compared);
    if (!words) return refuse(EngineError{EngineFault::disk, words.error().sentence});
    return *words;
}

void note_verified(Workspace& workspace, const MemberId& other, WallTime now) {
    Notes notes = read_notes(workspace);
    const RosterView& roster = workspace.roster();
    notes[other] = {digest_of(roster, *roster.member(other)), now};
    write_notes(workspace, notes);
}

bool forget_verified(Workspace& workspace, const MemberId& other) {
    Notes notes = read_notes(workspace);
    if (notes.erase(other) == 0) return false;
    write_notes(workspace, notes);
    return true;
}

Verification verification_of(Workspace& workspace, const MemberId& member) {
    const Notes notes = read_notes(workspace);
    const auto noted = notes.find(member);
    const MemberEntry* entry = workspace.roster().member(member);
    if (noted == notes.end() || entry == nullptr) return {};
    const bool same = digest_of(workspace.roster(), *entry) == noted->second.devices;
    return {same ? Trust::verified : Trust::changed, noted->second.at};
}

std::vector<MemberId> changed_since_verified(Workspace& workspace) {
    std::vector<MemberId> changed;
    for (const auto& [member, noted] : read_notes(workspace)) {
        const MemberEntry* entry = workspace.roster().member(member);
        if (entry != nullptr && entry->active() &&
            digest_of(workspace.roster(), *entry) != noted.devices)
            changed.push_back(member);
    }
    return changed;
}

}  // namespace cairn::engine
