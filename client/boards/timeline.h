#pragma once
// A roadmap as lines of characters: bars on a calendar as wide as the terminal.
#include <optional>
#include <string>
#include <vector>

#include "client/plan/civil.h"

namespace cairn::boards {

struct TimelineRow {
    std::size_t depth = 0;
    plan::Date start;
    plan::Date finish;  // not before start
    bool is_summary = false;
    bool is_milestone = false;
    bool is_critical = false;
    int percent_done = 0;
    std::optional<plan::Date> baseline_finish;
    [[nodiscard]] bool left_baseline() const { return finish != baseline_finish.value_or(finish); }
};

struct TimelineFrame {
    plan::Date first;
    plan::Date last;  // not before first
    plan::Date today;
    std::size_t columns = 60;  // at least 10
};

// The days that rows cover, with a little room, so that all of it can be seen.
[[nodiscard]] TimelineFrame frame_around(const std::vector<TimelineRow>& rows,
                                         plan::Date today,
                                         std::size_t columns);

// Where a day stands: 0 to columns - 1; days outside at the nearest end.
[[nodiscard]] std::size_t column_of(const TimelineFrame& frame, plan::Date day);

// Where a step of the scale begins, and its name: "Q1 2027", "Jan", or the day of a Monday.
struct TimelineMark {
    plan::Date begin;  // of the first one perhaps before the frame
    std::string name;
};
// Two lines of them: years, quarters or months, and below them quarters, months or weeks, by the
// number of days.
struct TimelineScale {
    std::vector<TimelineMark> upper;
    std::vector<TimelineMark> lower;
};
[[nodiscard]] TimelineScale scale_of(const TimelineFrame& frame);

// The same above the bars, as far as there is room.
[[nodiscard]] std::vector<std::string> header_of(const TimelineFrame& frame);

// As wide as the frame: a bar, a diamond, today's line; where the baseline ended.
[[nodiscard]] std::string bar_of(const TimelineFrame& frame, const TimelineRow& row);

[[nodiscard]] std::string legend();

}  // namespace cairn::boards
