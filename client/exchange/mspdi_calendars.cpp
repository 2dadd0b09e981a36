#include <array>

#include "client/exchange/mspdi_parts.h"
#include "client/exchange/mspdi_values.h"
#include "client/merge/utf8.h"
#include "client/plan/civil.h"

namespace cairn::exchange::mspdi {
namespace {

using merge::Value;

// "08:00:00" to minutes after midnight.
std::optional<int> clock_of(std::string_view text) {
    return text.size() < 5 ? std::nullopt : plan::clock_from_text(text.substr(0, 5));
}

// DayType 1 is Sunday; the catalog's week begins on Monday.
std::optional<std::size_t> week_part(std::string_view day_type) {
    const auto type = integer_from(day_type);
    if (!type || *type < 1 || *type > 7) return std::nullopt;
    return static_cast<std::size_t>((*type + 5) % 7);
}

bool has_own_days(pugi::xml_node calendar) {
    return calendar.child("WeekDays").child("WeekDay") ||
           calendar.child("Exceptions").child("Exception");
}

void read_week(pugi::xml_node calendar, Fields& fields) {
    std::vector<Value> days(7);
    bool any = false;
    for (const pugi::xml_node day : calendar.child("WeekDays").children("WeekDay")) {
        const auto part = week_part(child_text(day, "DayType"));
        if (!part) continue;
        days[*part] = *Value::text(working_times(day));
        any = true;
    }
    if (any) fields.add(plan::field::week, *Value::composite(days));
}

std::optional<plan::LocalMinute> period_end(pugi::xml_node node, const char* name) {
    return minute_from_mspdi(child_text(node.child("TimePeriod"), name));
}

// The name of the exception that covers a day; MS Project writes each exception twice, once with
// its name and rule (Exception), once spelt out in days (WeekDay of type 0).
std::string_view exception_name(pugi::xml_node calendar, plan::LocalMinute day) {
    for (const pugi::xml_node node : calendar.child("Exceptions").children("Exception")) {
        const auto from = period_end(node, "FromDate");
        const auto to = period_end(node, "ToDate");
        if (from && to && *from <= day && day <= *to) return child_text(node, "Name");
    }
    return {};
}

void add_exception(pugi::xml_node node, std::string_view name, ImportedRow& row, Fields& fields) {
    const auto from = period_end(node, "FromDate");
    const auto to = period_end(node, "ToDate");
    if (!from || !to || *to < *from) {
        fields.drop("an exception without a sound period");
        return;
    }
    std::string element = plan::to_iso(from->date());
    if (to->date() != from->date()) element += ".." + plan::to_iso(to->date());
    element += " " + working_times(node);
    if (!name.empty()) element += " " + std::string(name.substr(0, 200));
    if (const auto nfc = merge::to_nfc("t" + element)) {
        row.elements.push_back({plan::field::exceptions, *nfc});
    } else {
        fields.drop("an exception whose name is not text");
    }
}

void read_exceptions(pugi::xml_node calendar, ImportedRow& row, Fields& fields) {
    bool spelt_out = false;
    for (const pugi::xml_node day : calendar.child("WeekDays").children("WeekDay")) {
        if (child_text(day, "DayType") != "0") continue;
        spelt_out = true;
        const auto from = period_end(day, "FromDate");
        add_exception(day, from ? exception_name(calendar, *from) : "", row, fields);
    }
    if (spelt_out) return;
    for (const pugi::xml_node node : calendar.child("Exceptions").children("Exception")) {
        const std::string_view type = child_text(node, "Type");
        if (type.empty() || type == "1") {
            add_exception(node, child_text(node, "Name"), row, fields);
        } else {
            fields.drop("the recurring exception " + quoted(child_text(node, "Name")) +
                        ", which the file does not spell out in days");
        }
    }
}

Done read_calendar(Reading& reading, pugi::xml_node calendar) {
    const std::string uid(child_text(calendar, "UID"));
    ImportedRow row;
    row.kind = plan::kind::calendar;
    row.key = calendar_key(uid);
    row.parent = project_key;
    row.title = std::string(child_text(calendar, "Name"));
    if (row.title.empty()) row.title = "Calendar " + uid;
    Fields fields(reading, row.fields, "calendar " + quoted(row.title));
    read_week(calendar, fields);
    read_exceptions(calendar, row, fields);
    const std::string base(child_text(calendar, "BaseCalendarUID"));
    if (!child_flag(calendar, "IsBaseCalendar") && reading.calendars.contains(base)) {
        fields.add_row(plan::field::base_calendar, calendar_key(base));
    }
    reading.plan.report.left_out["weeks of their own (WorkWeek)"] += static_cast<std::size_t>(
        std::distance(calendar.child("WorkWeeks").begin(), calendar.child("WorkWeeks").end()));
    ++reading.plan.report.read["calendars"];
    reading.calendars.insert(uid);
    return add_row(reading, std::move(row));
}

}  // namespace

std::string working_times(pugi::xml_node day) {
    std::string out;
    if (child_flag(day, "DayWorking")) {
        for (const pugi::xml_node time : day.child("WorkingTimes").children("WorkingTime")) {
            const auto from = clock_of(child_text(time, "FromTime"));
            const auto to = clock_of(child_text(time, "ToTime"));
            if (!from || !to) continue;
            const int end = *to == 0 ? plan::minutes_a_day : *to;  // 00:00 ends the day
            if (end <= *from) continue;
            out += (out.empty() ? "" : ",") + plan::clock_text(*from) + "-" + plan::clock_text(end);
        }
    }
    return out.empty() ? "off" : out.substr(0, 500);
}

// Base calendars first, so that the others find them.
Done read_calendars(Reading& reading, pugi::xml_node project) {
    const pugi::xml_node calendars = project.child("Calendars");
    for (const bool bases : {true, false}) {
        for (const pugi::xml_node calendar : calendars.children("Calendar")) {
            if (child_flag(calendar, "IsBaseCalendar") != bases) continue;
            const std::string uid(child_text(calendar, "UID"));
            if (uid.empty() || reading.calendars.contains(uid)) {
                reading.plan.report.dropped.add("calendar " + quoted(child_text(calendar, "Name")),
                                                "its UID is missing or was used before");
            } else if (bases || has_own_days(calendar)) {
                if (auto done = read_calendar(reading, calendar); !done) return done;
            } else {
                reading.own_calendar[uid] = std::string(child_text(calendar, "BaseCalendarUID"));
            }
        }
    }
    return {};
}

std::optional<RowKey> calendar_row(const Reading& reading, std::string_view uid) {
    std::string at(uid);
    if (const auto own = reading.own_calendar.find(at); own != reading.own_calendar.end()) {
        at = own->second;
    }
    if (!reading.calendars.contains(at)) return std::nullopt;
    return calendar_key(at);
}

}  // namespace cairn::exchange::mspdi
