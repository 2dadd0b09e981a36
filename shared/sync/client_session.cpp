#include "shared/sync/client_session.h"

#include "shared/base/contract.h"
#include "shared/roster/server_statement.h"
#include "shared/wire/limits.h"

namespace cairn {
namespace {

SyncFailure out_of_turn() {
    return {.fault = SyncFault::out_of_turn,
            .sentence = "The server sent a message that has no place at this point."};
}

Retry retry_after(RefusalCode code) {
    switch (code) {
        case RefusalCode::protocol_unknown:
            return Retry::after_upgrade;
        case RefusalCode::not_authenticated:
        case RefusalCode::workspace_unknown:
        case RefusalCode::not_allowed:
        case RefusalCode::roster_differs:
        case RefusalCode::removed:
            return Retry::after_person;
        default:
            return Retry::soon;
    }
}

}  // namespace

ClientSession::ClientSession(ClientStart start, const SyncSource& source, Instant now)
    : start_(start),
      source_(&source),
      roster_(start_.workspace, start_.server, source),
      window_(limits::unacknowledged_bytes_max),
      is_guest_(std::holds_alternative<InviteProof>(start_.proof)),
      life_(now) {}

Hello ClientSession::make_hello() {
    const RosterLength length = source_->roster_length();
    const Frontier frontier = source_->frontier();
    compared_ = frontier.tips();
    Hello hello{.workspace = start_.workspace,
                .proof = start_.proof,
                .cursor = start_.cursor,
                .roster_length = length,
                .roster_head = {},
                .frontier_digest = frontier.digest()};
    if (length.value > 0) hello.roster_head = *source_->record_hash({length.value - 1});
    return hello;
}

std::optional<ClientMessage> ClientSession::next() {
    if (state_ == State::over) return std::nullopt;
    if (state_ == State::hello) {
        state_ = State::greeted;
        return make_hello();
    }
    if (!queue_.empty()) {
        ClientMessage message = std::move(queue_.front());
        queue_.pop_front();
        return message;
    }
    if (state_ == State::greeted) return std::nullopt;
    if (auto message = roster_.next()) return message;
    if (fetch_)
        if (auto fetch = fetch_->next()) return *fetch;
    if (auto push = window_.next()) return std::move(*push);
    return std::nullopt;
}

Result<Effects, SyncFailure> ClientSession::receive(ServerMessage message, Instant now) {
    CAIRN_ASSERT(stored_ == Stored::nothing);  // resume() after every page
    life_.heard(now);
    pinged_ = false;
    if (state_ == State::over || state_ == State::hello) return refuse(out_of_turn());
    auto effects = dispatch(std::move(message));
    if (!effects) state_ = State::over;
    return effects;
}

Result<Effects, SyncFailure> ClientSession::dispatch(ServerMessage message) {
    if (const auto* refused = std::get_if<Refused>(&message)) return on(*refused);
    if (std::holds_alternative<Pong>(message)) return Effects{};
    const auto* welcome = std::get_if<Welcome>(&message);
    const auto* records = std::get_if<RosterPage>(&message);
    // To a device that was removed, in place of a welcome.
    if (state_ == State::greeted && records != nullptr) return on_roster(*records);
    if ((state_ == State::greeted) != (welcome != nullptr)) return refuse(out_of_turn());
    if (welcome != nullptr) return on(*welcome);
    if (records != nullptr) return on_roster(*records);
    if (const auto* taken = std::get_if<RecordAccepted>(&message)) return on_roster(*taken);
    if (const auto* refused = std::get_if<RecordRefused>(&message)) return on_roster(*refused);
    if (auto* page = std::get_if<Page>(&message)) return on(std::move(*page));
    if (const auto* reply = std::get_if<FrontierReply>(&message)) return on(*reply);
    if (const auto* result = std::get_if<PushResult>(&message)) return on(*result);
    return on(std::get<PresenceNote>(message));
}

std::optional<SyncFailure> ClientSession::rollback(const Welcome& welcome) const {
    const SeenCheckpoint& now = welcome.checkpoint;
    const Cursor& cursor = start_.cursor;
    const auto& last = start_.last_checkpoint;
    const bool cursor_beyond =
        cursor.incarnation == now.incarnation && cursor.position > now.position;
    const bool statement_beyond =
        last && last->incarnation == now.incarnation &&
        (last->position > now.position || last->roster_length > now.roster_length);
    if (!cursor_beyond && !statement_beyond) return std::nullopt;
    return SyncFailure{
        .fault = SyncFault::rolled_back,
        .sentence =
            "The server shows an older state than it once signed. If it was restored from a "
            "backup, its operator must run `cairn-server restored`; then everybody's work "
            "heals it. Nothing was lost here.",
        .retry = Retry::after_person};
}

bool ClientSession::contradicts(const Welcome& welcome) const {
    const SeenCheckpoint& now = welcome.checkpoint;
    if (start_.last_checkpoint && contradict(*start_.last_checkpoint, now)) return true;
    return start_.cursor.incarnation == now.incarnation && !welcome.cursor_known;
}

Result<Effects, SyncFailure> ClientSession::on(const Welcome& welcome) {
    if (!verify_checkpoint(start_.server, start_.workspace, welcome.checkpoint))
        return refuse(SyncFailure{.fault = SyncFault::wrong_statement,
                                  .sentence = "The server's statement is not signed by the server "
                                              "that your invite names.",
                                  .retry = Retry::after_person});
    if (auto failure = rollback(welcome)) return refuse(*failure);
    auto begun = roster_.begin(welcome.checkpoint.roster_length, welcome.checkpoint.roster_head);
    if (!begun) return refuse(begun.error());
    welcome_ = welcome;
    window_.set_bytes_max(std::min<std::size_t>(welcome.limits.unacknowledged_bytes_max,
                                                limits::unacknowledged_bytes_max));
    state_ = State::roster;
    Effects effects{Welcomed{.checkpoint = welcome.checkpoint,
                             .clock_ahead_ms = start_.wall.ms - welcome.wall.ms}};
    if (contradicts(welcome))
        effects.push_back(ServerContradicts{
            "The server's order differs from what it showed before, without saying that it was "
            "restored. What both hold is compared now and nothing is lost; ask its operator."});
    return effects;
}

Result<Effects, SyncFailure> ClientSession::on(const Refused& refused) {
    return refuse(SyncFailure{.fault = SyncFault::refused,
                              .sentence = refused.sentence,
                              .retry = retry_after(refused.code),
                              .retry_after_ms = refused.retry_after_ms,
                              .refusal = refused.code});
}

template <class RosterMessage>
Result<Effects, SyncFailure> ClientSession::on_roster(const RosterMessage& message) {
    auto effects = roster_.receive(message);
    if (!effects) return effects;
    for (const Effect& effect : *effects)
        if (std::holds_alternative<RecordTaken>(effect)) is_guest_ = false;
    if (effects->empty()) return resume();
    return effects;
}

Result<Effects, SyncFailure> ClientSession::on(const PushResult& result) {
    window_.settle(result);
    asks_for_more_ = true;
    Effects effects;
    if (!result.accepted.empty())
        effects.push_back(MarkAccepted{.incarnation = welcome_.checkpoint.incarnation,
                                       .envelopes = result.accepted});
    if (!result.refused.empty()) effects.push_back(MarkRefused{.envelopes = result.refused});
    if (effects.empty()) return resume();
    return effects;
}

Result<Effects, SyncFailure> ClientSession::on(const PresenceNote& note) {
    return Effects{PresenceHeard{.note = note}};
}

Effects ClientSession::resume() {
    if (state_ == State::over) return {};
    if (auto refusal = roster_.take_refusal()) return {std::move(*refusal)};
    if (state_ == State::roster) return leave_roster();
    if (stored_ != Stored::nothing) on_page_stored();
    if (state_ == State::pulling && last_page_ && last_page_->caught_up) return go_live();
    if (state_ == State::fetching && fetch_->done()) return leave_comparing();
    if (asks_for_more_ && may_push()) return need_envelopes();
    if (state_ == State::live && compare_due_ && window_.idle()) ask_frontier();
    return {};
}

Effects ClientSession::need_envelopes() {
    asks_for_more_ = false;
    if (window_.room() == 0) return {};
    return {NeedEnvelopes{.bytes_max = window_.room()}};
}

void ClientSession::push(const std::vector<OutgoingEnvelope>& envelopes) {
    if (may_push()) window_.add(envelopes);
}

bool ClientSession::may_push() const {
    const bool followed = state_ == State::pulling || state_ == State::live;
    // With a known cursor the server has what it had, so the comparison is only a check.
    return followed ||
           (welcome_.cursor_known && (state_ == State::comparing || state_ == State::fetching));
}

std::size_t ClientSession::push_room() const { return may_push() ? window_.room() : 0; }

bool ClientSession::append_record(Bytes record) {
    if (state_ == State::over || state_ < State::roster) return false;
    return roster_.append(std::move(record));
}

void ClientSession::send_presence(PresenceNote note) {
    if (state_ == State::live) queue_.push_back(std::move(note));
}

Instant ClientSession::deadline() const {
    return {life_.last().ms + (pinged_ ? limits::silence_ms_max : limits::ping_after_ms)};
}

Result<void, SyncFailure> ClientSession::tick(Instant now) {
    if (state_ == State::over || now < deadline()) return {};
    if (pinged_) {
        state_ = State::over;
        return refuse(SyncFailure{.fault = SyncFault::silent,
                                  .sentence = "The server has not answered for a minute. The next "
                                              "connection goes on where this one stopped."});
    }
    pinged_ = true;
    if (state_ > State::greeted) queue_.push_back(Ping{.token = ++ping_token_});
    return {};
}

}  // namespace cairn
