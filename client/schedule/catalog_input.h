#pragma once
// What the catalog's fields say to a schedule. Fields that say nothing to it are passed over, and
// so is a value of another shape than the catalog's.
#include <string_view>

#include "client/merge/value.h"
#include "client/plan/numbers.h"
#include "client/plan/text_input.h"
#include "client/schedule/plan_input.h"

namespace cairn::schedule {

// A date or a minute; a date alone means `clock` minutes after its midnight.
[[nodiscard]] std::optional<Minute> moment_of(const merge::Value& value, int clock);

// span, due, actual_start, actual_finish, progress, inactive, calendar. Dates without a time mean
// the usual begin (or end) of a day.
void set_field(Task& task,
               plan::FieldNumber field,
               const merge::Value& value,
               const plan::WorkingUnits& units);

// dependency, lag. A `depends` link leads from the successor to its predecessor.
void set_field(Link& link, plan::FieldNumber field, const merge::Value& value);

// base_calendar, week.
void set_field(CalendarSpec& calendar, plan::FieldNumber field, const merge::Value& value);

// An element of the set `exceptions`: "2027-12-24..2027-12-26 off Christmas". False, and nothing
// added, if it is none.
bool add_exception(CalendarSpec& calendar, std::string_view element);

// "08:00-12:00,13:00-17:00", or "off". Nothing if it is neither.
[[nodiscard]] std::optional<DayHours> hours_of(std::string_view text);

}  // namespace cairn::schedule
