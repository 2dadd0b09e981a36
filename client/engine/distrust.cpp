#include "client/engine/distrust.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "shared/base/byte_io.h"

namespace cairn::engine {
namespace {

using replica::EnvelopeReason;
using replica::EnvelopeState;

constexpr const char* note_distrust_of = "distrust";
constexpr std::uint8_t form = 1;
constexpr std::size_t noted_max = 256;       // further ones are told by the count of the others
constexpr std::size_t looked_at_max = 4096;  // envelopes of each state

struct Words {
    Distrust code;
    std::string_view name;
    std::string_view sentence;  // of whose device it is goes before it
};

constexpr std::array words{
    Words{Distrust::wrong_statement,
          "wrong_statement",
          "the server's statement was not signed by the server that this workspace knows: somebody "
          "may stand in its place. Nothing was taken; ask its operator"},
    Words{Distrust::rolled_back,
          "rolled_back",
          "the server showed an older state than it once signed. If it was put back from a copy, "
          "its operator runs `cairn-server restored`; if not, it hides what came later"},
    Words{Distrust::roster_forked,
          "roster_forked",
          "the server showed a list of members that is not the one here, or that breaks its rules. "
          "Nothing of it was taken; compare `cairn members` with the others"},
    Words{Distrust::wrong_receipt,
          "wrong_receipt",
          "the server sent a membership record without its own receipt. It was not taken; ask the "
          "server's operator"},
    Words{Distrust::order_broken,
          "order_broken",
          "the server left out, repeated or changed some of the order that it signed. Nothing of "
          "it was taken; if `cairn sync` goes on ending so, ask its operator"},
    Words{
        Distrust::malformed,
        "malformed",
        "the server sent what is no message. Nothing was taken; if that goes on, ask its operator "
        "which version it runs"},
    Words{
        Distrust::out_of_turn,
        "out_of_turn",
        "the server sent a message that had no place. Nothing was taken; if that goes on, ask its "
        "operator which version it runs"},
    Words{Distrust::order_differs,
          "order_differs",
          "the server's order was another one than it had shown before, without saying that it was "
          "restored. What both hold was compared and nothing is lost; ask its operator"},
    Words{Distrust::other_order,
          "other_order",
          "the server has signed another order of the work for them than it shows here: the two of "
          "you are shown different worlds. Exchange what you hold with `cairn bundle`, and move "
          "to a server that you trust"},
    Words{Distrust::other_roster,
          "other_roster",
          "the server has signed another list of members for them than it shows here. Compare "
          "`cairn members`, trust neither list until you know why, and move to a server that you "
          "trust"},
    Words{Distrust::withheld_records,
          "withheld_records",
          "the server has signed a longer list of members for them than it shows here: it holds "
          "records back, perhaps a removal. Exchange what you hold with `cairn bundle`, and move "
          "to a server that you trust"},
    Words{Distrust::unproven,
          "unproven",
          "arrived without their author's signature: they were changed on the way or made up. They "
          "were not taken, and nothing was lost that the author still has"},
    Words{Distrust::foreign, "foreign", "belong to another workspace. They were not taken"},
    Words{Distrust::stranger,
          "stranger",
          "come from a device that the list of members here does not name. They were not taken; if "
          "it is a new member's, `cairn sync` brings them"},
    Words{Distrust::withheld,
          "withheld",
          "wait for earlier work that has not come: it is on its way, or somebody holds it back. "
          "If `cairn sync` does not bring it, ask the author for a `cairn bundle`"},
    Words{
        Distrust::unknown_record,
        "unknown_record",
        "were written under a membership record that has not come. If `cairn sync` does not bring "
        "it, the server may hold it back: ask the author for a `cairn bundle`"},
    Words{Distrust::broken_chain,
          "broken_chain",
          "do not follow what their device wrote before. They have no effect; ask the author which "
          "program writes there"},
    Words{Distrust::roster_went_back,
          "roster_went_back",
          "cite an older list of members than the work before them. They have no effect"},
    Words{Distrust::not_permitted,
          "not_permitted",
          "were written without the right to. They have no effect; give the author another role if "
          "they should write, or remove them if they should not"},
    Words{Distrust::unreadable,
          "unreadable",
          "are sealed with the right key and still cannot be read. They have no effect; ask the "
          "author which program writes there"},
    Words{Distrust::back_dated,
          "back_dated",
          "cite a time before their author lost the right to write, and nobody had them then. They "
          "have no effect; an owner who wants them kept raises the pins"},
    Words{Distrust::against_rules,
          "against_rules",
          "are edits that no program of ours writes. They have no effect; ask the author which "
          "program writes there"},
    Words{
        Distrust::wrong_key,
        "wrong_key",
          "a key was sealed to this device that is not its epoch's. Work under it stays closed here "
          "until an owner or admin runs `cairn rotate`, which brings the keys before it too"},
    Words{Distrust::branched,
          "branched",
          "went on twice from one place: a copy of that laptop, one put back from a backup, or a "
          "trick. Both are kept; if nobody copied it, revoke the device"},
};

const Words& words_of(Distrust code) {
    return *std::find_if(
        words.begin(), words.end(), [code](const Words& each) { return each.code == code; });
}

bool is_known(std::uint8_t code) {
    return std::any_of(words.begin(), words.end(), [code](const Words& each) {
        return static_cast<std::uint8_t>(each.code) == code;
    });
}

void save(Workspace& workspace, const std::vector<Suspicion>& noted) {
    ByteWriter writer;
    writer.u8(form);
    for (const Suspicion& one : noted)
        writer.u8(static_cast<std::uint8_t>(one.code))
            .id(one.device.value_or(DeviceId{}))
            .u64(one.count);
    workspace.replica().save_note(note_distrust_of, writer.bytes());
}

std::optional<Distrust> distrust_of(EnvelopeReason reason) {
    switch (reason) {
        case EnvelopeReason::missing_previous:
        case EnvelopeReason::missing_tip:
            return Distrust::withheld;
        case EnvelopeReason::missing_record:
            return Distrust::unknown_record;
        case EnvelopeReason::wrong_link:
        case EnvelopeReason::wrong_predecessor:
            return Distrust::broken_chain;
        case EnvelopeReason::roster_went_back:
            return Distrust::roster_went_back;
        case EnvelopeReason::author_may_not_write:
            return Distrust::not_permitted;
        case EnvelopeReason::cannot_open:
            return Distrust::unreadable;
        default:
            return std::nullopt;
    }
}

// Counts, by code and device.
class Found {
public:
    void add(Distrust code, const std::optional<DeviceId>& device, std::uint64_t count = 1) {
        counts_[{code, device}] += count;
    }
    [[nodiscard]] std::vector<Suspicion> all() const {
        std::vector<Suspicion> found;
        for (const auto& [what, count] : counts_) found.push_back({what.first, what.second, count});
        return found;
    }

private:
    std::map<std::pair<Distrust, std::optional<DeviceId>>, std::uint64_t> counts_;
};

void look_at_envelopes(Workspace& workspace, Found& found) {
    for (const EnvelopeState state :
         {EnvelopeState::detached, EnvelopeState::parked, EnvelopeState::invalid})
        for (const auto& envelope : workspace.read().envelopes(state, looked_at_max))
            if (const auto code = distrust_of(envelope.reason)) found.add(*code, envelope.device);
}

void look_at_edits(Workspace& workspace, Found& found) {
    using replica::EditStatus;
    for (const replica::VoidEdits& of : workspace.read().void_edits()) {
        const bool by_right = of.status == EditStatus::void_right;
        if (!by_right)
            found.add(Distrust::against_rules, of.device, of.edits);
        else
            found.add(of.beyond_pin ? Distrust::back_dated : Distrust::not_permitted,
                      of.device,
                      of.edits);
    }
}

void look_at_keys(Workspace& workspace, Found& found) {
    const DeviceSecrets* device = workspace.device();
    if (device == nullptr) return;
    for (const EpochEntry& epoch : workspace.roster().epochs())
        if (workspace.keys().key(epoch.id) == nullptr &&
            workspace.roster().sealed_to(epoch, device->box_key()))
            found.add(Distrust::wrong_key, epoch.by);
}

}  // namespace

std::string_view name_of(Distrust code) { return words_of(code).name; }

std::string describe(Workspace& workspace, const Suspicion& suspicion) {
    const Words& said = words_of(suspicion.code);
    const std::string times = std::to_string(suspicion.count);
    if (!suspicion.device) {
        const bool often = suspicion.count > 1 && suspicion.code < Distrust::unproven;
        return std::string(said.sentence) + (often ? " (" + times + " times)" : "");
    }
    const std::string whose = workspace.name_of(*suspicion.device) + "'s device " +
                              to_base32(suspicion.device->view()).substr(0, 8);
    switch (suspicion.code) {
        case Distrust::other_order:
        case Distrust::other_roster:
        case Distrust::withheld_records:
        case Distrust::wrong_key:
        case Distrust::branched:
            return whose + ": " + std::string(said.sentence);
        default:
            return times + " of " + whose + " " + std::string(said.sentence);
    }
}

std::optional<Distrust> distrust_of(SyncFault fault) {
    switch (fault) {
        case SyncFault::malformed:
            return Distrust::malformed;
        case SyncFault::out_of_turn:
            return Distrust::out_of_turn;
        case SyncFault::wrong_statement:
            return Distrust::wrong_statement;
        case SyncFault::rolled_back:
            return Distrust::rolled_back;
        case SyncFault::roster_forked:
            return Distrust::roster_forked;
        case SyncFault::wrong_receipt:
            return Distrust::wrong_receipt;
        case SyncFault::order_broken:
            return Distrust::order_broken;
        case SyncFault::refused:
        case SyncFault::silent:
            break;
    }
    return std::nullopt;
}

void note_distrust(Workspace& workspace, const Suspicion& suspicion) {
    std::vector<Suspicion> noted = noted_suspicions(workspace);
    const auto same = std::find_if(noted.begin(), noted.end(), [&](const Suspicion& each) {
        return each.code == suspicion.code && each.device == suspicion.device;
    });
    if (same != noted.end())
        same->count += suspicion.count;
    else if (noted.size() < noted_max)
        noted.push_back(suspicion);
    save(workspace, noted);
}

void forget_distrust(Workspace& workspace) {
    if (workspace.replica().note(note_distrust_of))
        workspace.replica().save_note(note_distrust_of, {});
}

std::vector<Suspicion> noted_suspicions(Workspace& workspace) {
    std::vector<Suspicion> noted;
    const auto note = workspace.replica().note(note_distrust_of);
    if (!note) return noted;
    ByteReader reader(*note);
    if (reader.u8() != form) return noted;
    while (!reader.done() && noted.size() < noted_max) {
        const std::uint8_t code = reader.u8();
        const auto device = reader.id<DeviceId>();
        const std::uint64_t count = reader.u64();
        if (!is_known(code)) break;
        noted.push_back({static_cast<Distrust>(code),
                         device.is_zero() ? std::nullopt : std::optional(device),
                         count});
    }
    std::sort(noted.begin(), noted.end(), [](const Suspicion& a, const Suspicion& b) {
        return std::tie(a.code, a.device) < std::tie(b.code, b.device);
    });
    return noted;
}

std::vector<Suspicion> suspicions(Workspace& workspace) {
    std::vector<Suspicion> all = noted_suspicions(workspace);
    Found found;
    look_at_envelopes(workspace, found);
    look_at_edits(workspace, found);
    look_at_keys(workspace, found);
    for (const DeviceTips& device : workspace.replica().frontier().tips())
        if (device.tips.size() > 1) found.add(Distrust::branched, device.device);
    for (const Suspicion& one : found.all()) all.push_back(one);
    return all;
}

}  // namespace cairn::engine
