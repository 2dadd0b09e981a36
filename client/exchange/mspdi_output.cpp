#include "client/exchange/mspdi_output.h"

#include <algorithm>
#include <array>

#include "client/plan/civil.h"

namespace cairn::exchange::mspdi {
namespace {

using merge::Value;

constexpr std::size_t days_a_week = 7;

// "08:00-12:00,13:00-17:00", or "off".
void put_working_times(pugi::xml_node into, std::string_view hours) {
    const bool works = hours != "off";
    put(into, "DayWorking", works ? 1 : 0);
    if (!works) return;
    pugi::xml_node times = into.append_child("WorkingTimes");
    while (!hours.empty()) {
        const std::size_t end = std::min(hours.find(','), hours.size());
        const std::string_view shift = hours.substr(0, end);
        const std::size_t dash = std::min(shift.find('-'), shift.size() - 1);
        const std::string to(shift.substr(dash + 1));
        pugi::xml_node time = times.append_child("WorkingTime");
        put(time, "FromTime", std::string(shift.substr(0, dash)) + ":00");
        put(time, "ToTime", (to == "24:00" ? "00:00" : to) + ":00");
        hours.remove_prefix(std::min(end + 1, hours.size()));
    }
}

void put_period(pugi::xml_node into, const CalendarDay& exception) {
    pugi::xml_node period = into.append_child("TimePeriod");
    put(period, "FromDate", exception.from + "T00:00:00");
    put(period, "ToDate", exception.to + "T23:59:00");
}

// MS Project writes an exception twice: spelt out as a day of type 0, and with its name.
void put_days(pugi::xml_node calendar, const ExportedItem& item) {
    const Value week = value_of(item.fields, plan::field::week);
    const auto exceptions = exceptions_of(item);
    if (week.is_unset() && exceptions.empty()) return;
    pugi::xml_node days = calendar.append_child("WeekDays");
    for (std::size_t type = 1; type <= days_a_week; ++type) {  // 1 is Sunday
        const Value hours = part_of(week, (type + 5) % days_a_week);
        if (hours.is_unset()) continue;
        pugi::xml_node day = days.append_child("WeekDay");
        put(day, "DayType", static_cast<std::int64_t>(type));
        put_working_times(day, hours.payload());
    }
    for (const CalendarDay& exception : exceptions) {
        pugi::xml_node day = days.append_child("WeekDay");
        put(day, "DayType", 0);
        put_working_times(day, exception.hours);
        put_period(day, exception);
        // The schema has it before the times.
        day.insert_move_after(day.child("TimePeriod"), day.child("DayWorking"));
    }
    if (exceptions.empty()) return;
    pugi::xml_node named = calendar.append_child("Exceptions");
    for (const CalendarDay& exception : exceptions) {
        pugi::xml_node node = named.append_child("Exception");
        put(node, "EnteredByOccurrences", 0);
        put_period(node, exception);
        if (!exception.name.empty()) put(node, "Name", exception.name);
        put(node, "Type", 1);
        put_working_times(node, exception.hours);
    }
}

}  // namespace

void put(pugi::xml_node into, const char* element, std::string_view text) {
    into.append_child(element).text().set(std::string(text).c_str());
}

void put(pugi::xml_node into, const char* element, std::int64_t number) {
    put(into, element, std::to_string(number));
}

void put_minute(pugi::xml_node into, const char* element, const Value& moment, int clock) {
    if (moment.type() == merge::ValueType::minute) {
        put(into, element, std::string(moment.payload()) + ":00");
    } else if (moment.type() == merge::ValueType::date) {
        put(into, element, std::string(moment.payload()) + "T" + plan::clock_text(clock) + ":00");
    }
}

void put_minutes(pugi::xml_node into, const char* element, const Value& work) {
    const auto minutes = work.as_integer();
    if (!minutes) return;
    const std::string sign = *minutes < 0 ? "-" : "";
    const std::int64_t size = *minutes < 0 ? -*minutes : *minutes;
    put(into,
        element,
        sign + "PT" + std::to_string(size / 60) + "H" + std::to_string(size % 60) + "M0S");
}

void put_hundredth(pugi::xml_node into, const char* element, const Value& percent) {
    const auto number = percent.as_integer();
    if (!number) return;
    const std::string rest = std::to_string(*number % 100);
    put(into, element, std::to_string(*number / 100) + "." + (rest.size() < 2 ? "0" : "") + rest);
}

void put_calendar(Writing& writing, pugi::xml_node into, const ExportedItem& item) {
    const auto calendar = value_of(item.fields, plan::field::calendar).as_item();
    const auto uid = calendar ? writing.calendars.find(*calendar) : writing.calendars.end();
    if (uid != writing.calendars.end()) put(into, "CalendarUID", uid->second);
}

int format_of(const Value& shown_in, bool estimated) {
    using namespace plan::unit;
    constexpr std::array<std::pair<plan::ChoiceNumber, int>, 12> formats{{{minutes, 3},
                                                                          {elapsed_minutes, 4},
                                                                          {hours, 5},
                                                                          {elapsed_hours, 6},
                                                                          {days, 7},
                                                                          {elapsed_days, 8},
                                                                          {weeks, 9},
                                                                          {elapsed_weeks, 10},
                                                                          {months, 11},
                                                                          {elapsed_months, 12},
                                                                          {percent, 19},
                                                                          {elapsed_percent, 20}}};
    for (const auto& [unit, format] : formats) {
        if (shown_in.as_choice() == unit) return format + (estimated ? 32 : 0);
    }
    return estimated ? 39 : 7;
}

void write_calendars(Writing& writing, pugi::xml_node project) {
    pugi::xml_node calendars = project.append_child("Calendars");
    for (const ExportedItem& item : writing.plan.items) {
        const auto uid = writing.calendars.find(item.id);
        if (uid == writing.calendars.end()) continue;
        const auto base = value_of(item.fields, plan::field::base_calendar).as_item();
        const auto base_uid = base ? writing.calendars.find(*base) : writing.calendars.end();
        const bool has_base = base_uid != writing.calendars.end();
        pugi::xml_node node = calendars.append_child("Calendar");
        put(node, "UID", uid->second);
        put(node, "Name", title_of(item));
        put(node, "IsBaseCalendar", has_base ? 0 : 1);
        put(node, "BaseCalendarUID", has_base ? base_uid->second : -1);
        put_days(node, item);
    }
}

}  // namespace cairn::exchange::mspdi
