#pragma once
// What the workspace file says, for programs. People read the views of docs/SQL.md.
//
// Each call sees one state of the file; several calls see one together within a
// sqlite::Snapshot of Replica::database().
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "client/merge/schema.h"
#include "client/merge/text/text_document.h"
#include "client/replica/cut.h"
#include "client/replica/types.h"
#include "shared/base/ids.h"
#include "shared/base/time.h"
#include "shared/sqlite/database.h"

namespace cairn::replica {

struct ItemPlace {
    ItemId id;
    std::uint32_t kind = 0;
    ItemId parent;          // merge::root_item(), merge::trash_item(), or another item
    std::string order_key;  // bytes
    friend bool operator==(const ItemPlace&, const ItemPlace&) = default;
};

// What is shown of a field, and which edits a person who is shown it replaces.
struct CellView {
    merge::FieldNumber field = 0;
    std::string element;
    std::string value;           // canonical text of the first head; the sum of a counter; `t` and
                                 // the merged text, of any length, unset if it is empty
    std::vector<EditRow> heads;  // the shown one first; none for counters
};

struct HeadView {
    EditRow edit;
    std::string value;
    ChangeId change;
    DeviceId device;
    WallTime wall;
    Lamport lamport;
    bool parked = false;
};

// A text, open to be edited: what is typed into the document becomes edits over `over`.
struct TextView {
    text::TextDocument document;
    std::vector<EditRow> over;
    EditRow newest;      // the edit that came last, of any status; 0: none
    bool hides = false;  // what is void by right
};

// What came after an edit, in order of arrival, as far as it takes part in the merge.
struct TextArrival {
    text::TextEdit edit;
    bool is_void = false;  // by right
};
struct TextNews {
    std::vector<TextArrival> arrivals;
    std::vector<EditRow> over;  // what an edit of the whole text builds on now
    EditRow newest;
    // A right may hide, or show again, what had come before: then this is the text.
    bool hides = false;
    std::string shown;  // if it hides something
};

// All of a text's history; edit number i of the document's graph is edits[i].
struct TextHistoryView {
    text::TextDocument document;
    std::vector<EditRow> edits;
};

struct LinkView {
    ItemId link;
    ItemId from;
    std::uint32_t type = 0;
    ItemId to;
};

enum class ConflictKind : std::uint8_t {
    values = 1,           // heads with different values
    places = 2,           // put in different places at once
    edited_in_trash = 3,  // edited by somebody who did not know that it had been thrown away
    skipped_move = 4,     // a move that would have closed a circle
    under_trashed = 5,    // lives below an item in the trash that somebody else threw away
    lost = 6,             // edits of an item that has no place
    link_circle = 7,      // links of one type that form a circle
    under_lost = 10,      // lives below an item that has no place, in no tree: `others` names it
    // Found by the owner of the catalog (client/engine/inbox.h), never by Reader::conflicts.
    finish_before_start = 8,
    owner_gone = 9,
};

struct ConflictView {
    ConflictKind kind = ConflictKind::values;
    ItemId item;
    merge::FieldNumber field = 0;
    std::string element;
    std::optional<std::string> base;   // value of the nearest common ancestor, if there is one
    std::vector<HeadView> candidates;  // the shown one first
    std::vector<ItemId> others;        // the trashed ancestor, the circle's items
};

struct HistoryEntry {
    EditRow edit;
    ItemId item;
    merge::FieldNumber field = 0;
    std::string element;
    std::string value;
    std::vector<EditRow> over;
    EditStatus status = EditStatus::valid;
    ChangeId change;
    DeviceId device;
    WallTime wall;
    Lamport lamport;
};

// A place or order edit in the replay of all of them (schema/PROTOCOL.md section 7).
struct MoveView {
    // Of its item now: the place edit in effect, and the edit that gave the key. 0: none.
    EditRow placed;
    EditRow positioned;
    // Just before the edit.
    std::optional<ItemPlace> before;
    EditRow placed_before;
    EditRow positioned_before;
};

struct ChangeView {
    ChangeRow row;
    ChangeId id;
    DeviceId device;
    WallTime wall;
    Lamport lamport;
    std::uint32_t edits = 0;
    bool sealed = true;  // false: still pending on this device
};

struct SearchHit {
    ItemId item;
    std::string snippet;  // with the words found between U+0002 and U+0003
};

struct Counts {
    std::uint64_t items = 0;  // with a place, trash included
    std::uint64_t changes = 0;
    std::uint64_t edits = 0;
    std::uint64_t pending_changes = 0;   // committed here, not yet sealed
    std::uint64_t outbox_envelopes = 0;  // not known to be on the server
    std::uint64_t parked_envelopes = 0;
    std::uint64_t parked_bytes = 0;
    std::uint64_t void_envelopes = 0;
    std::uint64_t parked_edits = 0;
    std::uint64_t void_edits = 0;
    std::uint64_t conflicts = 0;  // of values and places
};

struct EnvelopeView {
    EnvelopeHash hash;
    DeviceId device;
    EnvelopeNumber number;
    EnvelopeState state = EnvelopeState::parked;
    EnvelopeReason reason = EnvelopeReason::none;
    std::size_t bytes = 0;
    std::optional<Position> position;
};

// A device of whose work no more is taken for now: what waits here has reached the limit.
struct PausedDevice {
    DeviceId device;
    std::uint64_t parked_bytes = 0;
    EnvelopeReason reason = EnvelopeReason::none;  // why the earliest of it waits
};

// Edits of a device that have no effect, and why.
struct VoidEdits {
    DeviceId device;
    EditStatus status = EditStatus::void_form;
    bool beyond_pin = false;  // of void_right: for want of a pin
    std::uint64_t edits = 0;
};

struct LastWord {
    DeviceId device;
    EnvelopeNumber number;         // of its newest envelope here; 0: none
    std::optional<WallTime> wall;  // of its newest change here
};

// schema/PROTOCOL.md section 14.
struct StateHashes {
    Hash32 heads;
    Hash32 view;
    friend bool operator==(const StateHashes&, const StateHashes&) = default;
};

class Reader {
public:
    // Both outlive the reader.
    Reader(sqlite::Database& database, const merge::Schema& schema);
    Reader(Reader&&) noexcept;
    ~Reader();

    // --- Items ------------------------------------------------------------------------------
    [[nodiscard]] std::optional<ItemPlace> item(const ItemId& id);
    [[nodiscard]] std::vector<ItemPlace> children(const ItemId& parent);  // in order
    // Every item with a place, with its shown cells (place, order and live not among them) of
    // `fields`, or of all fields if none is named, in no order that means anything. One pass over
    // the file.
    using VisitItem = std::function<void(ItemPlace, std::vector<CellView>)>;
    void each_item(const VisitItem& visit, std::span<const merge::FieldNumber> fields = {});
    // What is shown of one field, not a set, in every item with a place; unset ones are passed
    // over. The text lives during the call only. About a look into an index for each item.
    void each_value(merge::FieldNumber field,
                    const std::function<void(const ItemId&, std::string_view value)>& visit);
    // Whose base32 begins so; at most `count_max`.
    [[nodiscard]] std::vector<ItemId> items_with_prefix(std::string_view base32,
                                                        std::size_t count_max);
    [[nodiscard]] bool in_trash(const ItemId& id);  // itself or an ancestor
    // Whose title (field 10 of the catalog) is shown so, whatever the case of ASCII letters.
    [[nodiscard]] std::vector<ItemId> items_titled(std::string_view title);

    // --- Cells ------------------------------------------------------------------------------
    [[nodiscard]] std::vector<CellView> cells(const ItemId& item);  // all fields, in order
    [[nodiscard]] std::optional<CellView> cell(const merge::Cell& cell);
    [[nodiscard]] std::vector<HeadView> heads(const merge::Cell& cell);  // the shown one first
    [[nodiscard]] merge::EditId edit_id(EditRow edit);
    // A text field; one that nobody wrote yet is empty. The cost of opening is that of the text,
    // not of its history, unless a right made some of that void.
    [[nodiscard]] TextView text(const merge::Cell& cell);
    [[nodiscard]] TextNews text_since(const merge::Cell& cell, EditRow after);
    [[nodiscard]] TextHistoryView text_history(const merge::Cell& cell);

    // --- Links ------------------------------------------------------------------------------
    [[nodiscard]] std::vector<LinkView> links_from(const ItemId& item);  // live ones
    [[nodiscard]] std::vector<LinkView> links_to(const ItemId& item);
    // That begin or end there, or ever did.
    [[nodiscard]] std::vector<LinkView> links_ever(const ItemId& item);
    [[nodiscard]] std::vector<LinkView> links();
    // Every live link with its shown cells, in no order that means anything. One pass over the
    // file.
    using VisitLink = std::function<void(const LinkView&, std::vector<CellView>)>;
    void each_link(const VisitLink& visit);

    // --- Conflicts and history --------------------------------------------------------------
    [[nodiscard]] std::vector<ConflictView> conflicts();
    // Newest arrival first.
    [[nodiscard]] std::vector<HistoryEntry> history(const merge::Cell& cell, std::size_t count_max);
    [[nodiscard]] std::vector<HistoryEntry> history(const ItemId& item, std::size_t count_max);
    // In order of arrival, which is causal.
    [[nodiscard]] std::vector<ChangeView> changes_since(ChangeRow after, std::size_t count_max);
    // Newest arrival first.
    [[nodiscard]] std::vector<ChangeView> newest_changes(std::size_t count_max);
    [[nodiscard]] std::vector<ChangeView> newest_changes_of(const ItemId& item,
                                                            std::size_t count_max);
    [[nodiscard]] std::vector<HistoryEntry> edits_of(ChangeRow change,
                                                     std::size_t count_max = SIZE_MAX);
    [[nodiscard]] HistoryEntry edit(EditRow edit);
    // The newest edits that a right makes void, newest first.
    [[nodiscard]] std::vector<HistoryEntry> void_by_right(std::size_t count_max);
    [[nodiscard]] std::optional<MoveView> move(const HistoryEntry& edit);
    [[nodiscard]] std::optional<ChangeRow> find_change(const ChangeId& id);
    [[nodiscard]] bool is_before(ChangeRow earlier, ChangeRow later);  // in its causal past

    // --- Search, state ----------------------------------------------------------------------
    // Words, the last one as a prefix. Writes the index first if something changed.
    [[nodiscard]] std::vector<SearchHit> search(std::string_view words, std::size_t count_max);
    [[nodiscard]] Counts counts();
    [[nodiscard]] std::vector<EnvelopeView> envelopes(EnvelopeState state, std::size_t count_max);
    [[nodiscard]] std::uint64_t parked_bytes(const DeviceId& device);
    [[nodiscard]] std::vector<PausedDevice> paused_devices();
    [[nodiscard]] std::vector<VoidEdits> void_edits();
    [[nodiscard]] std::vector<LastWord> last_words();
    [[nodiscard]] StateHashes hashes();

    // --- Moments (past.h shows them) --------------------------------------------------------
    [[nodiscard]] Cut everything();
    // All changes stamped up to `wall` by their authors' clocks, and their causal past. Stamps
    // before `floor` are of clocks that were wrong and tell nothing: such a change counts as made
    // with what it follows from.
    [[nodiscard]] Cut stamped_up_to(WallTime wall, WallTime floor = {INT64_MIN});
    [[nodiscard]] Cut with_past_of(ChangeRow change);  // itself, too
    // The changes that name a cut in every file, and the cut that they name: they and their causal
    // past. Nothing: one of them is not here.
    [[nodiscard]] std::vector<ChangeId> maxima(const Cut& cut);
    [[nodiscard]] std::optional<Cut> cut_of(std::span<const ChangeId> maxima);
    // Whose base32 begins so, newest arrival first.
    [[nodiscard]] std::vector<ChangeRow> changes_with_prefix(std::string_view base32,
                                                             std::size_t count_max);

    struct State;  // private to this folder
    [[nodiscard]] State& state() { return *state_; }

private:
    std::unique_ptr<State> state_;
};

}  // namespace cairn::replica
