#pragma once
// What a schedule proposes against what stands on record. Nothing moves by itself: people see the
// moves, and apply them or not.
#include <vector>

#include "client/schedule/catalog_plan.h"
#include "client/schedule/schedule.h"

namespace cairn::schedule {

struct Move {
    ItemId item;
    std::optional<Minute> start_before;  // on record; nothing: not yet
    std::optional<Minute> finish_before;
    Minute start = 0;  // by the schedule
    Minute finish = 0;
};

// By new start, then id. A date that is not on record beside one that stands is no move. Programs
// never move, nor summaries with dates that a person meant, nor what is inactive.
[[nodiscard]] std::vector<Move> moves_of(const CatalogPlan& catalog, const Schedule& schedule);

// The field `span` after the move. What a person had meant by a date alone is written out as a
// constraint, so that it still holds; else it is marked as placed as soon as possible.
[[nodiscard]] merge::Value span_after(const OnRecord& record, const Move& move);

}  // namespace cairn::schedule
