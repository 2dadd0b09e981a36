#pragma once
// Every message of the conversation between a client and its server as plain structs
// (schema/PROTOCOL.md section 11). One message is one frame; what it means is shared/sync's.
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "shared/base/ids.h"
#include "shared/base/result.h"
#include "shared/base/sequence.h"
#include "shared/base/time.h"
#include "shared/wire/fault.h"
#include "shared/wire/run.h"
#include "shared/wire/tip.h"

namespace cairn {

inline constexpr std::uint16_t protocol_version = 1;

// The server's signature over (workspace, index, hash of the record, incarnation).
struct Receipt {
    Incarnation incarnation;
    Signature signature;
    friend bool operator==(const Receipt&, const Receipt&) = default;
};

struct ReceiptedRecord {
    Bytes record;  // body ‖ signature (64), as stored
    std::optional<Receipt> receipt;
    friend bool operator==(const ReceiptedRecord&, const ReceiptedRecord&) = default;
};

// Where a client stands in the server's order.
struct Cursor {
    Incarnation incarnation;  // zeros: never synced
    Position position;
    Hash32 running;
    friend bool operator==(const Cursor&, const Cursor&) = default;
};

// A piece of an envelope. Pieces of one envelope follow each other without gaps.
struct EnvelopePart {
    std::uint32_t total = 0;  // bytes of the whole envelope
    std::uint32_t offset = 0;
    Bytes data;
    friend bool operator==(const EnvelopePart&, const EnvelopePart&) = default;
};

// Sealed and signed by its device, relayed, never stored. The counter only rises within a sitting.
struct PresenceNote {
    DeviceId device;
    std::uint64_t counter = 0;
    EpochId epoch;
    Bytes sealed;
    Signature signature;  // over workspace, counter, epoch, sealed
    friend bool operator==(const PresenceNote&, const PresenceNote&) = default;
};

// --- what a client says ---

struct DeviceProof {
    DeviceId device;
    Signature signature;
    friend bool operator==(const DeviceProof&, const DeviceProof&) = default;
};
struct InviteProof {
    InviteId invite;
    Signature signature;
    friend bool operator==(const InviteProof&, const InviteProof&) = default;
};
struct TicketProof {
    Hash32 mac;
    friend bool operator==(const TicketProof&, const TicketProof&) = default;
};
using HelloProof = std::variant<DeviceProof, InviteProof, TicketProof>;

struct Hello {
    std::uint16_t protocol = protocol_version;
    WorkspaceId workspace;
    HelloProof proof;
    Cursor cursor;
    RosterLength roster_length;
    RecordHash roster_head;  // zeros if the roster is empty
    Hash32 frontier_digest;
    friend bool operator==(const Hello&, const Hello&) = default;
};
struct RosterPull {
    RecordIndex from;  // the first record wanted
    friend bool operator==(const RosterPull&, const RosterPull&) = default;
};
struct RosterAppend {
    ReceiptedRecord record;  // with a receipt: a record that a restored server lost
    friend bool operator==(const RosterAppend&, const RosterAppend&) = default;
};
struct Pull {
    Position after;
    friend bool operator==(const Pull&, const Pull&) = default;
};
struct PageSeen {
    std::uint64_t bytes = 0;  // of page data taken since the pull began
    friend bool operator==(const PageSeen&, const PageSeen&) = default;
};
struct FrontierQuestion {
    std::vector<DeviceTips> devices;  // ascending by device
    friend bool operator==(const FrontierQuestion&, const FrontierQuestion&) = default;
};
struct Fetch {
    DeviceId device;
    EnvelopeHash tip;      // of the branch wanted
    EnvelopeNumber after;  // the envelopes after this number, up to the tip
    friend bool operator==(const Fetch&, const Fetch&) = default;
};
struct Push {
    bool needed = false;  // others' work rests on it: charged to the bringer
    std::vector<EnvelopePart> parts;
    friend bool operator==(const Push&, const Push&) = default;
};
struct Ping {
    std::uint64_t token = 0;
    friend bool operator==(const Ping&, const Ping&) = default;
};

using ClientMessage = std::variant<Hello,
                                   RosterPull,
                                   RosterAppend,
                                   Pull,
                                   PageSeen,
                                   FrontierQuestion,
                                   Fetch,
                                   Push,
                                   PresenceNote,
                                   Ping>;

// --- what a server says ---

struct ServerLimits {
    std::uint32_t envelope_bytes_max = 0;        // whole, with header and signature
    std::uint32_t unacknowledged_bytes_max = 0;  // of pushes
    std::uint32_t idle_ms_max = 0;               // a silent connection is closed after this time
    friend bool operator==(const ServerLimits&, const ServerLimits&) = default;
};
struct Welcome {
    SeenCheckpoint checkpoint;  // where the server stands, signed
    bool cursor_known = false;
    bool frontier_agrees = false;  // the server's digest equals the Hello's
    WallTime wall;
    ServerLimits limits;
    friend bool operator==(const Welcome&, const Welcome&) = default;
};

// Why a conversation ended. Numbers are stable.
enum class RefusalCode : std::uint16_t {
    protocol_unknown = 1,   // another protocol version
    malformed = 2,          // not a message, or beyond a limit
    out_of_turn = 3,        // a message that this state of the conversation has no place for
    not_authenticated = 4,  // proof wrong, or device, invite or ticket unknown
    workspace_unknown = 5,  // a ticket, or records with this server's receipts, would help
    not_allowed = 6,        // authenticated, but not for this
    too_slow = 7,           // silent for longer than allowed
    too_many = 8,           // connections or requests: come back later
    shutting_down = 9,      // come back soon
    storage_failed = 10,    // the server's disk: come back later
    roster_differs = 11,    // the client's records are not the server's: a fork
    fallen_behind = 12,     // does not read what it asked for
    removed = 13,           // the device was revoked, or its member removed
};
struct Refused {
    RefusalCode code = RefusalCode::malformed;
    std::string sentence;              // for people: what happened, what to do
    std::uint32_t retry_after_ms = 0;  // 0: the client's own backoff decides
    friend bool operator==(const Refused&, const Refused&) = default;
};
// Also sent unasked when others append.
struct RosterPage {
    RecordIndex from;
    std::vector<ReceiptedRecord> records;
    RosterLength length;  // of the server's whole roster
    friend bool operator==(const RosterPage&, const RosterPage&) = default;
};
struct RecordAccepted {
    RecordIndex index;
    RecordHash hash;
    Receipt receipt;
    friend bool operator==(const RecordAccepted&, const RecordAccepted&) = default;
};
enum class RecordRefusal : std::uint16_t {
    not_on_head = 1,  // its place is taken: pull, judge anew, append at the head
    invalid = 2,      // breaks a rule of the roster
    not_allowed = 3,  // this connection may not append it
    unsettled = 4,    // a restored server first waits for an owner's or admin's client
    no_room = 5,      // the workspace's roster reserve is used up
    pins_differ = 6,  // not the server's tips of who loses a right: fetch, send, make it anew
};
struct RecordRefused {
    RecordHash hash;
    RecordRefusal code = RecordRefusal::invalid;
    std::string sentence;
    RosterLength length;  // of the server's roster: catch up to it
    friend bool operator==(const RecordRefused&, const RecordRefused&) = default;
};
struct PageEntry {
    Position position;  // 0 in an answer to Fetch
    EnvelopePart part;  // empty if `held`
    std::optional<EnvelopeHash>
        held;  // pushed on this very connection: its bytes are not sent back
    friend bool operator==(const PageEntry&, const PageEntry&) = default;
};
struct Page {
    bool fetched = false;  // answers a Fetch: no positions, no cursor
    std::vector<PageEntry> entries;
    Position next;                          // cursor after the last envelope that ends in this page
    Hash32 running;                         // at `next`
    bool caught_up = false;                 // nothing further at this moment
    std::optional<Hash32> frontier_digest;  // with the first caught-up page of a pull
    friend bool operator==(const Page&, const Page&) = default;
};
// The server's tips of every device where they differ from the client's, and where in its order
// that was true.
struct FrontierReply {
    std::vector<DeviceTips> devices;
    Position position;
    Hash32 running;
    friend bool operator==(const FrontierReply&, const FrontierReply&) = default;
};
struct AcceptedPush {
    EnvelopeHash hash;
    Position position;
    friend bool operator==(const AcceptedPush&, const AcceptedPush&) = default;
};
enum class PushRefusal : std::uint16_t {
    wrong_workspace = 1,
    not_proven = 2,        // the signature is not its device's
    unknown_author = 3,    // no such device in the roster
    not_allowed = 4,       // the author's role may not write
    unknown_head = 5,      // cites a roster record that the server lacks: bring it first
    missing_previous = 6,  // bring the chain from the number wanted
    wrong_number = 7,      // not its predecessor's number plus 1
    over_quota = 8,        // nothing is lost: it waits until there is room
    too_long = 9,
    beyond_pin = 10,  // its author lost a right since; taken when pushed as needed
};
struct RefusedPush {
    EnvelopeHash hash;
    PushRefusal code = PushRefusal::not_proven;
    std::string sentence;
    EnvelopeNumber wanted;  // the next number of that device the server can take; 0: none in
                            // particular
    friend bool operator==(const RefusedPush&, const RefusedPush&) = default;
};
struct PushResult {
    std::vector<AcceptedPush> accepted;  // durable now (I1)
    std::vector<RefusedPush> refused;
    friend bool operator==(const PushResult&, const PushResult&) = default;
};
struct Pong {
    std::uint64_t token = 0;
    friend bool operator==(const Pong&, const Pong&) = default;
};

using ServerMessage = std::variant<Welcome,
                                   Refused,
                                   RosterPage,
                                   RecordAccepted,
                                   RecordRefused,
                                   Page,
                                   FrontierReply,
                                   PushResult,
                                   PresenceNote,
                                   Pong>;

// A message that breaks a limit is a bug of the encoder's caller; what decodes keeps every limit.
Bytes encode_message(const ClientMessage& message);
Bytes encode_message(const ServerMessage& message);
Result<ClientMessage, WireError> decode_client_message(ByteView frame);
Result<ServerMessage, WireError> decode_server_message(ByteView frame);

}  // namespace cairn
