#pragma once
// What a server session asks of the hub that owns the workspaces, and what the hub tells it. Every
// request gets one answer, in order, except Relay and Leave, which get none; notices come between.
#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include "shared/base/ids.h"
#include "shared/log/envelope.h"
#include "shared/log/ordered.h"
#include "shared/roster/view.h"
#include "shared/sync/admission.h"
#include "shared/wire/message.h"

namespace cairn {

using RosterSnapshot = std::shared_ptr<const RosterView>;

// --- requests ---

struct LookUp {
    WorkspaceId workspace;
    std::optional<TicketProof> ticket;  // compared under `handshake`
    HandshakeHash handshake;
};
struct Join {
    Hello hello;
    Admission admission;
};
struct ReadRecords {
    RecordIndex from;
};
struct AppendRecord {
    ReceiptedRecord record;
};
struct ReadPage {
    Position after;
    std::size_t bytes_max = 0;
};
struct CompareFrontier {
    std::vector<DeviceTips> devices;
};
struct ReadBranch {
    Fetch fetch;
    std::size_t bytes_max = 0;
};
// Proven already, of this workspace, in the order in which they came.
struct StoreEnvelopes {
    struct Incoming {
        Envelope envelope;
        bool needed = false;
    };
    std::vector<Incoming> envelopes;
};
struct Relay {
    PresenceNote note;
};
struct Leave {};

using ServerRequest = std::variant<LookUp,
                                   Join,
                                   ReadRecords,
                                   AppendRecord,
                                   ReadPage,
                                   CompareFrontier,
                                   ReadBranch,
                                   StoreEnvelopes,
                                   Relay,
                                   Leave>;

// --- answers ---

struct Found {
    RosterSnapshot roster;  // null: unknown here
    // One that is open, or that the workspace began with here: a founding that was cut short may go
    // on under it.
    std::optional<TicketNumber> ticket;
    bool ticket_is_open = false;
    bool founding_goes_on = false;  // it began with the ticket, and more of its roster may exist
};
struct Joined {
    Welcome welcome;
};
// In place of Joined, to a device that was removed: the records up to that one, as far as one page
// goes, and nothing else.
struct Parted {
    RosterPage page;
    Refused why;
};
struct RecordsRead {
    RosterPage page;
};
struct RecordJudged {
    std::variant<RecordAccepted, RecordRefused> verdict;
    RosterSnapshot roster;  // as it is now; null: still unknown
};
struct PageRead {
    Position after;
    Hash32 running;  // at `after`
    std::vector<OrderedEnvelope> envelopes;
    Position head;
    std::optional<Hash32> frontier_digest;  // if the envelopes reach the head
};
struct FrontierCompared {
    FrontierReply reply;
};
struct BranchRead {
    std::vector<OrderedEnvelope> envelopes;  // positions are not told
    bool reaches_tip = false;
};
struct EnvelopesJudged {
    PushResult result;
};

// --- notices ---

struct RosterGrew {
    std::shared_ptr<const RosterPage> page;  // one for all who are told
    RosterSnapshot roster;
};
struct OrderGrew {
    std::shared_ptr<const std::vector<OrderedEnvelope>> envelopes;  // contiguous, up to the head
};
struct PresencePassed {
    PresenceNote note;
};
struct Dismissed {
    Refused why;
};

using ServerAnswer = std::variant<Found,
                                  Joined,
                                  Parted,
                                  RecordsRead,
                                  RecordJudged,
                                  PageRead,
                                  FrontierCompared,
                                  BranchRead,
                                  EnvelopesJudged,
                                  RosterGrew,
                                  OrderGrew,
                                  PresencePassed,
                                  Dismissed>;

}  // namespace cairn
