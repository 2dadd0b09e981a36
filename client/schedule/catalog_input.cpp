#include "client/schedule/catalog_input.h"

#include <algorithm>

namespace cairn::schedule {
namespace {

using merge::Value;
using merge::ValueType;

bool is_elapsed_unit(const Value& shown_in) {
    const auto unit = shown_in.as_choice();
    return unit && *unit >= plan::unit::elapsed_minutes && *unit <= plan::unit::elapsed_months;
}

void set_span(Task& task, const Value& value, const plan::WorkingUnits& units) {
    std::vector<Value> parts = value.parts();
    parts.resize(std::max<std::size_t>(parts.size(), 8));
    using namespace plan;
    task.start = moment_of(parts[part::start], units.day_start);
    task.finish = moment_of(parts[part::finish], units.day_finish);
    task.duration = parts[part::duration].as_integer().value_or(0);
    task.is_elapsed = is_elapsed_unit(parts[part::duration_shown_in]);
    const auto constraint = parts[part::constraint].as_choice().value_or(0);
    const bool is_known =
        constraint >= constraint::as_soon_as_possible && constraint <= constraint::finish_no_later;
    task.constraint =
        is_known ? static_cast<Constraint>(constraint) : Constraint::as_soon_as_possible;
    const bool is_of_finish = task.constraint == Constraint::must_finish_on ||
                              task.constraint == Constraint::finish_no_earlier ||
                              task.constraint == Constraint::finish_no_later;
    task.constraint_date =
        moment_of(parts[part::constraint_date], is_of_finish ? units.day_finish : units.day_start);
    task.is_manual = parts[part::mode].as_choice() == mode::manual;
}

Lag::Unit lag_unit(const Value& shown_in) {
    const auto unit = shown_in.as_choice();
    if (unit == plan::unit::percent) return Lag::Unit::percent;
    if (unit == plan::unit::elapsed_percent) return Lag::Unit::elapsed_percent;
    return is_elapsed_unit(shown_in) ? Lag::Unit::elapsed : Lag::Unit::working;
}

std::string_view take_until(std::string_view& text, std::string_view separator) {
    const std::size_t at = std::min(text.find(separator), text.size());
    const std::string_view head = text.substr(0, at);
    text.remove_prefix(std::min(at + separator.size(), text.size()));
    return head;
}

std::optional<int> clock_of(std::string_view text) {
    if (text == "24:00") return plan::minutes_a_day;
    return plan::clock_from_text(text);
}

}  // namespace

std::optional<Minute> moment_of(const Value& value, int clock) {
    if (value.type() == ValueType::date) {
        const auto date = plan::date_from_iso(value.payload());
        return date ? std::optional(plan::at_minute(*date, clock).minutes) : std::nullopt;
    }
    if (value.type() != ValueType::minute) return std::nullopt;
    const auto minute = plan::minute_from_iso(value.payload());
    return minute ? std::optional(minute->minutes) : std::nullopt;
}

void set_field(Task& task,
               plan::FieldNumber field,
               const Value& value,
               const plan::WorkingUnits& units) {
    switch (field) {
        case plan::field::span:
            set_span(task, value, units);
            break;
        case plan::field::due:
            task.deadline = moment_of(value, units.day_finish);
            break;
        case plan::field::actual_start:
            task.actual_start = moment_of(value, units.day_start);
            break;
        case plan::field::actual_finish:
            task.actual_finish = moment_of(value, units.day_finish);
            break;
        case plan::field::progress:
            task.percent_complete =
                static_cast<int>(std::clamp<std::int64_t>(value.as_integer().value_or(0), 0, 100));
            break;
        case plan::field::inactive:
            task.is_inactive = value.as_boolean().value_or(false);
            break;
        case plan::field::calendar:
            task.calendar = value.as_item();
            break;
        default:
            break;
    }
}

void set_field(Link& link, plan::FieldNumber field, const Value& value) {
    if (field == plan::field::dependency) {
        const auto type = value.as_choice().value_or(plan::dependency::finish_start);
        if (type >= plan::dependency::finish_start && type <= plan::dependency::start_finish) {
            link.type = static_cast<LinkType>(type);
        }
    } else if (field == plan::field::lag) {
        const std::vector<Value> parts = value.parts();
        if (parts.size() < 2) {
            link.lag = {};
        } else {
            link.lag = {parts[plan::part::amount].as_integer().value_or(0),
                        lag_unit(parts[plan::part::shown_in])};
        }
    }
}

void set_field(CalendarSpec& calendar, plan::FieldNumber field, const Value& value) {
    if (field == plan::field::base_calendar) {
        calendar.base = value.as_item();
    } else if (field == plan::field::week) {
        const std::vector<Value> days = value.parts();
        for (std::size_t day = 0; day < 7; ++day) {
            const bool is_said = day < days.size() && days[day].type() == ValueType::text;
            calendar.week[day] = is_said ? hours_of(days[day].payload()) : std::nullopt;
        }
    }
}

bool add_exception(CalendarSpec& calendar, std::string_view element) {
    std::string_view period = take_until(element, " ");
    const std::string_view first = take_until(period, "..");
    const auto from = plan::date_from_iso(first);
    const auto to = period.empty() ? from : plan::date_from_iso(period);
    const auto hours = hours_of(take_until(element, " "));
    if (!from || !to || !hours || *to < *from) return false;
    calendar.exceptions.push_back({*from, *to, *hours});
    return true;
}

std::optional<DayHours> hours_of(std::string_view text) {
    if (text == "off") return DayHours();
    std::vector<Shift> shifts;
    while (!text.empty()) {
        std::string_view to = take_until(text, ",");
        const auto from = clock_of(take_until(to, "-"));
        const auto end = clock_of(to);
        if (!from || !end) return std::nullopt;
        shifts.push_back({*from, *end});
    }
    return shifts.empty() ? std::nullopt : std::optional(DayHours(std::move(shifts)));
}

}  // namespace cairn::schedule
