#include "client/exchange/export_reading.h"

#include <algorithm>

#include "client/plan/catalog.h"
#include "client/schedule/catalog_input.h"

namespace cairn::exchange {
namespace {

using merge::Value;

constexpr std::size_t depth_max = 1'000;  // of an outline; a circle ends there

std::string_view take_word(std::string_view& text) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return word;
}

CalendarDay calendar_day(std::string_view element) {
    const std::string_view period = take_word(element);
    CalendarDay day;
    day.from = period.substr(0, 10);
    day.to = day.from;
    if (const std::size_t dots = period.find(".."); dots != period.npos)
        day.to = period.substr(dots + 2);
    day.hours = take_word(element);
    day.name = element;
    return day;
}

}  // namespace

Value value_of(const std::vector<ExportedField>& fields, plan::FieldNumber field) {
    for (const ExportedField& one : fields) {
        if (one.field == field && one.element.empty()) return one.value;
    }
    return Value();
}

Value part_of(const Value& composite, std::size_t part) {
    const std::vector<Value> parts = composite.parts();
    return part < parts.size() ? parts[part] : Value();
}

std::string title_of(const ExportedItem& item) {
    return std::string(value_of(item.fields, plan::field::title).payload());
}

bool is_work(const ExportedItem& item) {
    const plan::KindSpec* kind = plan::find_kind(item.kind);
    return kind != nullptr && plan::carries(*kind, plan::field::span);
}

bool is_point(const ExportedItem& item) {
    return item.kind == plan::kind::milestone || item.kind == plan::kind::gate;
}

std::vector<CalendarDay> exceptions_of(const ExportedItem& calendar) {
    std::vector<CalendarDay> days;
    for (const ExportedField& field : calendar.fields) {
        if (field.field != plan::field::exceptions) continue;
        if (const auto element = Value::parse(field.element))
            days.push_back(calendar_day(element->payload()));
    }
    return days;
}

ItemsById items_by_id(const ExportedPlan& plan) {
    ItemsById items;
    for (const ExportedItem& item : plan.items) items.emplace(item.id, &item);
    return items;
}

const ExportedItem* only_program(const ExportedPlan& plan, const ItemsById& items) {
    const ExportedItem* only = nullptr;
    for (const ExportedItem& item : plan.items) {
        if (!is_work(item) || items.contains(item.parent)) continue;
        if (item.kind != plan::kind::program || only != nullptr) return nullptr;
        only = &item;
    }
    return only;
}

plan::WorkingUnits units_of(const ExportedItem* program) {
    plan::WorkingUnits units;
    if (program == nullptr) return units;
    const Value value = value_of(program->fields, plan::field::working_units);
    const auto read = [&](std::size_t part, std::int64_t least, std::int64_t most, auto& into) {
        const auto number = part_of(value, part).as_integer();
        if (number && *number >= least && *number <= most)
            into = static_cast<std::remove_reference_t<decltype(into)>>(*number);
    };
    read(plan::part::day_minutes, 1, plan::minutes_a_day, units.day_minutes);
    read(plan::part::week_minutes, 1, std::int64_t{7} * plan::minutes_a_day, units.week_minutes);
    read(plan::part::month_days, 1, 31, units.month_days);
    read(plan::part::day_start, 0, plan::minutes_a_day, units.day_start);
    read(plan::part::day_finish, 0, plan::minutes_a_day, units.day_finish);
    return units;
}

const ExportedItem* work_above(const ItemsById& items,
                               const ExportedItem& item,
                               const ExportedItem* program) {
    auto above = items.find(item.parent);
    for (std::size_t depth = 0; above != items.end() && depth < depth_max; ++depth) {
        if (above->second != program && is_work(*above->second)) return above->second;
        above = items.find(above->second->parent);
    }
    return nullptr;
}

std::vector<schedule::CalendarSpec> calendars_of(const ExportedPlan& plan) {
    std::vector<schedule::CalendarSpec> specs;
    for (const ExportedItem& item : plan.items) {
        if (item.kind != plan::kind::calendar) continue;
        schedule::CalendarSpec spec;
        spec.id = item.id;
        for (const ExportedField& field : item.fields) {
            const auto element = Value::parse(field.element);
            if (field.element.empty()) {
                schedule::set_field(spec, field.field, field.value);
            } else if (field.field == plan::field::exceptions && element) {
                static_cast<void>(schedule::add_exception(spec, element->payload()));
            }
        }
        specs.push_back(std::move(spec));
    }
    return specs;
}

}  // namespace cairn::exchange
