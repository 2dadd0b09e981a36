#pragma once
// The server's end of one conversation (schema/PROTOCOL.md section 11), without I/O, clock or
// chance: messages in, messages out, and requests to the hub that owns the workspaces. Nothing is
// asked of the hub before the hello is well-formed, nothing is told before it is proven; signatures
// of envelopes are checked here, on the connection's own thread.
#include <list>
#include <optional>

#include "shared/base/ids.h"
#include "shared/base/time.h"
#include "shared/sync/answer_queue.h"
#include "shared/sync/branch_feed.h"
#include "shared/sync/life_sign.h"
#include "shared/sync/page_feed.h"
#include "shared/sync/parts.h"
#include "shared/sync/server_requests.h"
#include "shared/wire/message.h"

namespace cairn {

struct ServerStart {
    HandshakeHash handshake;
    ChannelKey peer;  // the client's static key, proven by the handshake
    std::uint32_t idle_ms_max = 90'000;
    // From the beginning until it is a member: so long without progress, and so long in all.
    std::uint32_t admission_ms_max = 60'000;
    std::uint32_t admission_total_ms_max = 900'000;
    std::size_t envelope_bytes_max = limits::envelope_bytes_max;
};

class ServerSession {
public:
    enum class State : std::uint8_t {
        hello,    // waiting for the first message
        looking,  // the hub looks the workspace up
        joining,  // proven; the hub prepares the welcome
        open,
        over,  // what is queued is still sent
    };

    ServerSession(const ServerStart& start, Instant now);

    void receive(ClientMessage message, Instant now);
    void receive_malformed(const WireError& error);
    // An answer to the oldest unanswered request, or a notice.
    void answer(ServerAnswer answer);
    // So many bytes came or went, of messages that are not whole yet too.
    void moved(std::size_t bytes, Instant now);
    void tick(Instant now);
    [[nodiscard]] Instant deadline() const;

    [[nodiscard]] std::optional<ServerMessage> next();
    [[nodiscard]] std::optional<ServerRequest> next_request();

    // Ends the conversation with a reason.
    void refuse_all(Refused why);
    void refuse_all(RefusalCode code, std::string sentence);

    [[nodiscard]] State state() const { return state_; }
    [[nodiscard]] bool over() const { return state_ == State::over; }
    // The other side has shown something that this server knows: a device, an invite, a ticket, or
    // records of a workspace that lived here. Until then limits for strangers apply to its frames:
    // anybody can make a key and the name of a workspace.
    [[nodiscard]] bool authenticated() const;
    // It is a device of a roster that this server holds.
    [[nodiscard]] bool is_member() const;
    // False while so much of what it sent is unanswered, or so much of what is said to it unsent,
    // that nothing more should be read.
    [[nodiscard]] bool wants_messages() const;
    [[nodiscard]] const std::optional<Admission>& admission() const { return admission_; }

private:
    void on(Hello hello);
    void on(const RosterPull& pull);
    void on(RosterAppend append);
    void on(const Pull& pull);
    void on(const PageSeen& seen);
    void on(FrontierQuestion question);
    void on(const Fetch& fetch);
    void on(Push push);
    void on(PresenceNote note);
    void on(const Ping& ping);

    void on(const Found& found);
    void on(const Joined& joined);
    void on(const Parted& parted);
    void on(const RecordsRead& read);
    void on(const RecordJudged& judged);
    void on(PageRead read);
    void on(const FrontierCompared& compared);
    void on(BranchRead read);
    void on(const EnvelopesJudged& judged);
    void on(const RosterGrew& grown);
    void on(const OrderGrew& grown);
    void on(const PresencePassed& passed);
    void on(const Dismissed& dismissed);

    void ask(ServerRequest request);
    void say(ServerMessage message);
    bool require_member(const char* what);
    void admit(const Found& found);
    void take_pushed(std::vector<StoreEnvelopes::Incoming> pushed);

    ServerStart start_;
    State state_ = State::hello;
    Instant began_;
    Instant heard_;  // the last message
    LifeSign life_;
    LifeSign admission_progress_;  // bytes alone: messages cost nothing
    std::optional<Hello> hello_;
    std::optional<Admission> admission_;
    RosterLength told_;  // of the roster

    bool workspace_known_ = false;  // here, when it was looked up or since

    AnswerQueue out_;
    // Lists: empty ones take no memory.
    std::list<ServerRequest> requests_;
    std::size_t unanswered_ = 0;     // requests taken by the hub
    std::list<std::size_t> pushes_;  // sizes of the StoreEnvelopes not yet answered
    std::size_t pushed_bytes_ = 0;   // of all these
    bool long_answer_due_ = false;   // one at a time
    bool fetching_ = false;
    BranchFeed branch_;
    PageFeed feed_;
    PartAssembler assembler_;
    Instant presence_after_;
};

}  // namespace cairn
