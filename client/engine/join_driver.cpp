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

std::vector<Bytes> JoinDriver::outgoing() {
    std::vector<Bytes> frames;
    while (auto message = session_.next()) frames.push_back(encode_message(*message));
    return frames;
}

Result<void, SyncFailure> JoinDriver::on_frame(ByteView frame, Instant now, WallTime wall) {
    wall_ = wall;
    auto message = decode_server_message(frame);
    if (!message) return refuse(failed(SyncFault::malformed, message.error().sentence));
    auto effects = session_.receive(std::move(*message), now);
    if (!effects) return refuse(effects.error());
    for (const Effect& effect : *effects) {
        Result<void, SyncFailure> done;
        if (const auto* append = std::get_if<AppendRoster>(&effect)) {
            for (const ReceiptedRecord& record : append->records) {
                done = take(record);
                if (!done) return done;
            }
        } else if (const auto* taken = std::get_if<RecordTaken>(&effect)) {
            done = take(taken->record);
        } else if (const auto* refused = std::get_if<RecordNotTaken>(&effect)) {
            asked_ = false;
            if (refused->code != RecordRefusal::not_on_head) {
                done = cairn::refuse(failed(SyncFault::refused, refused->sentence));
            }
        }
        if (!done) return done;
    }
    return ask();
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

Result<void, SyncFailure> JoinDriver::ask() {
    using State = ClientSession::State;
    const State state = session_.state();
    const bool roster_alike = state == State::pulling || state == State::comparing ||
                              state == State::fetching || state == State::live;
    if (done() || asked_ || !roster_alike) return {};
    const auto record = make_invite_used(Author{view_, device_, wall_}, line_.secret, random_);
    if (!record) return refuse(failed(SyncFault::refused, record.error().sentence));
    // Judged here first, so that a closed or used-up invite has its own sentence.
    RosterView tried = view_;
    const auto judged = tried.append(*record);
    if (!judged) return refuse(failed(SyncFault::refused, judged.error().sentence));
    asked_ = session_.append_record(*record);
    return {};
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
