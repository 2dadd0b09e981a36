#pragma once
// What was promised: every change that a command reported as saved (I2), and everything the server
// said it has (I1). Kept outside of all machines.
#include <map>
#include <set>
#include <string>
#include <vector>

#include "client/engine/workspace.h"
#include "client/merge/edit.h"
#include "shared/base/ids.h"
#include "tests/simulation/roster_truth.h"

namespace cairn::simulation {

struct TypedEdit {
    merge::Cell cell;
    std::string value;
    std::vector<merge::EditId> over;  // ascending
    friend bool operator==(const TypedEdit&, const TypedEdit&) = default;
};

struct Typed {
    std::string by;  // the laptop
    DeviceId device{};
    Instant at{};
    std::vector<TypedEdit> edits;
    bool may_be_lost = false;  // an older copy took the place of all who held it
};

// The change as the file has it now.
[[nodiscard]] std::vector<TypedEdit> edits_in(engine::Workspace& workspace,
                                              replica::ChangeRow change);

// The order of one incarnation of the server, as its disk acknowledged it.
struct ServerOrder {
    std::vector<EnvelopeHash> envelopes;
    std::size_t records = 0;
};

struct Ledger {
    std::map<ChangeId, Typed> changes;
    std::map<Incarnation, ServerOrder> orders;
    // An older copy took the place of the last machine that had them.
    std::set<EnvelopeHash> lost_envelopes;
    RosterTruth roster;
    // Whose work a person cut though the server held more, or let count after all.
    std::set<MemberId> cut_asked;
    std::set<MemberId> kept_asked;
    std::vector<ItemId> items;  // made by anybody
    std::size_t edits = 0;
    std::map<std::string, std::size_t> done;  // how often, by what people did
    std::size_t faults = 0;
};

}  // namespace cairn::simulation
