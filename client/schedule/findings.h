#pragma once
// What a schedule has to say about its input and its outcome. Nothing here stops a schedule: the
// rest of the plan is always placed.
#include <string_view>
#include <vector>

#include "client/schedule/working_time.h"

namespace cairn::schedule {

enum class Code : std::uint8_t {
    // About rows and links as they are written.
    duplicate_id,         // `item` is given twice; the lesser in the order of values counts
    missing_parent,       // `item` stands at the top level
    parent_cycle,         // `item` is cut from its parent
    missing_predecessor,  // `other` is not in the plan; the link is left out
    missing_successor,
    self_link,            // left out
    duplicate_link,       // same rows and type as `other`, a link with a lesser id; left out
    cycle,                // `link` closes the chain of rows `chain` and is left out
    negative_duration,    // read as zero
    absurd_duration,      // cut at duration_max
    absurd_lag,           // cut
    date_outside,         // before the year 1 or after 9999: read as the nearest in them
    finish_before_start,  // of the dates on record; the finish is not used
    doubtful_actuals,  // an actual finish no later than the actual start: the dates on record count
    progress_without_start,     // progress, but no date of beginning: scheduled as if not begun
    constraint_without_date,    // not used
    constraint_on_summary,      // of a kind that summaries cannot have: not used
    deadline_before_start,      // of the program: takes no part in late dates
    missing_calendar,           // `other`: not used
    calendar_cycle,             // `item`, a calendar: its base is not used
    calendar_without_work,      // `item`, a calendar: the standard week is used
    calendars_without_overlap,  // `item`'s own and its people's: its own is used
    // About the outcome.
    link_not_kept,    // `item` begins or ends earlier than `link` asks, being fixed
    deadline_missed,  // early finish after the deadline
    negative_slack,   // a date that must be kept is out of reach
    beyond_calendar,  // there is no working time left to finish `item` in
};

// duplicate-id, cycle and so on: for JSON and for tests.
[[nodiscard]] std::string_view name_of(Code code);

struct Finding {
    Code code = Code::cycle;
    ItemId item;   // a row, or a calendar
    ItemId other;  // as the code says; zero if it says nothing
    ItemId link;   // zero if about no link
    std::vector<ItemId>
        chain;  // of a cycle: from `link`'s successor to its predecessor; of the first 100
    friend auto operator<=>(const Finding&, const Finding&) = default;
};

}  // namespace cairn::schedule
