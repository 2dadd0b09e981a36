#pragma once
// The client's end of one conversation about one workspace (schema/PROTOCOL.md section 11), without
// I/O, clock or chance: messages in, messages and effects out. One connection, one session; a new
// connection begins a new one. Its order: hello, welcome, rosters alike, pull, frontiers alike,
// live; pushes flow from the pull on.
//
// The owner's loop:
//     for (auto effects = session.receive(message, now); ...; effects = session.resume())
//         carry out each of *effects, in order, durably; stop when there are none
//     while (auto message = session.next()) send it
#include <deque>
#include <optional>
#include <vector>

#include "shared/base/ids.h"
#include "shared/base/result.h"
#include "shared/base/time.h"
#include "shared/sync/branch_fetch.h"
#include "shared/sync/effects.h"
#include "shared/sync/failure.h"
#include "shared/sync/life_sign.h"
#include "shared/sync/page_order.h"
#include "shared/sync/push_window.h"
#include "shared/sync/roster_exchange.h"
#include "shared/sync/source.h"
#include "shared/wire/message.h"

namespace cairn {

struct ClientStart {
    WorkspaceId workspace;
    ServerId server;   // pinned
    HelloProof proof;  // shared/identity/hello_proof.h
    Cursor cursor;
    std::optional<SeenCheckpoint> last_checkpoint;  // the last one that Welcomed brought
    WallTime wall;  // this device's clock at the start, to compare with the server's
};

class ClientSession {
public:
    using Outgoing = OutgoingEnvelope;
    enum class State : std::uint8_t {
        hello,      // nothing said yet
        greeted,    // waiting for the welcome
        roster,     // records travel, whichever way
        pulling,    // pages up to the server's head
        comparing,  // frontiers
        fetching,   // what the server holds and no page brought
        live,       // all of it here; new pages come by themselves
        over,       // refused, failed or closed
    };

    // `source` outlives the session.
    ClientSession(ClientStart start, const SyncSource& source, Instant now);

    // The next message to send, or nothing to say now. Ask after every other call, until nothing.
    [[nodiscard]] std::optional<ClientMessage> next();
    // Effects to carry out, in order; a failure ends the session, the owner closes the connection.
    [[nodiscard]] Result<Effects, SyncFailure> receive(ServerMessage message, Instant now);
    // What follows, now that the last effects are carried out. Call until it gives none.
    [[nodiscard]] Effects resume();
    // So many bytes came or went, of messages that are not whole yet too: a slow link is not
    // silent.
    void moved(std::size_t bytes, Instant now) { life_.moved(bytes, now); }
    // To be called at `deadline()` or later: pings, and fails when the server is silent.
    [[nodiscard]] Result<void, SyncFailure> tick(Instant now);
    [[nodiscard]] Instant deadline() const;

    // Envelopes for the server, in answer to NeedEnvelopes or whenever push_room() > 0: of each
    // device parents first. One that is larger than the room goes alone.
    void push(const std::vector<OutgoingEnvelope>& envelopes);
    // Bytes that may be handed over now; 0 while pushing is not in turn.
    [[nodiscard]] std::size_t push_room() const;
    // Whether it was handed over and is not answered for yet.
    [[nodiscard]] bool under_way(const EnvelopeHash& hash) const { return window_.under_way(hash); }

    // A record built at the present head. One at a time: false while another is on its way or the
    // rosters are not alike; RostersAlike, RecordTaken and RecordNotTaken tell when they are.
    [[nodiscard]] bool append_record(Bytes record);

    // Something that no page will bring again may be had by comparing frontiers once more: as soon
    // as nothing else is under way.
    void compare_again() { compare_due_ = true; }

    void send_presence(PresenceNote note);  // dropped unless live

    [[nodiscard]] State state() const { return state_; }
    [[nodiscard]] bool pushes_in_flight() const { return !window_.idle(); }

private:
    // What resume() has to see to.
    enum class Stored : std::uint8_t { nothing, page, fetched };

    Result<Effects, SyncFailure> on(const Welcome& welcome);
    Result<Effects, SyncFailure> on(const Refused& refused);
    Result<Effects, SyncFailure> on(Page page);
    Result<Effects, SyncFailure> on(const FrontierReply& reply);
    Result<Effects, SyncFailure> on(const PushResult& result);
    Result<Effects, SyncFailure> on(const PresenceNote& note);
    template <class RosterMessage>
    Result<Effects, SyncFailure> on_roster(const RosterMessage& message);
    Result<Effects, SyncFailure> dispatch(ServerMessage message);

    [[nodiscard]] std::optional<SyncFailure> rollback(const Welcome& welcome) const;
    [[nodiscard]] bool contradicts(const Welcome& welcome) const;
    Hello make_hello();
    void follow_from(const Cursor& cursor);
    void ask_frontier();
    [[nodiscard]] bool may_push() const;
    void on_page_stored();
    Effects leave_roster();
    Effects leave_comparing();
    Effects go_live();
    Effects need_envelopes();

    ClientStart start_;
    const SyncSource* source_;
    State state_ = State::hello;
    std::deque<ClientMessage> queue_;
    RosterExchange roster_;
    PushWindow window_;

    Welcome welcome_;
    bool is_guest_ = false;  // an invite's holder, not yet a member
    bool said_alike_ = false;
    std::optional<PageOrder> order_;  // once pages are followed
    std::optional<Page> last_page_;   // of the pull, without its entries: what resume() looks at
    Stored stored_ = Stored::nothing;
    std::uint64_t bytes_seen_ = 0;
    bool compare_due_ = true;           // when nothing is under way
    bool asks_for_more_ = false;        // room came free: NeedEnvelopes
    std::vector<DeviceTips> compared_;  // our tips, as the server was told them last
    std::optional<FrontierReply> reply_;
    std::optional<BranchFetch> fetch_;

    LifeSign life_;
    bool pinged_ = false;
    std::uint64_t ping_token_ = 0;
};

}  // namespace cairn
