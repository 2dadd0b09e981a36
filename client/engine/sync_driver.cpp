#include "client/engine/sync_driver.h"

#include <algorithm>
#include <utility>

#include "client/engine/distrust.h"
#include "client/engine/item_commands.h"
#include "client/engine/membership.h"
#include "client/engine/standing_records.h"
#include "client/engine/witness.h"
#include "shared/wire/message.h"

namespace cairn::engine {
namespace {

SyncFailure out_of_step(const std::string& sentence) {
    SyncFailure failure;
    failure.fault = SyncFault::roster_forked;
    failure.sentence = sentence;
    failure.retry = Retry::after_person;
    return failure;
}

SyncFailure unreadable(const WireError& error) {
    SyncFailure failure;
    failure.fault = SyncFault::malformed;
    failure.sentence = "The server sent what cannot be read: " + error.sentence;
    return failure;
}

ClientStart start_of(Workspace& workspace, const SyncDriver::Start& start) {
    ClientStart begin;
    begin.workspace = workspace.id();
    begin.server = start.server;
    begin.proof = start.proof;
    begin.cursor = to_wire(workspace.replica().cursor());
    begin.last_checkpoint = workspace.replica().checkpoint();
    begin.wall = start.wall;
    return begin;
}

}  // namespace

Cursor to_wire(const replica::Cursor& cursor) {
    return {cursor.incarnation, cursor.position, cursor.running};
}

replica::Cursor from_wire(const Cursor& cursor) {
    return {cursor.incarnation, cursor.position, cursor.running};
}

replica::StoredRecord from_wire(const ReceiptedRecord& record) {
    replica::StoredRecord stored;
    stored.bytes = record.record;
    if (record.receipt) {
        stored.receipt = record.receipt->signature;
        stored.incarnation = record.receipt->incarnation;
    }
    return stored;
}

SyncDriver::SyncDriver(Workspace& workspace, const Start& start)
    : workspace_(workspace),
      session_(start_of(workspace, start), *this, start.now),
      began_(start.now),
      now_(start.now),
      began_wall_(start.wall),
      wall_(start.wall) {
    workspace_.retry_with_keys();
}

std::optional<Bytes> SyncDriver::next_frame() {
    const auto message = session_.next();
    return message ? std::optional(encode_message(*message)) : std::nullopt;
}

Result<void, SyncFailure> SyncDriver::on_frame(ByteView frame, Instant now, WallTime wall) {
    wall_ = wall;
    now_ = now;
    const Done done = take(frame);
    if (!done)
        if (const auto code = distrust_of(done.error().fault))
            note_distrust(workspace_, {*code, {}, 1});
    return done;
}

SyncDriver::Done SyncDriver::take(ByteView frame) {
    auto message = decode_server_message(frame);
    if (!message) return refuse(unreadable(message.error()));
    auto effects = session_.receive(std::move(*message), now_);
    if (!effects) return refuse(effects.error());
    for (Effects due = std::move(*effects);; due = session_.resume()) {
        for (Effect& effect : due) {
            const Done done = carry_out(effect);
            if (!done) return done;
        }
        if (due.empty()) break;
    }
    offer_record();
    return {};
}

Result<void, SyncFailure> SyncDriver::on_time(Instant now) {
    now_ = now;
    return session_.tick(now);
}

void SyncDriver::local_changes(WallTime wall) {
    wall_ = wall;
    pump();
    offer_record();
}

bool SyncDriver::settled() {
    if (!live() || session_.pushes_in_flight() || record_on_its_way_ || !wishes_.empty())
        return false;
    if (followed_ < pushed_ || request_waits()) return false;
    const replica::Counts counts = workspace_.read().counts();
    const bool all_sealed =
        counts.pending_changes == 0 || report_.key_missing || report_.not_permitted;
    return all_sealed && counts.outbox_envelopes <= refused_.size();
}

SyncDriver::Done SyncDriver::carry_out(Effect& effect) {
    if (auto* welcomed = std::get_if<Welcomed>(&effect)) {
        compare_with(workspace_, welcomed->checkpoint);
        workspace_.replica().save_checkpoint(welcomed->checkpoint);
        welcomed_ = true;
        report_.clock_ahead_ms = welcomed->clock_ahead_ms;
    } else if (auto* append = std::get_if<AppendRoster>(&effect)) {
        std::vector<replica::StoredRecord> records;
        for (const ReceiptedRecord& record : append->records) records.push_back(from_wire(record));
        report_.records_received += records.size();
        return adopt(records);
    } else if (auto* receipt = std::get_if<StoreReceipt>(&effect)) {
        auto held = workspace_.replica().records(receipt->index, 1);
        if (held.empty())
            return refuse(out_of_step("A receipt came for a record that is not here."));
        held.front().receipt = receipt->receipt.signature;
        held.front().incarnation = receipt->receipt.incarnation;
        ++report_.records_sent;
        return adopt(held);
    } else if (auto* taken = std::get_if<RecordTaken>(&effect)) {
        record_on_its_way_ = false;
        if (std::exchange(wish_on_its_way_, false)) wishes_.pop_front();
        if (const auto number = std::exchange(request_on_its_way_, std::nullopt))
            withdraw_request(workspace_, *number);
        ++report_.records_sent;
        return adopt(std::vector{from_wire(taken->record)});
    } else if (auto* not_taken = std::get_if<RecordNotTaken>(&effect)) {
        record_not_taken(*not_taken);
    } else if (auto* page = std::get_if<StorePage>(&effect)) {
        store(*page);
    } else if (auto* missing = std::get_if<QueueMissing>(&effect)) {
        queue_missing(*missing);
    } else if (std::holds_alternative<NeedEnvelopes>(effect)) {
        pump();
    } else if (auto* marked = std::get_if<MarkAccepted>(&effect)) {
        accepted(*marked);
    } else if (auto* marked_refused = std::get_if<MarkRefused>(&effect)) {
        refused(*marked_refused);
    } else if (auto* caught_up = std::get_if<CaughtUp>(&effect)) {
        workspace_.replica().save_cursor(from_wire(caught_up->cursor));
        followed_ = caught_up->cursor.position;
        caught_up_ = true;
        introduce();
        pump();
    } else if (auto* contradiction = std::get_if<ServerContradicts>(&effect)) {
        report_.warnings.push_back(contradiction->sentence);
        note_distrust(workspace_, {Distrust::order_differs, {}, 1});
    }
    return {};
}

SyncDriver::Done SyncDriver::adopt(std::span<const replica::StoredRecord> records) {
    const auto adopted = workspace_.adopt_records(records);
    if (!adopted) return refuse(out_of_step(adopted.error().sentence));
    report_.changes_received += adopted->changes;
    note_room(*adopted);
    introduce();
    pump();  // a key may have come, and own changes waited for it
    return {};
}

// Only when all that the server has is here: the item may be among it.
void SyncDriver::introduce() {
    if (!caught_up_) return;
    const auto introduced = introduce_me(workspace_, wall_);
    if (!introduced) report_.warnings.push_back(introduced.error().sentence);
}

void SyncDriver::store(StorePage& page) {
    std::vector<replica::Arrival> arrivals;
    arrivals.reserve(page.envelopes.size());
    for (PageEnvelope& envelope : page.envelopes) {
        std::optional<Position> position;
        if (envelope.position.value > 0) position = envelope.position;
        arrivals.push_back({std::move(envelope.envelope), position});
    }
    std::optional<replica::Cursor> cursor;
    if (page.cursor) {
        cursor = from_wire(*page.cursor);
        followed_ = page.cursor->position;
    }
    const replica::ReceiveReport got = workspace_.receive(arrivals, cursor, page.running);
    report_.envelopes_received += arrivals.size() - got.known - got.withheld;
    report_.changes_received += got.changes;
    report_.edits_received += got.edits;
    report_.parked += got.parked;
    report_.invalid += got.invalid;
    report_.withheld += got.withheld;
    report_.own_branch = report_.own_branch || got.own_branch;
    note_room(got);
}

void SyncDriver::note_room(const replica::ReceiveReport& got) {
    paused_.insert(got.paused.begin(), got.paused.end());
    for (const DeviceId& device : got.resumed) paused_.erase(device);
    if (!got.resumed.empty()) session_.compare_again();
}

void SyncDriver::queue_missing(const QueueMissing& missing) {
    Frontier theirs;
    theirs.add_tips(missing.alike);
    theirs.add_tips(missing.server);
    workspace_.replica().note_server_holds(theirs);
    if (exchange_ == Exchange::comparing) exchange_ = Exchange::sending;
    pump();
}

void SyncDriver::accepted(const MarkAccepted& accepted) {
    std::vector<replica::Acknowledged> acknowledged;
    for (const AcceptedPush& push : accepted.envelopes) {
        acknowledged.push_back({push.hash, push.position});
        pushed_ = std::max(pushed_, push.position);
        const auto found = handed_.find(push.hash);
        if (found == handed_.end()) continue;
        ++report_.envelopes_sent;
        report_.bytes_sent += found->second.bytes;
        handed_.erase(found);
    }
    workspace_.replica().acknowledge(acknowledged);
    pump();
}

void SyncDriver::refused(const MarkRefused& refused) {
    for (const RefusedPush& push : refused.envelopes) {
        const auto found = handed_.find(push.hash);
        if (found == handed_.end()) continue;
        refused_bytes_ += found->second.bytes;
        // What follows in the chain is refused for want of the one before: that says nothing new.
        const bool first = refused_chains_.insert(found->second.device).second;
        handed_.erase(found);
        refused_.insert(push.hash);
        ++report_.envelopes_refused;
        auto& told = report_.refusals;
        if (first && std::find(told.begin(), told.end(), push.sentence) == told.end())
            told.push_back(push.sentence);
    }
}

void SyncDriver::record_not_taken(const RecordNotTaken& refused) {
    record_on_its_way_ = false;
    const bool was_wish = std::exchange(wish_on_its_way_, false);
    if (refused.code == RecordRefusal::not_on_head) {  // built anew at the new head
        request_on_its_way_.reset();
    } else if (refused.code == RecordRefusal::pins_differ) {
        pins_differ(refused);
    } else if (request_on_its_way_) {
        request_refused(refused.sentence);
    } else if (was_wish) {
        wishes_.pop_front();
        refused_wish_ = refused.sentence;
    } else {
        standing_refused_ = true;
    }
}

// Others go on sending meanwhile: after so many times somebody may mean to have it so.
void SyncDriver::pins_differ(const RecordNotTaken& refused) {
    constexpr std::size_t times_max = 8;
    if (++pins_differed_ >= times_max)
        return request_refused(refused.sentence +
                               " It was tried several times: if they send without end, `--cut` "
                               "goes on with what is here.");
    request_on_its_way_.reset();
    exchange_ = Exchange::comparing;
    session_.compare_again();
}

void SyncDriver::request_refused(const std::string& why) {
    pins_differed_ = 0;
    const auto number = std::exchange(request_on_its_way_, std::nullopt);
    auto queued = number ? queued_request(workspace_, *number) : std::nullopt;
    if (queued) note_refused(workspace_, std::move(*queued), why);
}

bool SyncDriver::may_offer() {
    if (!live() || record_on_its_way_) return false;
    if (exchange_ == Exchange::done) return true;
    const bool sent = !session_.pushes_in_flight() &&
                      workspace_.read().counts().outbox_envelopes <= refused_.size();
    if (exchange_ == Exchange::sending && sent) exchange_ = Exchange::done;
    return exchange_ == Exchange::done;
}

// For others' work to rest on; or our own, from before a right was lost.
bool SyncDriver::is_needed(const EnvelopeHeader& header) {
    if (header.device != workspace_.replica().device()) return true;
    const RosterView& roster = workspace_.roster();
    const auto cited = roster.index_of(header.roster_head);
    return cited && roster.needs_pin(header.device, *cited);
}

void SyncDriver::pump() {
    const replica::SealReport sealed = workspace_.seal_pending();
    report_.key_missing = sealed.key_missing;
    report_.not_permitted = sealed.not_permitted;
    const std::size_t room = session_.push_room();
    if (room == 0) return;
    std::size_t handed_bytes = refused_bytes_;
    for (const auto& [hash, handed] : handed_) handed_bytes += handed.bytes;
    std::vector<OutgoingEnvelope> batch;
    std::size_t bytes = 0;
    for (Envelope& envelope : workspace_.replica().outbox(handed_bytes + room)) {
        if (handed_.count(envelope.hash()) > 0 || refused_.count(envelope.hash()) > 0) continue;
        const std::size_t size = envelope.bytes().size();
        if (!batch.empty() && bytes + size > room) break;
        bytes += size;
        handed_.emplace(envelope.hash(), Handed{size, envelope.header().device});
        const bool needed = is_needed(envelope.header());
        batch.push_back({std::move(envelope), needed});
    }
    if (!batch.empty()) session_.push(batch);
}

void SyncDriver::offer_record() {
    if (!may_offer()) return;
    auto record = next_record();
    if (!record) return;
    record_on_its_way_ = session_.append_record(std::move(*record));
    if (record_on_its_way_) return;
    wish_on_its_way_ = false;
    request_on_its_way_.reset();
}

std::optional<Bytes> SyncDriver::next_record() {
    while (!wishes_.empty()) {
        auto record = wishes_.front()(workspace_, server_now());
        if (record && *record) {
            wish_on_its_way_ = true;
            return std::move(*record);
        }
        if (!record) refused_wish_ = record.error().sentence;
        wishes_.pop_front();
    }
    if (auto record = next_request()) return record;
    if (standing_refused_) return std::nullopt;
    return standing_record(workspace_, server_now());
}

std::optional<Bytes> SyncDriver::next_request() {
    for (const QueuedRequest& queued : queued_requests(workspace_)) {
        if (queued.refused) continue;
        request_on_its_way_ = queued.number;
        auto record = record_for(workspace_, queued, server_now());
        if (record && *record) return std::move(*record);
        if (record)
            withdraw_request(workspace_, queued.number);
        else
            note_refused(workspace_, queued, record.error().sentence);
        request_on_its_way_.reset();
    }
    return std::nullopt;
}

bool SyncDriver::request_waits() {
    const auto all = queued_requests(workspace_);
    return std::any_of(
        all.begin(), all.end(), [](const QueuedRequest& queued) { return !queued.refused; });
}

// Whatever this laptop's clock says, and though somebody sets it meanwhile: what stands in the
// member list is compared with the times of others.
WallTime SyncDriver::server_now() const {
    return {began_wall_.ms - report_.clock_ahead_ms + (now_.ms - began_.ms)};
}

RosterLength SyncDriver::roster_length() const { return workspace_.roster().length(); }

std::optional<RecordHash> SyncDriver::record_hash(RecordIndex index) const {
    return workspace_.roster().record_hash(index);
}

std::vector<ReceiptedRecord> SyncDriver::records(RecordIndex index, std::size_t bytes_max) const {
    return records_from(workspace_, index, bytes_max);
}

std::vector<ReceiptedRecord> records_from(Workspace& workspace,
                                          RecordIndex index,
                                          std::size_t bytes_max) {
    std::vector<ReceiptedRecord> records;
    std::size_t bytes = 0;
    constexpr std::size_t at_once = 64;
    for (replica::StoredRecord& stored : workspace.replica().records(index, at_once)) {
        bytes += stored.bytes.size();
        if (!records.empty() && bytes > bytes_max) break;
        std::optional<Receipt> receipt;
        if (stored.receipt) receipt = Receipt{stored.incarnation, *stored.receipt};
        records.push_back({std::move(stored.bytes), receipt});
    }
    return records;
}

Frontier SyncDriver::frontier() const { return workspace_.replica().frontier(); }

bool SyncDriver::holds(const EnvelopeHash& hash) const { return workspace_.replica().holds(hash); }

}  // namespace cairn::engine
