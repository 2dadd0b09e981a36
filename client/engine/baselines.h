#pragma once
// Baselines: the dates on record at a moment, under a name, kept as items and links so that all
// laptops share them; and what has slipped since, with what made it slip (decision 043).
#include <string>
#include <vector>

#include "client/engine/scheduling.h"

namespace cairn::engine {

struct TakenBaseline {
    ItemId baseline;
    std::size_t rows = 0;
    replica::Committed committed;  // the last change of the action
};
// `of`: this item and what is below it; the root: everything. A summary's dates are those of what
// stands below it. Refused if a baseline of that name is there, or no row has a date.
Result<TakenBaseline, EngineError> take_baseline(Workspace& workspace,
                                                 const std::string& name,
                                                 const ItemId& of,
                                                 WallTime now);

struct BaselineView {
    ItemId baseline;
    std::string title;
    std::string taken_on;  // local, YYYY-MM-DDTHH:MM; empty where a file did not say
    std::size_t rows = 0;
};
// By when they were taken, then by title. Not those in the trash.
std::vector<BaselineView> baselines(Workspace& workspace);

// By title or id, among baselines; refused with what there is.
Result<ItemId, EngineError> find_baseline(Workspace& workspace, std::string_view text);

// What made a row slip, as far as can be told.
struct SlipCause {
    // The row it waits for, and that slipped before it; zero: it slipped by itself.
    ItemId waits_for;
    ItemId link;
    // Where the chain of such rows begins, and the edit there that moved it: of its dates, its
    // length, or a link of it.
    ItemId root;
    std::optional<replica::HistoryEntry> edit;
};
struct Slip {
    ItemId item;
    std::optional<schedule::Minute> baseline_start;
    std::optional<schedule::Minute> baseline_finish;
    std::optional<schedule::Minute> start;  // on record now; of a summary, of what is below it
    std::optional<schedule::Minute> finish;
    schedule::Minute work = 0;  // working minutes by which it is later; negative: earlier
    SlipCause cause;            // of what is later
};
struct Comparison {
    std::vector<Slip> slips;  // the greatest first, then by id
    std::size_t same = 0;
    std::vector<ItemId> gone;   // in the baseline, and no more in the plan
    std::vector<ItemId> added;  // with dates, where the baseline is of, and not in it
};
Comparison compare_with_baseline(Workspace& workspace,
                                 const Scheduled& scheduled,
                                 const ItemId& baseline);

}  // namespace cairn::engine
