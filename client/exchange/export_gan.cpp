#include "client/exchange/export_gan.h"

#include <algorithm>
#include <array>
#include <sstream>

#include "client/exchange/gan_output.h"
#include "client/schedule/catalog_input.h"

namespace cairn::exchange {
namespace gan {

using merge::Value;

void put(pugi::xml_node node, const char* name, std::string_view text) {
    node.append_attribute(name) = std::string(text).c_str();
}

void put(pugi::xml_node node, const char* name, std::int64_t number) {
    put(node, name, std::to_string(number));
}

std::string day_text(schedule::Minute moment) {
    return plan::to_iso(plan::LocalMinute{moment}.date());
}

namespace {

// The calendar, what it is based on, and so on; a circle ends.
std::vector<const ExportedItem*> chain_of(const Writing& writing) {
    std::vector<const ExportedItem*> chain;
    const ExportedItem* at = writing.calendar_item;
    while (at != nullptr && std::find(chain.begin(), chain.end(), at) == chain.end()) {
        chain.push_back(at);
        const auto base = value_of(at->fields, plan::field::base_calendar).as_item();
        const auto found = base ? writing.items.find(*base) : writing.items.end();
        at = found == writing.items.end() ? nullptr : found->second;
    }
    return chain;
}

using Week = std::array<schedule::DayHours, 7>;

Week week_of(const std::vector<const ExportedItem*>& chain) {
    Week week = schedule::standard_week();
    for (auto item = chain.rbegin(); item != chain.rend(); ++item) {
        const Value value = value_of((*item)->fields, plan::field::week);
        for (std::size_t day = 0; day < week.size(); ++day) {
            const Value said = part_of(value, day);
            if (const auto hours = schedule::hours_of(said.payload()); !said.is_unset() && hours) {
                week[day] = *hours;
            }
        }
    }
    return week;
}

// A day that is as the week has it needs no mention.
void put_day(Writing& writing,
             pugi::xml_node calendars,
             plan::Date date,
             const CalendarDay& exception,
             const Week& week) {
    const auto hours = schedule::hours_of(exception.hours);
    if (!hours) return;
    const bool works = hours->minutes() > 0;
    const auto& usual = week[static_cast<std::size_t>(plan::weekday_of(date))];
    const bool usually_works = usual.minutes() > 0;
    if (works && hours->minutes() != writing.units.day_minutes) ++writing.rounded;
    if (works && usually_works) return;
    const plan::YearMonthDay parts = plan::parts_of(date);
    pugi::xml_node node = calendars.append_child("date");
    put(node, "year", parts.year);
    put(node, "month", parts.month);
    put(node, "date", parts.day);
    put(node, "type", works ? "WORKING_DAY" : "HOLIDAY");
    if (!exception.name.empty())
        node.append_child(pugi::node_cdata).set_value(exception.name.c_str());
}

}  // namespace

void write_calendars(Writing& writing, pugi::xml_node project) {
    constexpr std::array<const char*, 7> names{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    constexpr std::size_t days_max = 20'000;
    pugi::xml_node calendars = project.append_child("calendars");
    pugi::xml_node types = calendars.append_child("day-types");
    put(types.append_child("day-type"), "id", 0);
    put(types.append_child("day-type"), "id", 1);
    pugi::xml_node week_node = types.append_child("default-week");
    put(week_node, "id", 1);
    put(week_node, "name", "default");
    const auto chain = chain_of(writing);
    const Week week = week_of(chain);
    for (std::size_t day = 0; day < week.size(); ++day)
        put(week_node, names[day], week[day].minutes() > 0 ? 0 : 1);
    put(types.append_child("only-show-weekends"), "value", "false");
    // An exception of the calendar itself comes before one of its base.
    std::map<std::int32_t, const CalendarDay*> days;
    std::vector<std::vector<CalendarDay>> exceptions;
    for (const ExportedItem* item : chain) exceptions.push_back(exceptions_of(*item));
    for (const auto& of_one : exceptions) {
        for (const CalendarDay& one : of_one) {
            const auto from = plan::date_from_iso(one.from);
            const auto to = plan::date_from_iso(one.to);
            if (!from || !to) continue;
            for (std::int32_t day = from->days; day <= to->days && days.size() < days_max; ++day)
                days.emplace(day, &one);
        }
    }
    for (const auto& [day, exception] : days)
        put_day(writing, calendars, plan::Date{day}, *exception, week);
}

}  // namespace gan

namespace {

using namespace gan;
using merge::Value;

const ExportedItem* calendar_of(const ItemsById& items, const ExportedItem* project) {
    if (project == nullptr) return nullptr;
    const auto id = value_of(project->fields, plan::field::calendar).as_item();
    const auto found = id ? items.find(*id) : items.end();
    return found == items.end() ? nullptr : found->second;
}

void number_items(Writing& writing) {
    for (const ExportedItem& item : writing.plan.items) {
        if (item.kind == plan::kind::person) {
            writing.people.emplace(item.id, static_cast<int>(writing.people.size()));
        } else if (is_work(item) && &item != writing.project) {
            writing.tasks.emplace(item.id, static_cast<int>(writing.tasks.size()));
        }
    }
}

std::size_t left_out(const Writing& writing) {
    std::size_t count = 0;
    for (const ExportedItem& item : writing.plan.items) {
        const bool is_placed = &item == writing.project || writing.tasks.contains(item.id) ||
                               writing.people.contains(item.id) ||
                               item.kind == plan::kind::baseline ||
                               item.kind == plan::kind::calendar;
        if (!is_placed) ++count;
    }
    return count;
}

void write_project(const Writing& writing, pugi::xml_node project, const std::string& title) {
    const ExportedItem* item = writing.project;
    put(project, "name", item == nullptr ? title : title_of(*item));
    put(project, "company", "");
    put(project,
        "webLink",
        item == nullptr ? Value().payload() : value_of(item->fields, plan::field::url).payload());
    std::optional<schedule::Minute> first;
    for (const auto& [id, bar] : writing.bars) {
        if (bar.start && (!first || *bar.start < *first)) first = bar.start;
    }
    if (first) put(project, "view-date", day_text(*first));
    put(project, "view-index", 0);
    put(project, "version", "3.3.3309");
    const Value notes = item == nullptr ? Value() : value_of(item->fields, plan::field::notes);
    pugi::xml_node description = project.append_child("description");
    if (!notes.payload().empty()) {
        description.append_child(pugi::node_cdata).set_value(std::string(notes.payload()).c_str());
    }
}

}  // namespace

WrittenGan write_gan(const ExportedPlan& plan, const std::string& title) {
    const ItemsById items = items_by_id(plan);
    const ExportedItem* project = only_program(plan, items);
    const ExportedItem* calendar = calendar_of(items, project);
    schedule::CalendarShelf shelf(calendars_of(plan));
    Writing writing{plan,
                    items,
                    project,
                    units_of(project),
                    calendar,
                    shelf.one(calendar == nullptr ? std::nullopt : std::optional(calendar->id)),
                    {},
                    {},
                    {},
                    0};
    number_items(writing);
    place_bars(writing);
    pugi::xml_document document;
    pugi::xml_node declaration = document.append_child(pugi::node_declaration);
    declaration.append_attribute("version") = "1.0";
    declaration.append_attribute("encoding") = "UTF-8";
    pugi::xml_node root = document.append_child("project");
    write_project(writing, root, title);
    write_calendars(writing, root);
    write_tasks(writing, root);
    write_people(writing, root);
    write_baselines(writing, root);
    std::ostringstream out;
    document.save(out, "    ", pugi::format_default, pugi::encoding_utf8);
    return {out.str(), left_out(writing), writing.rounded};
}

}  // namespace cairn::exchange
