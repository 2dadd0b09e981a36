#pragma once
// How people write dates, times and lengths of time. Today is an argument; so are the hours of a
// working day.
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "client/merge/value.h"
#include "client/plan/civil.h"
#include "client/plan/numbers.h"
#include "shared/base/result.h"

namespace cairn::plan {

// What a day, a week and a month of work mean, in minutes; MS Project's defaults.
struct WorkingUnits {
    std::int64_t day_minutes = 480;
    std::int64_t week_minutes = 2400;
    std::int64_t month_days = 20;
    int day_start = 8 * 60;    // minute of the day at which work starts
    int day_finish = 17 * 60;  // and ends
};

struct TextContext {
    Date today;
    WorkingUnits units;
    // The item a person means by a name, prefix or @handle; nothing if none or several.
    std::function<std::optional<ItemId>(std::string_view)> find_item;
    // What to show for an item; may be empty: its id is shown.
    std::function<std::string(const ItemId&)> name_item;
};

// A sentence for the person who typed: what is wrong and what would do.
struct TextError {
    std::string message;
};

// 2027-03-01, today, tomorrow, yesterday, fri (the next one after today), +2w, -3d, +1mo, +1y,
// eow, eom, eoq, eoy.
[[nodiscard]] Result<Date, TextError> parse_date(std::string_view text, Date today);

// A date as above, alone (then at default_clock, minutes after midnight) or with a time:
// 2027-03-01T09:00, fri 9:00.
[[nodiscard]] Result<LocalMinute, TextError> parse_minute(std::string_view text,
                                                          Date today,
                                                          int default_clock);

// A day that has been, read as by parse_date but that a weekday is the last one before today; and
// the minute of that day, if one is named: 2026-11-20 14:00, fri 9:00.
struct PastDay {
    Date date;
    std::optional<int> minute;
};
[[nodiscard]] Result<PastDay, TextError> parse_past_day(std::string_view text, Date today);

// A length of time: an amount in minutes, or in percent, and the unit to show it in.
struct Duration {
    std::int64_t amount = 0;
    ChoiceNumber shown_in = unit::days;
    friend bool operator==(const Duration&, const Duration&) = default;
};

// 3d, 40h, 1.5w, 30min, 2mo, 3ed (elapsed), 50%, -1d, "2 days". Up to five decimals.
[[nodiscard]] Result<Duration, TextError> parse_duration(std::string_view text,
                                                         const WorkingUnits& units);
[[nodiscard]] std::string print_duration(const Duration& duration, const WorkingUnits& units);

// Minutes in one of the unit; 1 for percent.
[[nodiscard]] std::int64_t minutes_in(ChoiceNumber shown_in, const WorkingUnits& units);

[[nodiscard]] std::string_view trimmed(std::string_view text);
[[nodiscard]] std::string lower_case(std::string_view text);  // ASCII only

}  // namespace cairn::plan
