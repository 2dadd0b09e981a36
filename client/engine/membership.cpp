#include "client/engine/membership.h"

#include <algorithm>

#include "shared/base/byte_io.h"
#include "shared/roster/build.h"

namespace cairn::engine {
namespace {

using Kind = MembershipRequest::Kind;

constexpr std::string_view note_beginning = "request ";
constexpr std::uint8_t form = 1;
constexpr std::size_t sentence_bytes_max = 4'096;

// Of one width, so that they come in their order.
std::string note_of(std::uint64_t number) {
    std::string digits = std::to_string(number);
    digits.insert(0, 20 - digits.size(), '0');
    return std::string(note_beginning) + digits;
}

void save(Workspace& workspace, const QueuedRequest& queued) {
    const MembershipRequest& request = queued.request;
    ByteWriter out;
    out.u8(form).u64(queued.number).u8(static_cast<std::uint8_t>(request.kind));
    out.id(request.member).u8(static_cast<std::uint8_t>(request.role)).id(request.device);
    out.id(request.invite);
    out.u8(request.cuts_more ? 1 : 0).u64(static_cast<std::uint64_t>(queued.asked.ms));
    out.u64(queued.at.value).sized(bytes_of(queued.refused.value_or("")));
    out.u16(static_cast<std::uint16_t>(request.kept.size()));
    for (const DeviceId& device : request.kept) out.id(device);
    workspace.replica().save_note(note_of(queued.number), out.bytes());
}

std::optional<QueuedRequest> read(ByteView bytes) {
    ByteReader in(bytes);
    if (in.u8() != form) return std::nullopt;
    QueuedRequest queued;
    queued.number = in.u64();
    queued.request.kind = static_cast<Kind>(in.u8());
    queued.request.member = in.id<MemberId>();
    queued.request.role = static_cast<Role>(in.u8());
    queued.request.device = in.id<DeviceId>();
    queued.request.invite = in.id<InviteId>();
    queued.request.cuts_more = in.u8() != 0;
    queued.asked = {static_cast<std::int64_t>(in.u64())};
    queued.at = {in.u64()};
    const auto refused = text_of(in.sized(sentence_bytes_max));
    if (!refused.empty()) queued.refused = std::string(refused);
    const std::size_t kept = in.u16();
    for (std::size_t i = 0; i < kept && in.ok(); ++i)
        queued.request.kept.push_back(in.id<DeviceId>());
    return in.done() ? std::optional(queued) : std::nullopt;
}

// Of the newest loss whose pins leave out what this laptop holds; nothing if there is none.
std::optional<PinsRaisedRecord> raise_for(Workspace& workspace, const MemberId& member) {
    PinsRaisedRecord raised;
    const Frontier held = workspace.replica().frontier();
    for (const DeviceEntry& device : workspace.roster().devices()) {
        if (device.member != member || device.cuts.empty()) continue;
        const RightCut& cut = device.cuts.back();
        DeviceTips fresh{.device = device.id, .tips = {}};
        for (const Tip& tip : held.tips_of(device.id))
            if (std::find(cut.pins.begin(), cut.pins.end(), tip) == cut.pins.end())
                fresh.tips.push_back(tip);
        if (fresh.tips.empty() || cut.at < raised.loss) continue;
        if (raised.loss < cut.at) raised.devices.clear();
        raised.loss = cut.at;
        raised.devices.push_back(std::move(fresh));
    }
    if (raised.devices.empty()) return std::nullopt;
    std::sort(raised.devices.begin(), raised.devices.end(), [](const auto& a, const auto& b) {
        return a.device < b.device;
    });
    return raised;
}

// This laptop itself: somebody else's new key may be the one that is feared for.
bool has_rotated(Workspace& workspace, RosterLength since) {
    const std::vector<EpochEntry>& epochs = workspace.roster().epochs();
    return std::any_of(epochs.begin(), epochs.end(), [&](const EpochEntry& epoch) {
        return epoch.index.value >= since.value && epoch.by == workspace.device()->id();
    });
}

bool is_done(Workspace& workspace, const QueuedRequest& queued) {
    const RosterView& roster = workspace.roster();
    const MembershipRequest& request = queued.request;
    const MemberEntry* member = roster.member(request.member);
    const DeviceEntry* device = roster.device(request.device);
    switch (request.kind) {
        case Kind::change_role:
            return member != nullptr && member->active() && member->role() == request.role;
        case Kind::remove_member:
            return member != nullptr && !member->active();
        case Kind::revoke_device:
            return device != nullptr && !device->active();
        case Kind::rotate_key:
            return has_rotated(workspace, queued.at);
        case Kind::take_back_cut:
            return !raise_for(workspace, request.member);
        case Kind::close_invite:
            return roster.invite(request.invite) != nullptr &&
                   !roster.invite(request.invite)->open();
    }
    return false;
}

Result<Bytes, RosterError> build(Workspace& workspace,
                                 const MembershipRequest& request,
                                 WallTime now) {
    const Author author{workspace.roster(), *workspace.device(), now};
    const KeyRing& keys = workspace.keys();
    const std::vector<DeviceTips> tips = workspace.replica().frontier().tips();
    const HeldTips held{.tips = tips, .cuts_more = request.cuts_more};
    Random& random = workspace.random();
    switch (request.kind) {
        case Kind::change_role:
            return make_role_changed(author, request.member, request.role, held);
        case Kind::remove_member:
            return make_member_removed(author, keys, request.member, held, random);
        case Kind::revoke_device:
            return make_device_revoked(author, keys, request.device, request.kept, held, random);
        case Kind::rotate_key:
            return make_epoch(author, keys, random);
        case Kind::close_invite:
            return make_invite_closed(author, {request.invite});
        case Kind::take_back_cut:
            break;
    }
    PinsRaisedRecord raised = raise_for(workspace, request.member).value_or(PinsRaisedRecord{});
    return make_pins_raised(author, raised.loss, std::move(raised.devices));
}

EngineError from_roster(const RosterError& error) {
    return {
        error.fault == RosterFault::key_missing ? EngineFault::no_keys : EngineFault::not_allowed,
        error.sentence};
}

}  // namespace

Result<std::optional<Bytes>, RosterError> record_for(Workspace& workspace,
                                                     const QueuedRequest& request,
                                                     WallTime now) {
    if (is_done(workspace, request)) return std::optional<Bytes>();
    auto record = build(workspace, request.request, now);
    if (!record) return refuse(record.error());
    // What the server would refuse needs no journey.
    RosterView judged = workspace.roster();
    const auto appended = judged.append(*record);
    if (!appended) return refuse(appended.error());
    return std::optional(std::move(*record));
}

Result<std::uint64_t, EngineError> ask_for(Workspace& workspace,
                                           const MembershipRequest& request,
                                           WallTime now) {
    if (workspace.device() == nullptr) return refuse(workspace.no_keys());
    const auto before = queued_requests(workspace);
    QueuedRequest queued{.number = before.empty() ? 1 : before.back().number + 1,
                         .request = request,
                         .asked = now,
                         .at = workspace.roster().length(),
                         .refused = {}};
    const auto record = record_for(workspace, queued, now);
    if (!record) return refuse(from_roster(record.error()));
    if (!*record)
        return refuse(
            EngineError{EngineFault::nothing_to_do, "That is so already: there is nothing to do."});
    save(workspace, queued);
    return queued.number;
}

std::vector<QueuedRequest> queued_requests(Workspace& workspace) {
    std::vector<QueuedRequest> all;
    for (const std::string& name : workspace.replica().notes(std::string(note_beginning))) {
        const auto note = workspace.replica().note(name);
        if (auto queued = note ? read(*note) : std::nullopt) all.push_back(std::move(*queued));
    }
    return all;
}

std::optional<QueuedRequest> queued_request(Workspace& workspace, std::uint64_t number) {
    const auto note = workspace.replica().note(note_of(number));
    return note ? read(*note) : std::nullopt;
}

bool withdraw_request(Workspace& workspace, std::uint64_t number) {
    if (!workspace.replica().note(note_of(number))) return false;
    workspace.replica().save_note(note_of(number), {});
    return true;
}

void note_refused(Workspace& workspace, QueuedRequest request, const std::string& why) {
    request.refused = why.substr(0, sentence_bytes_max);
    save(workspace, request);
}

std::string words_of(Workspace& workspace, const MembershipRequest& request) {
    const std::string device = to_base32(request.device.view()).substr(0, 8);
    switch (request.kind) {
        case Kind::change_role:
            return "make " + workspace.name_of(request.member) + " " +
                   std::string(name_of(request.role));
        case Kind::remove_member:
            return "remove " + workspace.name_of(request.member);
        case Kind::revoke_device:
            return "revoke device " + device + " of " + workspace.name_of(request.device);
        case Kind::rotate_key:
            return "change the key";
        case Kind::close_invite:
            return "close invite " + to_base32(request.invite.view()).substr(0, 8);
        case Kind::take_back_cut:
            break;
    }
    return "keep what " + workspace.name_of(request.member) + " wrote";
}

}  // namespace cairn::engine
