// The days off of a GanttProject file, as a calendar.
#include <algorithm>
#include <array>

#include "client/exchange/gan_parts.h"
#include "client/exchange/mspdi_values.h"
#include "client/merge/utf8.h"
#include "client/schedule/catalog_input.h"

namespace cairn::exchange::gan {
namespace {

using merge::Value;

// The years that the dates of the plan touch: where yearly holidays are written out.
struct Years {
    int first = 9999;
    int last = 0;
};

void look_at(std::string_view text, Years& years) {
    const auto date = plan::date_from_iso(text);
    if (!date) return;
    years.first = std::min(years.first, plan::parts_of(*date).year);
    years.last = std::max(years.last, plan::parts_of(*date).year);
}

class DateWalk final : public pugi::xml_tree_walker {
public:
    bool for_each(pugi::xml_node& node) override {
        if (std::string_view(node.name()) == "task") look_at(attribute(node, "start"), years);
        return true;
    }
    Years years;
};

Years years_of(pugi::xml_node project) {
    constexpr int years_after = 2;  // work runs beyond the last start
    constexpr int years_max = 50;
    DateWalk walk;
    project.child("tasks").traverse(walk);
    Years years = walk.years;
    if (years.first > years.last) return years;
    years.last = std::min({years.last + years_after, years.first + years_max, 9999});
    return years;
}

// 1 stands for a day off. Some writers have the element one level higher.
void read_week(Reading& reading, pugi::xml_node calendars, ImportedRow& row) {
    constexpr std::array<const char*, 7> days{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    pugi::xml_node week = calendars.child("day-types").child("default-week");
    if (!week) week = calendars.child("default-week");
    std::vector<Value> values(days.size());
    std::int64_t working = 0;
    for (std::size_t i = 0; i < days.size(); ++i) {
        const std::string_view mark = attribute(week, days[i]);
        const bool is_off = mark.empty() ? i >= 5 : mark == "1";
        if (!is_off) ++working;
        values[i] = *Value::text(is_off ? "off" : day_hours);
    }
    const Value value = *Value::composite(values);
    add_value(row.fields, plan::field::week, value);
    schedule::set_field(reading.calendar, plan::field::week, value);
    if (working > 0) reading.plan.units.week_minutes = working * reading.plan.units.day_minutes;
}

class Holidays {
public:
    Holidays(Reading& reading, ImportedRow& row, Years years)
        : reading_(reading), row_(row), years_(years) {}

    void read(pugi::xml_node node) {
        const std::string year(attribute(node, "year"));
        const auto month = integer_from(attribute(node, "month"));
        const auto day = integer_from(attribute(node, "date"));
        const bool sound = month && day && *month >= 1 && *month <= 12 && *day >= 1 && *day <= 31;
        const auto only = integer_from(year);
        if (!sound || (!year.empty() && (!only || *only < 1 || *only > 9999))) {
            drop(node);
            return;
        }
        if (only) {
            const auto date = plan::make_date(
                {static_cast<int>(*only), static_cast<int>(*month), static_cast<int>(*day)});
            if (date) add(*date, node);
            if (!date) drop(node);
            return;
        }
        ++yearly_;
        for (int at = years_.first; at <= years_.last; ++at) {
            const auto date =
                plan::make_date({at, static_cast<int>(*month), static_cast<int>(*day)});
            if (date) add(*date, node);
        }
    }

    void finish() {
        if (yearly_ == 0) return;
        reading_.plan.report.warnings.add(
            "calendar",
            std::to_string(yearly_) +
                (years_.first > years_.last
                     ? " yearly holidays are not read, since the plan has no dates"
                     : " yearly holidays are read as days of " + std::to_string(years_.first) +
                           " to " + std::to_string(years_.last)));
    }

private:
    void drop(pugi::xml_node node) {
        reading_.plan.report.dropped.add("calendar",
                                         quoted(std::string(attribute(node, "year")) + "-" +
                                                std::string(attribute(node, "month")) + "-" +
                                                std::string(attribute(node, "date"))) +
                                             " is not a day");
    }

    void add(plan::Date date, pugi::xml_node node) {
        const bool works = attribute(node, "type") == "WORKING_DAY";
        // The file means a day once, whatever it says of it later.
        if (!seen_.insert(date.days).second) return;
        std::string element = plan::to_iso(date) + " " + std::string(works ? day_hours : "off");
        const std::string_view name = child_text_of(node);
        if (!name.empty() && name.size() <= 200) element += " " + std::string(name);
        const auto nfc = merge::to_nfc("t" + element);
        if (!nfc) {
            drop(node);
            return;
        }
        row_.elements.push_back({plan::field::exceptions, *nfc});
        static_cast<void>(
            schedule::add_exception(reading_.calendar, std::string_view(*nfc).substr(1)));
    }

    static std::string_view child_text_of(pugi::xml_node node) {
        return plan::trimmed(node.child_value());
    }

    Reading& reading_;
    ImportedRow& row_;
    Years years_;
    std::set<std::int32_t> seen_;
    std::size_t yearly_ = 0;
};

}  // namespace

Done read_calendar(Reading& reading, pugi::xml_node project) {
    const pugi::xml_node calendars = project.child("calendars");
    ImportedRow row;
    row.kind = plan::kind::calendar;
    row.key = calendar_key;
    row.parent = project_key;
    row.title = "Working days";
    reading.calendar.id.bytes[0] = 1;  // any: it is the only one
    read_week(reading, calendars, row);
    constexpr std::size_t days_max = 20'000;
    Holidays holidays(reading, row, years_of(project));
    for (const pugi::xml_node node : calendars.children("date")) {
        if (row.elements.size() >= days_max) {
            return refuse(
                ImportError{ImportFault::too_large,
                            "the calendar names more than " + std::to_string(days_max) + " days"});
        }
        holidays.read(node);
    }
    holidays.finish();
    reading.shelf = std::make_unique<schedule::CalendarShelf>(std::vector{reading.calendar});
    ++reading.plan.report.read["calendars"];
    return add_row(reading.plan, reading.limits, std::move(row));
}

}  // namespace cairn::exchange::gan
