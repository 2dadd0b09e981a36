#pragma once
// Looks for what cannot be: a damaged file, a broken chain, state that its own log does not give
// (I9).
#include <cstdint>
#include <string>
#include <vector>

#include "client/replica/replica.h"

namespace cairn::replica {

enum class Trouble : std::uint8_t {
    damaged_file = 1,      // SQLite's own check
    wrong_identity = 2,    // a change's bytes no longer give its identity
    wrong_envelope = 3,    // an envelope's bytes no longer give its hash, or nobody vouches for it
    broken_chain = 4,      // number or predecessor of a stored envelope
    wrong_roster = 5,      // the stored records do not replay
    wrong_heads_hash = 6,  // rebuilt from the log, the heads differ
    wrong_view_hash = 7,   // rebuilt from the log, what is shown differs
    loose_end = 8,         // a row that points nowhere
    not_checked = 9,       // the file is damaged where a check had to read
    no_keys = 10,          // this device's are missing or a stranger's: whoever has them says so
};

struct Finding {
    Trouble trouble = Trouble::damaged_file;
    std::string sentence;
};

// Empty: all is well. Goes through all checks, whatever the ones before found; of one kind of
// trouble only the first ten are named. Reads only; rebuilds in memory, so it takes time and memory
// with the history.
[[nodiscard]] std::vector<Finding> examine(Replica& replica);

}  // namespace cairn::replica
