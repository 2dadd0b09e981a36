#include "shared/sync/roster_exchange.h"

#include <algorithm>

#include "shared/base/contract.h"
#include "shared/roster/server_statement.h"
#include "shared/roster/view.h"

namespace cairn {
namespace {

constexpr std::size_t uploads_under_way_max = 32;

SyncFailure forked(RecordIndex index) {
    return {.fault = SyncFault::roster_forked,
            .sentence =
                "The server's membership list and this one part at record " +
                std::to_string(index.value) +
                " or before: the server was put back from an older copy, and somebody went on from "
                "there before this laptop came back. Nothing was changed or lost here, and nothing "
                "is exchanged until a person decides. Compare `cairn members` with the others: "
                "whoever has the wrong list keeps their work with `cairn export` and joins again.",
            .retry = Retry::after_person};
}

SyncFailure held_back() {
    return {.fault = SyncFault::order_broken,
            .sentence =
                "The server holds back membership records that it says it has. Others may "
                "have been removed, or this laptop, without its being told: ask them over "
                "another way, and the server's operator."};
}

SyncFailure out_of_turn() {
    return {.fault = SyncFault::out_of_turn,
            .sentence = "The server answered for a roster record that was not sent to it."};
}

}  // namespace

Result<void, SyncFailure> RosterExchange::begin(RosterLength theirs, const RecordHash& head) {
    theirs_ = theirs;
    upload_next_ = {theirs.value};
    find_unreceipted();
    if (theirs.value == 0 || theirs > source_->roster_length()) return {};
    const RecordIndex last{theirs.value - 1};
    if (source_->record_hash(last) != head) return refuse(forked(last));
    return {};
}

std::optional<ClientMessage> RosterExchange::next() {
    const RosterLength ours = source_->roster_length();
    if (ours < theirs_ && !asked_from_) {
        asked_from_ = RecordIndex{ours.value};
        return RosterPull{.from = *asked_from_};
    }
    if (appending_ && !appending_->sent) {
        appending_->sent = true;
        return RosterAppend{.record = {.record = appending_->record, .receipt = std::nullopt}};
    }
    return next_upload();
}

// The maker adopted its first two records without a receipt, and the answer that brought one may
// have been lost. Handed over again, a record that the server has gets its receipt again.
void RosterExchange::find_unreceipted() {
    constexpr std::uint64_t adopted_at_once = 2;
    const std::uint64_t both =
        std::min({adopted_at_once, theirs_.value, source_->roster_length().value});
    for (RecordIndex index; index.value < both; index = index.next())
        if (!source_->records(index, 1).front().receipt) unreceipted_.push_back(index);
}

RosterAppend RosterExchange::upload(RecordIndex index) {
    auto records = source_->records(index, 1);
    CAIRN_ASSERT(!records.empty());
    uploading_.push_back({.index = index, .hash = *source_->record_hash(index)});
    return RosterAppend{.record = std::move(records.front())};
}

std::optional<ClientMessage> RosterExchange::next_upload() {
    if (!unreceipted_.empty()) {
        const RecordIndex index = unreceipted_.front();
        unreceipted_.pop_front();
        return upload(index);
    }
    upload_next_.value = std::max(upload_next_.value, theirs_.value);
    // To a server that knows nothing of the workspace the first record shows that it lived there:
    // only then does it take more than a stranger may send.
    const std::size_t under_way_max = theirs_.value == 0 ? 1 : uploads_under_way_max;
    if (appending_ || upload_next_.value >= source_->roster_length().value ||
        uploading_.size() >= under_way_max)
        return std::nullopt;
    const RecordIndex index = upload_next_;
    upload_next_ = index.next();
    return upload(index);
}

bool RosterExchange::receipt_holds(RecordIndex index,
                                   const RecordHash& hash,
                                   const Receipt& receipt) const {
    return verify_receipt(
        server_, {.workspace = workspace_, .index = index, .hash = hash}, receipt);
}

// The record's hash, once it is known to be the server's word at this index and not against ours.
Result<RecordHash, SyncFailure> RosterExchange::check(const ReceiptedRecord& record,
                                                      RecordIndex index) const {
    const auto read = read_record(record.record);
    if (!read && read.error().fault == RosterFault::unknown_record)
        return refuse(SyncFailure{.fault = SyncFault::malformed,
                                  .sentence = "The membership list has a record of a newer version "
                                              "of Cairn: upgrade this one to go on.",
                                  .retry = Retry::after_upgrade});
    if (!read)
        return refuse(SyncFailure{
            .fault = SyncFault::malformed,
            .sentence = "The server sent a broken membership record: " + read.error().sentence,
            .retry = Retry::after_person});
    const auto held = source_->record_hash(index);
    if (held && *held != read->hash) return refuse(forked(index));
    if (!held && (!record.receipt || !receipt_holds(index, read->hash, *record.receipt)))
        return refuse(SyncFailure{.fault = SyncFault::wrong_receipt,
                                  .sentence = "The server sent a membership record without its "
                                              "valid receipt.",
                                  .retry = Retry::after_person});
    const bool follows_ours = index.value > 0 && index.value == source_->roster_length().value;
    if (follows_ours && read->record.previous != source_->record_hash({index.value - 1}))
        return refuse(forked({index.value - 1}));
    return read->hash;
}

Result<Effects, SyncFailure> RosterExchange::receive(const RosterPage& page) {
    const bool asked = asked_from_ == page.from;
    if (asked) asked_from_.reset();
    theirs_ = std::max(theirs_, page.length);
    const RosterLength ours = source_->roster_length();
    AppendRoster append{.from = {ours.value}, .records = {}};
    for (std::size_t i = 0; i < page.records.size(); ++i) {
        const RecordIndex index{page.from.value + i};
        if (index.value > ours.value + append.records.size()) break;  // a gap: pulled in next()
        auto hash = check(page.records[i], index);
        if (!hash) return refuse(hash.error());
        if (index.value >= ours.value) append.records.push_back(page.records[i]);
    }
    if (!append.records.empty()) return Effects{std::move(append)};
    if (asked && ours < theirs_) return refuse(held_back());
    return Effects{};
}

Result<Effects, SyncFailure> RosterExchange::receive(const RecordAccepted& accepted) {
    if (!receipt_holds(accepted.index, accepted.hash, accepted.receipt))
        return refuse(SyncFailure{.fault = SyncFault::wrong_receipt,
                                  .sentence = "The server's receipt for a membership record is not "
                                              "signed by it.",
                                  .retry = Retry::after_person});
    theirs_.value = std::max(theirs_.value, accepted.index.value + 1);
    if (!uploading_.empty() && uploading_.front().hash == accepted.hash) {
        uploading_.pop_front();
        return Effects{StoreReceipt{.index = accepted.index, .receipt = accepted.receipt}};
    }
    if (appending_ && appending_->hash == accepted.hash &&
        accepted.index.value == source_->roster_length().value) {
        RecordTaken taken{
            .index = accepted.index,
            .record = {.record = std::move(appending_->record), .receipt = accepted.receipt}};
        appending_.reset();
        return Effects{std::move(taken)};
    }
    return refuse(out_of_turn());
}

Result<Effects, SyncFailure> RosterExchange::receive(const RecordRefused& refused) {
    theirs_ = std::max(theirs_, refused.length);
    if (!uploading_.empty() && uploading_.front().hash == refused.hash)
        return upload_refused(refused);
    if (!appending_ || appending_->hash != refused.hash) return refuse(out_of_turn());
    // Built anew it would be refused again, for ever.
    if (refused.code == RecordRefusal::not_on_head && theirs_.value <= appending_->index.value)
        return refuse(held_back());
    appending_.reset();
    refusal_ =
        RecordNotTaken{.hash = refused.hash, .code = refused.code, .sentence = refused.sentence};
    return Effects{};
}

Result<Effects, SyncFailure> RosterExchange::upload_refused(const RecordRefused& refused) {
    const Uploading upload = uploading_.front();
    uploading_.pop_front();
    if (refused.code != RecordRefusal::not_on_head)
        return refuse(SyncFailure{.fault = SyncFault::refused,
                                  .sentence = refused.sentence,
                                  .retry = Retry::after_person,
                                  .refusal = RefusalCode::workspace_unknown});
    // It stands before our record's place and still does not take it: its last record is another.
    if (refused.length.value == upload.index.value) return refuse(forked(upload.index));
    // Somebody else uploads the same records at this moment. What followed in the pipeline is
    // refused too; then it goes on from where the server stands.
    if (uploading_.empty()) upload_next_ = {theirs_.value};
    return Effects{};
}

std::optional<RecordNotTaken> RosterExchange::take_refusal() {
    if (!refusal_ || !alike()) return std::nullopt;
    return std::exchange(refusal_, std::nullopt);
}

bool RosterExchange::alike() const {
    return !asked_from_ && unreceipted_.empty() && uploading_.empty() && !appending_ &&
           source_->roster_length() == theirs_;
}

bool RosterExchange::append(Bytes record) {
    if (!alike()) return false;
    auto read = read_record(record);
    CAIRN_ASSERT(read.has_value());
    appending_ =
        Appending{.record = std::move(record), .index = read->record.index, .hash = read->hash};
    return true;
}

}  // namespace cairn
