#include "shared/sync/server_session.h"

#include "shared/base/contract.h"
#include "shared/log/proof.h"
#include "shared/sync/presence.h"

namespace cairn {
namespace {

constexpr std::size_t unanswered_max = 32;
constexpr std::size_t messages_queued_max = 256;  // beyond it presence is dropped
// Beyond either nothing more is read, and nothing long is asked of the hub.
constexpr std::size_t answers_queued_max = 8;
constexpr std::size_t answer_bytes_queued_max = 1 * limits::mib;
// What comes unasked beyond it ends the conversation.
constexpr std::size_t roster_bytes_queued_max = 8 * limits::mib;
constexpr std::int64_t presence_ms_min = 200;

// Its answer may be as long as a frame.
bool asks_for_much(const ServerRequest& request) {
    return std::holds_alternative<ReadRecords>(request) ||
           std::holds_alternative<CompareFrontier>(request) ||
           std::holds_alternative<ReadBranch>(request);
}

}  // namespace

ServerSession::ServerSession(const ServerStart& start, Instant now)
    : start_(start), began_(now), heard_(now), life_(now), admission_progress_(now) {}

void ServerSession::ask(ServerRequest request) { requests_.push_back(std::move(request)); }

void ServerSession::say(ServerMessage message) { out_.add(std::move(message)); }

void ServerSession::refuse_all(Refused why) {
    if (state_ == State::over) return;
    state_ = State::over;
    requests_.clear();
    say(std::move(why));
}

void ServerSession::refuse_all(RefusalCode code, std::string sentence) {
    refuse_all(Refused{.code = code, .sentence = std::move(sentence), .retry_after_ms = 0});
}

void ServerSession::receive_malformed(const WireError& error) {
    refuse_all(RefusalCode::malformed, "That is no message: " + error.sentence + ".");
}

void ServerSession::receive(ClientMessage message, Instant now) {
    if (state_ == State::over) return;
    heard_ = now;
    life_.heard(now);
    const bool is_hello = std::holds_alternative<Hello>(message);
    if (is_hello != (state_ == State::hello) || state_ == State::looking ||
        state_ == State::joining) {
        refuse_all(RefusalCode::out_of_turn, "A conversation begins with one hello.");
        return;
    }
    std::visit([this](auto&& body) { on(std::forward<decltype(body)>(body)); }, std::move(message));
}

void ServerSession::answer(ServerAnswer answer) {
    if (state_ == State::over) return;
    std::visit([this](auto&& body) { on(std::forward<decltype(body)>(body)); }, std::move(answer));
}

std::optional<ServerRequest> ServerSession::next_request() {
    if (state_ == State::over) return std::nullopt;
    if (requests_.empty()) {
        auto read = feed_.next_read();
        if (!read) return std::nullopt;
        ++unanswered_;
        return *read;
    }
    const bool is_long = asks_for_much(requests_.front());
    if (is_long && (long_answer_due_ || out_.bytes() > answer_bytes_queued_max))
        return std::nullopt;
    long_answer_due_ = long_answer_due_ || is_long;
    ServerRequest request = std::move(requests_.front());
    requests_.pop_front();
    if (!std::holds_alternative<Relay>(request)) ++unanswered_;
    return request;
}

std::optional<ServerMessage> ServerSession::next() {
    if (auto message = out_.take()) return message;
    if (state_ != State::open) return std::nullopt;
    if (auto page = branch_.next()) {
        fetching_ = branch_.under_way();
        return std::move(*page);
    }
    if (auto page = feed_.next()) return std::move(*page);
    return std::nullopt;
}

bool ServerSession::wants_messages() const {
    return state_ != State::looking && state_ != State::joining &&
           requests_.size() + unanswered_ < unanswered_max && out_.size() < answers_queued_max &&
           out_.bytes() <= answer_bytes_queued_max &&
           pushed_bytes_ <= limits::unacknowledged_bytes_max;
}

Instant ServerSession::deadline() const {
    const std::int64_t idle = life_.last().ms + start_.idle_ms_max;
    if (is_member()) return {idle};
    return {std::min({idle,
                      admission_progress_.last().ms + start_.admission_ms_max,
                      began_.ms + start_.admission_total_ms_max})};
}

void ServerSession::moved(std::size_t bytes, Instant now) {
    life_.moved(bytes, now);
    admission_progress_.moved(bytes, now);
}

void ServerSession::tick(Instant now) {
    if (state_ == State::over || now < deadline()) return;
    refuse_all(RefusalCode::too_slow,
               is_member() ? "Nothing was heard from this device for too long."
                           : "This connection did not become a member's in time.");
}

bool ServerSession::authenticated() const {
    return admission_ && (admission_->standing != Standing::returner || workspace_known_);
}

bool ServerSession::is_member() const {
    return admission_ && admission_->standing == Standing::member;
}

// --- what members do ---

bool ServerSession::require_member(const char* what) {
    if (is_member()) return true;
    refuse_all(RefusalCode::not_allowed,
               std::string("Only a device of the workspace may ") + what + ".");
    return false;
}

void ServerSession::on(const RosterPull& pull) {
    const Standing standing = admission_->standing;
    if (standing == Standing::returner) {
        refuse_all(RefusalCode::workspace_unknown, "This server has no records to give.");
        return;
    }
    // Another may have brought the workspace since: a ticket proves no part in it.
    if (standing == Standing::founder) {
        refuse_all(RefusalCode::not_authenticated, "A ticket shows nobody a membership list.");
        return;
    }
    ask(ReadRecords{.from = pull.from});
}

void ServerSession::on(RosterAppend append) {
    ask(AppendRecord{.record = std::move(append.record)});
}

void ServerSession::on(const Pull& pull) {
    if (require_member("read its envelopes")) feed_.follow(pull.after);
}

void ServerSession::on(const PageSeen& seen) { feed_.seen(seen.bytes); }

void ServerSession::on(FrontierQuestion question) {
    if (require_member("compare frontiers"))
        ask(CompareFrontier{.devices = std::move(question.devices)});
}

void ServerSession::on(const Fetch& fetch) {
    if (!require_member("fetch envelopes")) return;
    if (fetching_) {
        refuse_all(RefusalCode::out_of_turn, "One fetch at a time.");
        return;
    }
    fetching_ = true;
    ask(ReadBranch{.fetch = fetch, .bytes_max = BranchFeed::page_bytes_max});
}

void ServerSession::on(Push push) {
    if (!require_member("push envelopes")) return;
    std::vector<StoreEnvelopes::Incoming> pushed;
    for (EnvelopePart& part : push.parts) {
        auto envelope = assembler_.add(std::move(part));
        if (!envelope) return receive_malformed(envelope.error());
        if (*envelope) pushed.push_back({.envelope = std::move(**envelope), .needed = push.needed});
    }
    if (!pushed.empty()) take_pushed(std::move(pushed));
}

// What is refused here is refused alone: the others go on to the hub.
void ServerSession::take_pushed(std::vector<StoreEnvelopes::Incoming> pushed) {
    std::vector<Envelope> batch;
    batch.reserve(pushed.size());
    for (const auto& incoming : pushed) batch.push_back(incoming.envelope);
    const Proof proof = prove(batch);
    PushResult refused;
    StoreEnvelopes store;
    const auto refuse_one = [&](const Envelope& envelope, PushRefusal code, const char* why) {
        refused.refused.push_back(
            {.hash = envelope.hash(), .code = code, .sentence = why, .wanted = {}});
    };
    for (std::size_t i = 0; i < pushed.size(); ++i) {
        const Envelope& envelope = pushed[i].envelope;
        if (envelope.header().workspace != hello_->workspace)
            refuse_one(envelope, PushRefusal::wrong_workspace, "It belongs to another workspace.");
        else if (!proof.proven[i])
            refuse_one(envelope, PushRefusal::not_proven, "Its signature is not its device's.");
        else if (envelope.bytes().size() > start_.envelope_bytes_max)
            refuse_one(envelope, PushRefusal::too_long, "It is larger than this server takes.");
        else
            store.envelopes.push_back(std::move(pushed[i]));
    }
    if (!refused.refused.empty()) say(std::move(refused));
    if (store.envelopes.empty()) return;
    std::size_t bytes = 0;
    for (const auto& incoming : store.envelopes) bytes += incoming.envelope.bytes().size();
    pushes_.push_back(bytes);
    pushed_bytes_ += bytes;
    ask(std::move(store));
}

void ServerSession::on(PresenceNote note) {
    if (!require_member("show presence")) return;
    if (heard_ < presence_after_) return;  // too often: dropped, like all presence may be
    if (note.device != admission_->device || !verify_presence(hello_->workspace, note)) {
        refuse_all(RefusalCode::not_allowed, "A presence note must be signed by its own device.");
        return;
    }
    presence_after_ = {heard_.ms + presence_ms_min};
    ask(Relay{.note = std::move(note)});
}

void ServerSession::on(const Ping& ping) { say(Pong{.token = ping.token}); }

// --- what the hub answers ---

void ServerSession::on(const RecordsRead& read) {
    --unanswered_;
    long_answer_due_ = false;
    told_ = std::max(told_, RosterLength{read.page.from.value + read.page.records.size()});
    say(read.page);
}

void ServerSession::on(PageRead read) {
    --unanswered_;
    feed_.answer(std::move(read));
}

void ServerSession::on(const FrontierCompared& compared) {
    --unanswered_;
    long_answer_due_ = false;
    say(compared.reply);
}

void ServerSession::on(BranchRead read) {
    --unanswered_;
    long_answer_due_ = false;
    branch_.answer(std::move(read));
}

void ServerSession::on(const EnvelopesJudged& judged) {
    --unanswered_;
    CAIRN_ASSERT(!pushes_.empty());
    pushed_bytes_ -= pushes_.front();
    pushes_.pop_front();
    for (const AcceptedPush& accepted : judged.result.accepted) feed_.hold(accepted.hash);
    say(judged.result);
}

void ServerSession::on(const RosterGrew& grown) {
    if (admission_) become_member_if_known(*admission_, *grown.roster);
    const std::uint64_t end = grown.page->from.value + grown.page->records.size();
    if (end <= told_.value || state_ != State::open) return;
    if (!is_member() && admission_->standing != Standing::guest) return;
    told_ = {end};
    if (out_.bytes() > roster_bytes_queued_max) {
        refuse_all(RefusalCode::fallen_behind, "This device does not read what it is sent.");
        return;
    }
    out_.add(grown.page);
}

void ServerSession::on(const OrderGrew& grown) { feed_.grew(grown); }

void ServerSession::on(const PresencePassed& passed) {
    const bool has_room =
        out_.size() < messages_queued_max && out_.bytes() <= answer_bytes_queued_max;
    if (is_member() && has_room) say(passed.note);
}

void ServerSession::on(const Dismissed& dismissed) { refuse_all(dismissed.why); }

}  // namespace cairn
