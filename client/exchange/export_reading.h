#pragma once
// Looking into a plan on its way out; shared by its writers.
#include <map>

#include "client/exchange/export_plan.h"
#include "client/schedule/working_time.h"

namespace cairn::exchange {

[[nodiscard]] merge::Value value_of(const std::vector<ExportedField>& fields,
                                    plan::FieldNumber field);
[[nodiscard]] merge::Value part_of(const merge::Value& composite, std::size_t part);
[[nodiscard]] std::string title_of(const ExportedItem& item);

// Work has dates: programs, initiatives, milestones, deliverables, tasks, gates.
[[nodiscard]] bool is_work(const ExportedItem& item);
[[nodiscard]] bool is_point(const ExportedItem& item);  // a milestone or a gate

// An element of a calendar's `exceptions`: "2027-12-24..2027-12-26 off Christmas".
struct CalendarDay {
    std::string from;
    std::string to;
    std::string hours;  // "off", or "08:00-12:00"
    std::string name;
};
[[nodiscard]] std::vector<CalendarDay> exceptions_of(const ExportedItem& calendar);

using ItemsById = std::map<ItemId, const ExportedItem*>;
[[nodiscard]] ItemsById items_by_id(const ExportedPlan& plan);

// The only program at the top of what is exported; nothing if there are several, or none.
[[nodiscard]] const ExportedItem* only_program(const ExportedPlan& plan, const ItemsById& items);
// How it counts days and weeks; the usual units without one.
[[nodiscard]] plan::WorkingUnits units_of(const ExportedItem* program);
// The nearest work above that is exported, and not `program`.
[[nodiscard]] const ExportedItem* work_above(const ItemsById& items,
                                             const ExportedItem& item,
                                             const ExportedItem* program);
// Every calendar of the plan, as the schedule reads it.
[[nodiscard]] std::vector<schedule::CalendarSpec> calendars_of(const ExportedPlan& plan);

}  // namespace cairn::exchange
