#include "client/engine/join_driver.h"

#include "client/engine/sync_driver.h"
#include "shared/roster/build.h"
#include "shared/wire/message.h"

namespace cairn::engine {
namespace {

SyncFailure failed(SyncFault fault, const std::string& sentence) {
    SyncFailure failure;
    failure.fault = fault;
    failure.sentence = sentence;
    failure.retry = Retry::after_person;
    return failure;
}

ClientStart start_of(const InviteLine& line, const JoinDriver::Start& start) {
    ClientStart begin;
    begin.workspace = line.workspace;
    begin.server = line.server.sign;
    begin.proof = start.proof;
    begin.wall = start.wall;
    return begin;
}

}  // namespace

JoinDriver::JoinDriver(const InviteLine& line,
                       const DeviceSecrets& device,
                       Random& random,
                       const Start& start)
    : line_(line),
      device_(device),
      random_(random),
      session_(start_of(line, start), *this, start.now),
      wall_(start.wall) {}

std::optional<Bytes> JoinDriver::next_frame() {
    const auto message = session_.next();
    return message ? std::optional(encode_message(*message)) : std::nullopt;
}

Result<void, SyncFailure> JoinDriver::on_frame(ByteView frame, Instant now, WallTime wall) {
    wall_ = wall;
    auto message = decode_server_message(frame);
    if (!message) return refuse(failed(SyncFault::malformed, message.error().sentence));
    auto effects = session_.receive(std::move(*message), now);
    if (!effects) return refuse(effects.error());
    for (Effects due = std::move(*effects);; due = session_.resume()) {
        for (const Effect& effect : due) {
            auto done = carry_out(effect);
            if (!done) return done;
        }
        if (due.empty()) return {};
    }
}

Result<void, SyncFailure> JoinDriver::carry_out(const Effect& effect) {
    if (const auto* append = std::get_if<AppendRoster>(&effect)) {
        for (const ReceiptedRecord& record : append->records) {
            auto taken = take(record);
            if (!taken) return taken;
        }
    } else if (std::holds_alternative<RostersAlike>(effect)) {
        return ask();
    } else if (const auto* taken = std::get_if<RecordTaken>(&effect)) {
        return take(taken->record);
    } else if (const auto* refused = std::get_if<RecordNotTaken>(&effect)) {
        if (refused->code == RecordRefusal::not_on_head) return ask();
        return refuse(failed(SyncFault::refused, refused->sentence));
    }
    return {};
}

Result<void, SyncFailure> JoinDriver::take(const ReceiptedRecord& record) {
    const auto appended = view_.append(record.record);
    if (!appended) {
        return refuse(
            failed(SyncFault::roster_forked,
                   "The server's list of members was refused: " + appended.error().sentence));
    }
    if (view_.workspace() != line_.workspace) {
        return refuse(failed(SyncFault::roster_forked,
                             "The server answered with another workspace than the invite names."));
    }
    records_.push_back(from_wire(record));
    return {};
}

// Built at the present head; anew whenever somebody else's record was faster.
Result<void, SyncFailure> JoinDriver::ask() {
    if (done()) return {};
    const auto record = make_invite_used(Author{view_, device_, wall_}, line_.secret, random_);
    if (!record) return refuse(failed(SyncFault::refused, record.error().sentence));
    // Judged here first, so that a closed or used-up invite has its own sentence.
    RosterView tried = view_;
    const auto judged = tried.append(*record);
    if (!judged) return refuse(failed(SyncFault::refused, judged.error().sentence));
    if (session_.append_record(*record)) return {};
    return refuse(failed(SyncFault::out_of_turn, "The server left no room to join. Try again."));
}

std::vector<ReceiptedRecord> JoinDriver::records(RecordIndex index, std::size_t) const {
    std::vector<ReceiptedRecord> records;
    for (std::size_t i = index.value; i < records_.size(); ++i) {
        std::optional<Receipt> receipt;
        if (records_[i].receipt) receipt = Receipt{records_[i].incarnation, *records_[i].receipt};
        records.push_back({records_[i].bytes, receipt});
    }
    return records;
}

}  // namespace cairn::engine
