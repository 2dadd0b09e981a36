#pragma once
// The schedule of a workspace: read, proposed, and put on record when a person says so.
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "client/engine/workspace.h"
#include "client/schedule/moves.h"

namespace cairn::engine {

// What stands in the workspace for a schedule to read; nothing that is in the trash.
struct ReadCatalog {
    schedule::Catalog catalog;
    // The heads of field `span` of those that have it: what a person was shown.
    std::unordered_map<ItemId, std::vector<replica::EditRow>> shown;
};
ReadCatalog read_catalog(Workspace& workspace);

struct Scheduled {
    schedule::CatalogPlan plan;
    schedule::Schedule schedule;
    std::unordered_map<ItemId, std::vector<replica::EditRow>> shown;
};
// `critical_slack` in working minutes: what has no more counts as critical.
Scheduled schedule_of(Workspace& workspace, WallTime now, schedule::Minute critical_slack = 0);

// The same schedule, where only what leads to one item counts, and slack up to that item alone.
// Refused if it is not in the schedule.
Result<schedule::Schedule, EngineError> schedule_to(Workspace& workspace,
                                                    const Scheduled& whole,
                                                    const ItemId& item);

// Why an item is not in the schedule, and what would bring it there.
EngineError not_scheduled(Workspace& workspace, const ItemId& item);

struct ProposedMoves {
    std::vector<schedule::Move> moves;
    std::vector<schedule::Move> in_conflict;  // their dates wait for a person's decision
};
ProposedMoves propose_moves(Workspace& workspace, const Scheduled& scheduled);

// Puts them on record, as one action; the last change of it, or nothing where nothing moves. What
// others wrote since the schedule was read stands beside it.
Result<std::optional<replica::Committed>, EngineError> apply_moves(
    Workspace& workspace,
    const Scheduled& scheduled,
    std::span<const schedule::Move> moves,
    WallTime now);

}  // namespace cairn::engine
