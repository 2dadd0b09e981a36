#pragma once
// The words of the workspace file that cross its border.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "client/merge/edit.h"
#include "shared/base/ids.h"
#include "shared/base/sequence.h"
#include "shared/base/time.h"
#include "shared/log/envelope.h"

namespace cairn::replica {

// An edit or a change in this file: the order in which they came here. Good as long as the file,
// never sent, never compared across files. Handed out by reads, given back in `over`.
using EditRow = Sequence<struct EditRowTag>;
using ChangeRow = Sequence<struct ChangeRowTag>;

// What one action writes. Cells may repeat; a later edit then names the earlier in `own_over`.
struct LocalEdit {
    ItemId item;
    merge::FieldNumber field = 0;
    std::string element;                  // empty unless the field is a set
    std::string value;                    // canonical (schema/PROTOCOL.md section 4)
    std::vector<EditRow> over;            // the heads that the person was shown
    std::vector<std::uint32_t> own_over;  // indexes of earlier edits of this change
};

struct Committed {
    ChangeId change;
    ChangeRow row;
    Lamport lamport;
    [[nodiscard]] EditRow edit(std::uint32_t index) const { return {row.value + 1 + index}; }
};

enum class CommitFault : std::uint8_t {
    empty = 1,      // no edits
    too_long,       // beyond limits::change_bytes_max: split it
    form,           // the edit would be void by form, or its field is unknown here
    over,           // names an edit of another cell, an unknown one, or more than 1,024
    not_permitted,  // the device's member may not write this
    too_many_deps,  // more than limits::deps_max branches arrived since the last change
};
struct CommitError {
    CommitFault fault = CommitFault::form;
    std::uint32_t edit = 0;  // index of the first edit at fault
    std::string sentence;
};

// An envelope on its way in: from a page (with its position), a fetch, a bundle or a LAN peer.
struct Arrival {
    Envelope envelope;
    std::optional<Position> position;
};

struct Acknowledged {
    EnvelopeHash hash;
    std::optional<Position> position;
};

// How far the server's order has been read, and under which incarnation.
struct Cursor {
    Incarnation incarnation;
    Position position;
    Hash32 running;  // hash over the envelopes up to `position`
    friend bool operator==(const Cursor&, const Cursor&) = default;
};

// A roster record with the server's receipt; the maker's first two have none until uploaded.
struct StoredRecord {
    Bytes bytes;  // body and signature, as received
    std::optional<Signature> receipt;
    Incarnation incarnation;  // that the receipt names
};

enum class EnvelopeState : std::uint8_t {
    detached = 0,  // an earlier envelope of its chain is missing: in no frontier
    parked = 1,    // kept and relayed, not yet applicable
    applied = 2,
    invalid = 3,  // void
};

// Why an envelope is void, or what it waits for. Numbers are stored: never reuse one.
enum class EnvelopeReason : std::uint8_t {
    none = 0,
    missing_previous = 1,
    previous_parked = 2,
    missing_tip = 3,
    missing_record = 4,
    missing_key = 5,
    unknown_version = 6,
    wrong_link = 20,        // number or previous hash
    roster_went_back = 21,  // names an older roster head than the one before it
    author_may_not_write = 22,
    cannot_open = 23,        // commitment, tag, padding, compression, columns, limits
    wrong_predecessor = 24,  // its first change does not follow the previous envelope's last
    beyond_pin = 25,         // applied, but its author has lost a right, and no pin keeps it
};

// Why an edit has no effect. Numbers are stored: never reuse one.
enum class EditStatus : std::uint8_t {
    valid = 0,
    parked = 1,      // this version does not know the field or the choice
    void_form = 2,   // value, element or number of `over`
    void_over = 3,   // `over` names what it may not
    void_right = 4,  // its author may not write this
    void_text = 5,   // patches that do not fit the text they were made on, or a void parent
};

}  // namespace cairn::replica
