#pragma once
// What a schedule is computed from: plain values, told apart by their ids alone. The order in which
// they are given never matters.
#include <compare>
#include <optional>
#include <vector>

#include "client/schedule/working_time.h"

namespace cairn::schedule {

enum class Constraint : std::uint8_t {  // in the order of the catalog's choices
    as_soon_as_possible = 1,
    as_late_as_possible,
    must_start_on,
    must_finish_on,
    start_no_earlier,
    start_no_later,
    finish_no_earlier,
    finish_no_later,
};

// A row of the outline: whatever has rows below it is a summary, everything else a leaf.
struct Task {
    ItemId id;
    std::optional<ItemId> parent;
    // A program: rows below it start no earlier than its `start`, use its calendar, and have slack
    // up to its finish (the latest below it, or its must_finish_on or finish_no_later date).
    bool is_program = false;
    // Of working minutes, or of the clock's where elapsed. A summary's follows from its rows.
    Minute duration = 0;
    bool is_elapsed = false;
    // Not `duration` but the work between `start` and `finish` says how long it takes.
    bool is_as_long_as_dates = false;
    // Working minutes in which a split task rests between its first and last.
    Minute interruption = 0;
    Constraint constraint = Constraint::as_soon_as_possible;
    std::optional<Minute> constraint_date;
    std::optional<Minute> deadline;
    // Placed by hand: `start` and `finish` hold, whatever the links say.
    bool is_manual = false;
    // The dates on record. They count for programs, manual tasks, and tasks that have begun.
    std::optional<Minute> start;
    std::optional<Minute> finish;
    std::optional<Minute> actual_start;
    std::optional<Minute> actual_finish;
    int percent_complete = 0;
    // Keeps its dates by the rules, but pushes only what is inactive too.
    bool is_inactive = false;
    std::optional<ItemId> calendar;
    // Of the people on it: work goes on while any of them works, within `calendar` if there is one.
    std::vector<ItemId> people_calendars;
    friend auto operator<=>(const Task&, const Task&) = default;
};

enum class LinkType : std::uint8_t {  // in the order of the catalog's choices
    finish_start = 1,
    start_start,
    finish_finish,
    start_finish,
};

struct Lag {
    enum class Unit : std::uint8_t { working, elapsed, percent, elapsed_percent };
    Minute amount = 0;  // minutes, or percent of the predecessor's duration; negative is a lead
    Unit unit = Unit::working;
    friend auto operator<=>(const Lag&, const Lag&) = default;
};

// On a summary it binds every leaf below; a summary as predecessor stands for the latest finish, or
// the earliest start, of its leaves. Working lag counts on the successor's calendar.
struct Link {
    ItemId id;
    ItemId predecessor;
    ItemId successor;
    LinkType type = LinkType::finish_start;
    Lag lag;
    friend auto operator<=>(const Link&, const Link&) = default;
};

struct Plan {
    Minute start = 0;                // of what stands in no program with a start of its own
    std::optional<ItemId> calendar;  // where a program names none; nothing: the standard week
    Minute critical_slack = 0;       // a task with no more total slack than this is critical
    std::vector<CalendarSpec> calendars;
    std::vector<Task> tasks;
    std::vector<Link> links;
};

// Durations and lags beyond these are cut, with a finding.
inline constexpr Minute duration_max = 1'000'000'000;  // some 1,900 years
inline constexpr Minute lag_percent_max = 1'000'000;

}  // namespace cairn::schedule
