#pragma once
// What this laptop has met that neither an honest server nor an honest member shows: each with a
// code that stays, whose it is, how often, and what to do (DESIGN 6, Distrust; docs/decisions/057).
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/engine/workspace.h"
#include "shared/sync/failure.h"

namespace cairn::engine {

enum class Distrust : std::uint8_t {  // numbers are stored: never reuse one
    // What the server, or whoever spoke in its place, did in a conversation:
    wrong_statement = 1,  // a statement that the pinned server did not sign
    rolled_back = 2,      // an older state than it once signed
    roster_forked = 3,    // another list of members than the one here, or one that breaks a rule
    wrong_receipt = 4,    // a membership record without the server's receipt
    order_broken = 5,     // pages that skip, repeat or contradict their running hash
    malformed = 6,        // what is no message
    out_of_turn = 7,      // a message that has no place
    order_differs = 8,    // the same store shows another order than it showed before
    // What it signed for somebody else, against what it showed here: two people are shown
    // different worlds.
    other_order = 20,
    other_roster = 21,
    withheld_records = 22,  // it signed a longer list of members than it shows
    // Envelopes that came and were not taken:
    unproven = 40,  // changed on the way, or made up: their author did not sign them
    foreign = 41,   // of another workspace
    stranger = 42,  // of a device that no record held here names
    // What is held, and what is wrong with it; not noted but found, for as long as it is so:
    withheld = 60,        // others built on work that has not come
    unknown_record = 61,  // written under a membership record that has not come
    broken_chain = 62,    // a number or predecessor that cannot be
    roster_went_back = 63,
    not_permitted = 64,  // its author may not write, or not this
    unreadable = 65,     // sealed under the right key, and still no run
    back_dated = 66,     // cites a time before its author lost a right, and no pin vouches for it
    wrong_key = 67,      // a key was sealed to this device that is not its epoch's
    against_rules = 69,  // edits whose value or past cannot be
    branched = 68,       // a chain that goes on twice: a copy of a laptop, or somebody's trick
};
std::string_view name_of(Distrust code);

struct Suspicion {
    Distrust code = Distrust::malformed;
    std::optional<DeviceId> device;  // whose work or statement; nothing: the server's
    std::uint64_t count = 1;         // times, or envelopes and edits
};
// For people: what it means and what to do. Small first letter, no full stop at the end.
[[nodiscard]] std::string describe(Workspace& workspace, const Suspicion& suspicion);

// The code of a failure that no honest server causes; nothing for silence, refusal and the like.
[[nodiscard]] std::optional<Distrust> distrust_of(SyncFault fault);

// Is kept until somebody says that it was seen.
void note_distrust(Workspace& workspace, const Suspicion& suspicion);
void forget_distrust(Workspace& workspace);
// Those that were noted and not seen yet, by code.
[[nodiscard]] std::vector<Suspicion> noted_suspicions(Workspace& workspace);
// These, and what the file shows now.
[[nodiscard]] std::vector<Suspicion> suspicions(Workspace& workspace);

}  // namespace cairn::engine
