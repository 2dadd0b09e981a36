#pragma once
// A run as plain columns: consecutive changes of one device, what an envelope seals
// (schema/PROTOCOL.md section 3). Indexes are checked by the decoder against the tables of this
// run; what they mean is the replica's business.
#include <cstdint>
#include <string_view>
#include <vector>

#include "shared/base/ids.h"
#include "shared/base/result.h"
#include "shared/base/sequence.h"
#include "shared/base/time.h"
#include "shared/wire/fault.h"

namespace cairn {

// The last signed statement of the server that the author had seen; empty signature: none.
struct SeenCheckpoint {
    Incarnation incarnation;
    Position position;
    Hash32 running;
    RosterLength roster_length;
    RecordHash roster_head;
    Signature signature;
    friend bool operator==(const SeenCheckpoint&, const SeenCheckpoint&) = default;
};

// Envelope `number` on the branch that ends in a tip: 0 = the own chain up to this envelope's
// predecessor, k = tips[k - 1].
struct RunEntry {
    std::uint32_t tip = 0;
    EnvelopeNumber number;
    friend bool operator==(const RunEntry&, const RunEntry&) = default;
};

struct RunReference {
    enum class Where : std::uint8_t {
        this_change,  // edit < the citing edit's index
        back,         // `at` changes back in this run, at >= 1
        entry,        // entries[at], its change `change`
    };
    Where where = Where::this_change;
    std::uint32_t at = 0;
    std::uint32_t change = 0;
    std::uint32_t edit = 0;
    friend bool operator==(const RunReference&, const RunReference&) = default;
};

struct RunEdit {
    std::uint32_t item = 0;  // index into items
    std::uint32_t field = 0;
    std::string_view element;      // views into the run's arena
    std::string_view value;        // canonical text (section 4), unchecked here
    std::uint32_t over_first = 0;  // range of references
    std::uint32_t over_count = 0;
};

struct RunChange {
    std::uint32_t sitting = 0;  // index into sittings
    std::uint64_t counter = 0;
    WallTime wall;
    std::uint32_t dep_first = 0;  // range of dep_tips
    std::uint32_t dep_count = 0;
    std::uint32_t edit_first = 0;  // range of edits
    std::uint32_t edit_count = 0;
};

// Owns the text that its edits view: movable, not copyable.
struct Run {
    Run() = default;
    Run(Run&&) = default;
    Run& operator=(Run&&) = default;
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;

    ChangeId predecessor;                    // zeros: the device's first change
    std::vector<SeenCheckpoint> checkpoint;  // none or one
    std::vector<EnvelopeHash> tips;
    std::vector<RunEntry> entries;
    std::vector<SittingId> sittings;
    std::vector<ItemId> items;
    std::vector<RunChange> changes;
    std::vector<std::uint32_t> dep_tips;  // indexes into tips
    std::vector<RunEdit> edits;
    std::vector<RunReference> references;
    std::vector<std::vector<char>> arena;  // stable storage behind the views
};

// Cap'n Proto in one segment. Encoding a run that breaks a limit, names a row that is not there, or
// keeps its edits in another order than its changes is a bug of the caller. The ranges of a decoded
// run follow each other without gaps.
Bytes encode_run(const Run& run);
Result<Run, WireError> decode_run(ByteView bytes);

}  // namespace cairn
