#pragma once
// What a server keeps: for every workspace the roster with its receipts and the dense order of
// envelopes, and the tickets that admit new workspaces. It keeps what the hub decided and judges
// nothing. Two implementations, one conformance suite (tests/unit/server/store).
//
// One thread uses a store. A failing disk throws sqlite::SqliteError; the store is then to be
// dropped and opened again. Damage that is met at one workspace throws DamagedWorkspace; the store
// goes on for the others.
#include <cstddef>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "shared/base/ids.h"
#include "shared/base/secret.h"
#include "shared/base/sequence.h"
#include "shared/base/time.h"
#include "shared/log/ordered.h"
#include "shared/wire/message.h"
#include "shared/wire/tip.h"

namespace cairn::server {

struct Ticket {
    TicketNumber number;
    TicketSecret secret;
    std::string label;  // the operator's own words
    WallTime made;
    std::optional<WorkspaceId> used_by;
};

// An envelope's place in its chain.
struct EnvelopePlace {
    Position position;
    DeviceId device;
    EnvelopeNumber number;
    EnvelopeHash previous;
};

// What a device has stored here, whoever wrote it: needed envelopes count for who brought them.
struct DeviceUsage {
    DeviceId device;
    std::uint64_t bytes = 0;
};

// A workspace without its envelopes.
struct WorkspaceState {
    bool settled = true;  // false after a restore, until an owner's or admin's client has synced
    std::vector<ReceiptedRecord> roster;
    Position head;
    Hash32 running;                // at the head
    std::vector<DeviceTips> tips;  // ascending by device, then hash
    std::vector<DeviceUsage> usage;
};

// --- what a commit may consist of ---

struct AddWorkspace {
    WorkspaceId workspace;
    bool settled = true;
    WallTime made;
};
struct Settle {
    WorkspaceId workspace;
};
struct PutRecord {  // at the roster's length; or once more with a newer receipt
    WorkspaceId workspace;
    RecordIndex index;
    RecordHash hash;
    ReceiptedRecord record;
};
struct PutEnvelope {  // at the head's next position, its predecessor stored
    WorkspaceId workspace;
    OrderedEnvelope envelope;
    EnvelopePlace place;
    DeviceId charged;
};
struct AddTicket {
    TicketSecret secret;
    std::string label;
    WallTime made;
};
struct UseTicket {  // nothing, if it was closed meanwhile
    TicketNumber number;
    WorkspaceId workspace;
};
struct CloseTicket {
    TicketNumber number;
};
using Write =
    std::variant<AddWorkspace, Settle, PutRecord, PutEnvelope, AddTicket, UseTicket, CloseTicket>;

// What is stored of this workspace cannot be read, or contradicts itself; the others may be sound.
class DamagedWorkspace : public std::runtime_error {
public:
    DamagedWorkspace(const WorkspaceId& workspace, const std::string& sentence)
        : std::runtime_error(sentence), workspace_(workspace) {}

    [[nodiscard]] const WorkspaceId& workspace() const { return workspace_; }

private:
    WorkspaceId workspace_;
};

// As operators know it: the beginning of its id.
[[nodiscard]] inline std::string short_name(const WorkspaceId& workspace) {
    return to_base32(workspace.view()).substr(0, 12);
}

class LogStore {
public:
    virtual ~LogStore() = default;

    [[nodiscard]] virtual Incarnation incarnation() const = 0;
    // After a restore: everything this store says from now on is under another incarnation, and
    // every workspace is unsettled.
    virtual void renew(const Incarnation& incarnation) = 0;

    // All of it durable when this returns, or none of it. (I1) Throws DamagedWorkspace for the
    // first one that is met; without its writes the others may be committed.
    virtual void commit(const std::vector<Write>& writes) = 0;

    [[nodiscard]] virtual std::vector<WorkspaceId> workspaces() = 0;  // ascending
    [[nodiscard]] virtual std::optional<WorkspaceState> load(const WorkspaceId& workspace) = 0;
    [[nodiscard]] virtual std::optional<EnvelopePlace> find(const WorkspaceId& workspace,
                                                            const EnvelopeHash& hash) = 0;
    // Zeros at 0; nothing beyond the head, which a peer's position may well be.
    [[nodiscard]] virtual std::optional<Hash32> running(const WorkspaceId& workspace,
                                                        Position position) = 0;
    // In order, about bytes_max in all, but at least one if there is one.
    [[nodiscard]] virtual std::vector<OrderedEnvelope> read(const WorkspaceId& workspace,
                                                            Position after,
                                                            std::size_t bytes_max) = 0;
    // Open ones and used ones; closed ones are gone.
    [[nodiscard]] virtual std::vector<Ticket> tickets() = 0;
};

}  // namespace cairn::server
