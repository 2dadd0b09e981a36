#pragma once
// The plan as bars on a calendar: what the roadmap and the charts that leave the house draw.
#include "client/boards/timeline.h"
#include "client/engine/workspace.h"
#include "client/outline/outline.h"

namespace cairn::cli {

struct RoadmapRow {
    outline::Place place = 0;
    boards::TimelineRow row;
};

// With all that roadmap_rows looks at.
[[nodiscard]] outline::Outline read_for_roadmap(engine::Workspace& workspace);

// What has dates, on record or by the schedule: from `top` down, or all (outline::no_place). Tasks
// only if asked for. The baseline is the newest.
[[nodiscard]] std::vector<RoadmapRow> roadmap_rows(const outline::Outline& outline,
                                                   plan::Date today,
                                                   outline::Place top,
                                                   bool with_tasks);

}  // namespace cairn::cli
