// The part of a room that judges roster records: compare and swap at the head, the rules of the
// roster, and what a connection may bring.
#include <algorithm>

#include "server/hub/room.h"
#include "shared/roster/server_statement.h"

namespace cairn::server {
namespace {

constexpr std::uint64_t roster_quarters = 4;

bool place_is_taken(RosterFault fault) {
    return fault == RosterFault::already_held || fault == RosterFault::superseded ||
           fault == RosterFault::gap || fault == RosterFault::wrong_previous;
}

// Of what cannot be read too: whoever sent it knows it by this.
RecordHash hash_as_sent(ByteView record) {
    const std::size_t signature = std::min(record.size(), Signature::size);
    return hash_of_record(record.first(record.size() - signature));
}

// What loses a right must be held by who takes it, as all of it that is here; unless that is not
// wanted.
bool takes_a_right(const SignedRecord& read) {
    const Pins* pins = pins_of(read.record.body);
    return pins != nullptr && !pins->cuts_more;
}

bool joins_with(const SignedRecord& read, const Admission& by) {
    const auto* used = std::get_if<InviteUsedRecord>(&read.record.body);
    return used != nullptr && used->invite == by.invite && used->device.channel == by.peer;
}

}  // namespace

RecordJudged Room::refused(const RecordHash& hash, RecordRefusal code, std::string sentence) const {
    return {.verdict = RecordRefused{.hash = hash,
                                     .code = code,
                                     .sentence = std::move(sentence),
                                     .length = {records_.size()}},
            .roster = roster_};
}

RecordJudged Room::accepted(RecordIndex index, const RecordHash& hash) const {
    return {
        .verdict =
            RecordAccepted{.index = index, .hash = hash, .receipt = *records_[index.value].receipt},
        .roster = roster_};
}

std::optional<std::pair<RecordRefusal, std::string>> Room::judge_right(
    const SignedRecord& read, const ReceiptedRecord& record, const Admission& by) const {
    const RecordPlace place{.workspace = id_, .index = read.record.index, .hash = read.hash};
    const bool lived_here =
        record.receipt && verify_receipt(secrets_->id(), place, *record.receipt);
    if (by.standing == Standing::returner && !(lived_here && limits_->accept_known_workspaces))
        return std::pair(RecordRefusal::not_allowed,
                         "This server does not know the workspace, and the record does not show "
                         "that it lived here. Ask the server's operator for a ticket.");
    if (by.standing == Standing::guest && !joins_with(read, by))
        return std::pair(RecordRefusal::not_allowed,
                         "An invite lets its holder join, and nothing else.");
    if (exists() && !settled_ && !lived_here && !by.ticket)
        return std::pair(RecordRefusal::unsettled,
                         "This server was restored and first waits for an owner or admin to "
                         "connect. Try again later.");
    if (!lived_here && takes_a_right(read) && !holds_what_is_pinned(*pins_of(read.record.body)))
        return std::pair(RecordRefusal::pins_differ,
                         "Their work on this server is not what this laptop holds: exchange what "
                         "is missing, and try again.");
    const std::uint64_t quarters = lived_here || !exists() ? roster_quarters : quarters_for(read);
    if (roster_bytes_ + record.record.size() >
            limits_->roster_bytes_max / roster_quarters * quarters ||
        records_.size() >= limits::records_max / roster_quarters * quarters)
        return std::pair(RecordRefusal::no_room,
                         "The server's room for this workspace's membership list is used up.");
    return std::nullopt;
}

// Whoever may do less may fill less of the list, so that nobody fills it against their own removal.
std::uint64_t Room::quarters_for(const SignedRecord& read) const {
    const MemberEntry* actor = roster_->member_of(read.record.actor);
    if (actor == nullptr || !at_least(actor->role(), Role::admin)) return 2;
    return actor->role() == Role::owner ? roster_quarters : 3;
}

bool Room::holds_what_is_pinned(const Pins& pins) const {
    return std::all_of(pins.devices.begin(), pins.devices.end(), [this](const DeviceTips& of) {
        return frontier_.tips_of(of.device) == of.tips;
    });
}

std::optional<Parted> Room::parting(const Admission& admission, RecordIndex from) const {
    if (!exists() || admission.standing != Standing::member) return std::nullopt;
    const DeviceEntry* device = roster_->device(admission.device);
    if (device == nullptr || device->active()) return std::nullopt;
    Parted parted{.page = records(from),
                  .why = {.code = RefusalCode::removed,
                          .sentence = "This device does not belong to the workspace any more: it "
                                      "or its member was removed. What is here stays readable "
                                      "here; ask an owner or admin if that was a mistake.",
                          .retry_after_ms = 0}};
    // Who came and what changed since is not for it.
    const std::uint64_t end = device->revoked_at->value + 1;
    auto& told = parted.page.records;
    if (from.value + told.size() > end) told.resize(end > from.value ? end - from.value : 0);
    parted.page.length = {end};
    return parted;
}

RecordJudged Room::append(const ReceiptedRecord& record,
                          const Admission& by,
                          WallTime now,
                          Writes& writes) {
    const auto read = read_record(record.record);
    if (!read)
        return refused(hash_as_sent(record.record), RecordRefusal::invalid, read.error().sentence);
    const RecordIndex index = read->record.index;
    if (exists() && roster_->record_hash(index) == read->hash) return accepted(index, read->hash);
    if (index.value != records_.size())
        return refused(read->hash,
                       RecordRefusal::not_on_head,
                       "The membership list has moved on: catch up and try again.");
    if (auto wrong = judge_right(*read, record, by))
        return refused(read->hash, wrong->first, std::move(wrong->second));
    return put(*read, record, now, writes);
}

RecordJudged Room::put(const SignedRecord& read,
                       const ReceiptedRecord& record,
                       WallTime now,
                       Writes& writes) {
    auto view = exists() ? std::make_shared<RosterView>(*roster_) : std::make_shared<RosterView>();
    const auto appended = view->append(record.record);
    if (!appended) {
        const bool taken = place_is_taken(appended.error().fault);
        return refused(read.hash,
                       taken ? RecordRefusal::not_on_head : RecordRefusal::invalid,
                       appended.error().sentence);
    }
    if (view->workspace() != id_)
        return refused(read.hash, RecordRefusal::invalid, "It begins another workspace.");
    // Until an owner's or admin's device is known to hold no more records than these, more may
    // exist.
    if (!exists())
        writes.emplace_back(AddWorkspace{.workspace = id_, .settled = false, .made = now});
    const RecordPlace place{.workspace = id_, .index = appended->index, .hash = appended->hash};
    const Receipt receipt = sign_receipt(secrets_->signing(), place, store_->incarnation());
    records_.push_back({.record = record.record, .receipt = receipt});
    roster_bytes_ += record.record.size();
    roster_ = std::move(view);
    writes.emplace_back(PutRecord{.workspace = id_,
                                  .index = appended->index,
                                  .hash = appended->hash,
                                  .record = records_.back()});
    return accepted(appended->index, appended->hash);
}

void Room::settle_if_complete(const Admission& admission, RosterLength theirs, Writes& writes) {
    if (!exists() || settled_ || admission.standing != Standing::member) return;
    const DeviceEntry* device = roster_->device(admission.device);
    if (device == nullptr || !device->active()) return;  // who was removed knows no later record
    if (!at_least(roster_->member(device->member)->role(), Role::admin)) return;
    if (theirs > roster_->length()) return;
    settled_ = true;
    writes.emplace_back(Settle{.workspace = id_});
}

}  // namespace cairn::server
