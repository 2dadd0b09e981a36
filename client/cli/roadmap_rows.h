#pragma once
// The plan as bars on a calendar: what the roadmap and the charts that leave the house draw.
#include "client/boards/timeline.h"
#include "client/engine/workspace.h"
#include "client/outline/outline.h"
#include "client/plan/text_input.h"
#include "client/schedule/schedule.h"

namespace cairn::cli {

struct RoadmapRow {
    outline::Place place = 0;
    boards::TimelineRow row;
    // By how much working time it ends later than in the baseline, as `baseline compare` tells it;
    // negative: earlier. Nothing without a date on either side.
    std::optional<schedule::Minute> slip;
};
struct RoadmapRows {
    std::vector<RoadmapRow> rows;
    plan::WorkingUnits units;  // the minutes of a working day
};

// With all that roadmap_rows looks at.
[[nodiscard]] outline::Outline read_for_roadmap(engine::Workspace& workspace);

// What has dates, on record or by the schedule: from `top` down, or all (outline::no_place). Tasks
// only if asked for. The baseline is the newest.
[[nodiscard]] RoadmapRows roadmap_rows(const outline::Outline& outline,
                                       plan::Date today,
                                       outline::Place top,
                                       bool with_tasks);

}  // namespace cairn::cli
