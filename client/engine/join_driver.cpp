#include "client/engine/join_driver.h"

#include "client/engine/sync_driver.h"
#include "shared/roster/build.h"
#include "shared/roster/statements.h"
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

ClientStart start_of(const JoinPlan& plan, const JoinDriver::Start& start) {
    ClientStart begin;
    begin.workspace = plan.workspace;
    begin.server = plan.server;
    begin.proof = start.proof;
    begin.wall = start.wall;
    return begin;
}

}  // namespace

JoinPlan join_by_invite(const InviteLine& line, const DeviceSecrets& device, Random& random) {
    const auto next = [&](const RosterView& view,
                          WallTime now) -> Result<std::optional<Bytes>, RosterError> {
        if (view.device(device.id()) != nullptr) return std::nullopt;
        return make_invite_used(Author{view, device, now}, line.secret, random);
    };
    return {line.workspace, line.server.sign, next};
}

JoinPlan join_by_kit(const RecoveryLine& line,
                     const DeviceSecrets& paper,
                     const DeviceSecrets& device,
                     Random& random) {
    const auto next = [&](const RosterView& view,
                          WallTime now) -> Result<std::optional<Bytes>, RosterError> {
        const DeviceEntry* on_paper = view.device(paper.id());
        if (on_paper == nullptr || !on_paper->active()) {
            return refuse(RosterError{RosterFault::device_unknown,
                                      "This kit is not valid (any more): it was revoked, or "
                                      "belongs to another workspace. Ask an admin for an invite."});
        }
        const Author author{view, paper, now};
        if (view.device(device.id()) == nullptr) {
            const auto claim = claim_by_device(line.workspace, *on_paper);
            return make_device_added(author, introduce(device, claim));
        }
        const EpochEntry* epoch = view.current_epoch();
        KeyRing ring;
        ring.learn(view, paper);
        if (epoch == nullptr || view.sealed_to(*epoch, device.box_key()) ||
            ring.key(epoch->id) == nullptr)
            return std::nullopt;
        return make_key_share(author, ring, epoch->id, {device.id()}, random);
    };
    return {line.workspace, line.server.sign, next};
}

JoinDriver::JoinDriver(JoinPlan plan, const Start& start)
    : plan_(std::move(plan)),
      session_(start_of(plan_, start), *this, start.now),
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
        auto kept = take(taken->record);
        return kept ? ask() : kept;
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
    if (view_.workspace() != plan_.workspace) {
        return refuse(failed(SyncFault::roster_forked,
                             "The server answered with another workspace than was asked for."));
    }
    records_.push_back(from_wire(record));
    return {};
}

// Built at the present head; anew whenever somebody else's record was faster.
Result<void, SyncFailure> JoinDriver::ask() {
    const auto record = plan_.next(view_, wall_);
    if (!record) return refuse(failed(SyncFault::refused, record.error().sentence));
    done_ = !*record;
    if (done_) return {};
    // Judged here first, so that a closed or used-up invite has its own sentence.
    RosterView tried = view_;
    const auto judged = tried.append(**record);
    if (!judged) return refuse(failed(SyncFault::refused, judged.error().sentence));
    if (session_.append_record(**record)) return {};
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
