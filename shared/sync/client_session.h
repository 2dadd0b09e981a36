#pragma once
// The client's end of one conversation about one workspace (schema/PROTOCOL.md section 11), without
// I/O, clock or chance: messages in, messages and effects out. One connection, one session; a new
// connection begins a new one. Its order: hello, welcome, rosters alike, pull, frontiers alike,
// live; pushes flow from the pull on.
#include <deque>
#include <optional>
#include <vector>

#include "shared/base/ids.h"
#include "shared/base/result.h"
#include "shared/base/time.h"
#include "shared/sync/effects.h"
#include "shared/sync/failure.h"
#include "shared/sync/parts.h"
#include "shared/sync/source.h"
#include "shared/wire/message.h"

namespace cairn {

struct ClientStart {
    WorkspaceId workspace;
    ServerId server;   // pinned
    HelloProof proof;  // shared/sync/proof.h
    Cursor cursor;
    std::optional<SeenCheckpoint> last_checkpoint;  // the last one that Welcomed brought
    WallTime wall;  // this device's clock at the start, to compare with the server's
};

class ClientSession {
public:
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

    // The next message to send, or nothing to say now. Call after construction and after every
    // other call.
    [[nodiscard]] std::optional<ClientMessage> next();
    // Effects to carry out, in order; a failure ends the session, the owner closes the connection.
    [[nodiscard]] Result<Effects, SyncFailure> receive(ServerMessage message, Instant now);
    // To be called at `deadline()` or later: pings, and fails when the server is silent.
    [[nodiscard]] Result<void, SyncFailure> tick(Instant now);
    [[nodiscard]] Instant deadline() const;

    // Envelopes for the server, in answer to NeedEnvelopes or whenever push_room() > 0. `needed`:
    // others' work rests on it although its author's quota is full.
    struct Outgoing {
        Envelope envelope;
        bool needed = false;
    };
    void push(std::vector<Outgoing> envelopes);
    // Bytes that may be handed over now; 0 while pushing is not in turn.
    [[nodiscard]] std::size_t push_room() const;

    // A record built at the present head. One at a time: false while another is on its way or the
    // rosters are not yet alike.
    [[nodiscard]] bool append_record(Bytes record);

    void send_presence(PresenceNote note);  // dropped unless live

    [[nodiscard]] State state() const { return state_; }
    [[nodiscard]] bool pushes_in_flight() const { return !in_flight_.empty(); }

private:
    struct InFlight {
        EnvelopeHash hash;
        std::size_t bytes = 0;
    };

    State state_ = State::hello;
    std::deque<InFlight> in_flight_;
};

}  // namespace cairn
