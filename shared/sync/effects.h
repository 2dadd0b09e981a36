#pragma once
// What a client session wants done. Its owner carries effects out in order, each durably, before it
// calls the session again; an effect that cannot be carried out ends the session.
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "shared/log/envelope.h"
#include "shared/wire/message.h"

namespace cairn {

// The server's signed statement was checked: keep it, put it into the next runs. `clock_ahead_ms`:
// this device's clock against the server's; beyond a minute, tell the user.
struct Welcomed {
    SeenCheckpoint checkpoint;
    std::int64_t clock_ahead_ms = 0;
};
// Receipts are checked; the records are not: append each to the roster view, store with its
// receipt. A record that the view refuses ends the session.
struct AppendRoster {
    RecordIndex from;
    std::vector<ReceiptedRecord> records;
};
// The server has taken a record that this replica held already: its receipt replaces an older one.
struct StoreReceipt {
    RecordIndex index;
    Receipt receipt;
};
// The record handed over with ClientSession::append_record was taken as `index`: append and store
// it.
struct RecordTaken {
    RecordIndex index;
    ReceiptedRecord record;
};
// Not taken. With not_on_head the session has caught up by the time this effect comes: judge the
// wish anew and build a new record, or drop it.
struct RecordNotTaken {
    RecordHash hash;
    RecordRefusal code = RecordRefusal::invalid;
    std::string sentence;
};

// Both rosters are alike: records of our own may be appended now. A session that began with an
// invite goes no further before its device's `invite used` record is taken.
struct RostersAlike {};

struct PageEnvelope {
    Position position;  // 0: fetched, its position is not known
    Envelope envelope;  // parsed, not yet proven
};
// One transaction: the envelopes, what they change, and the cursor. (I1, I4)
struct StorePage {
    std::vector<PageEnvelope> envelopes;
    std::optional<Cursor> cursor;
    // After each position by which the page moved the cursor; the last is the cursor's. A client
    // keeps them, to compare what the server signed for others.
    std::vector<Hash32> running = {};
};
// The server's tips where they differ from ours: queue for pushing whatever we hold of these
// devices that is no ancestor of them, parents first. Marked as accepted or not, it is not there.
// `alike` is what both held when the frontiers were compared: what was written here since then is
// not on the server.
struct QueueMissing {
    std::vector<DeviceTips> server;
    std::vector<DeviceTips> alike;
};
// Room in the push window: hand over queued envelopes (ClientSession::push), own ones sealed now,
// up to about this many bytes. An envelope larger than all the room is welcome if it is alone.
struct NeedEnvelopes {
    std::size_t bytes_max = 0;
};
// Durable at the server (I1): take them off the queue.
struct MarkAccepted {
    Incarnation incarnation;
    std::vector<AcceptedPush> envelopes;
};
// The conversation goes on. `over_quota` and `unknown_head` may succeed later; the others will not
// before something changes.
struct MarkRefused {
    std::vector<RefusedPush> envelopes;
};
// All that the server had at this cursor is held here; from now on pages are live.
struct CaughtUp {
    Cursor cursor;
};
// Checked for form only; its signature and seal are the owner's to check.
struct PresenceHeard {
    PresenceNote note;
};
// The same incarnation shows another order than it showed before. The frontiers are compared,
// nothing is lost; people should know.
struct ServerContradicts {
    std::string sentence;
};

using Effect = std::variant<Welcomed,
                            AppendRoster,
                            StoreReceipt,
                            RecordTaken,
                            RecordNotTaken,
                            RostersAlike,
                            StorePage,
                            QueueMissing,
                            NeedEnvelopes,
                            MarkAccepted,
                            MarkRefused,
                            CaughtUp,
                            PresenceHeard,
                            ServerContradicts>;
using Effects = std::vector<Effect>;

}  // namespace cairn
