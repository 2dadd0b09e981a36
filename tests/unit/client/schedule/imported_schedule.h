#pragma once
// The schedule of an imported plan, as the file's own rows and links say.
#include <map>

#include "client/exchange/imported_plan.h"
#include "client/schedule/catalog_input.h"
#include "tests/unit/client/schedule/plan_building.h"

namespace cairn::schedule {

class ImportedSchedule {
public:
    explicit ImportedSchedule(const exchange::ImportedPlan& plan);

    [[nodiscard]] const Plan& plan() const { return plan_; }
    // Nothing for a key that the file does not have.
    [[nodiscard]] std::optional<ItemId> id_of(const std::string& key) const;

private:
    void add_calendar(const exchange::ImportedRow& row);
    void add_task(const exchange::ImportedRow& row, const plan::WorkingUnits& units);
    void add_link(const exchange::ImportedLink& link);

    std::map<std::string, ItemId> ids_;
    std::map<ItemId, std::size_t> tasks_;
    std::map<ItemId, ItemId> people_calendars_;  // of people who work, by person
    Plan plan_;
};

inline std::optional<ItemId> ImportedSchedule::id_of(const std::string& key) const {
    const auto found = ids_.find(key);
    return found == ids_.end() ? std::nullopt : std::optional(found->second);
}

inline ImportedSchedule::ImportedSchedule(const exchange::ImportedPlan& plan) {
    for (const auto& row : plan.rows) ids_.emplace(row.key.text, id(ids_.size() + 1));
    for (const auto& row : plan.rows) {
        if (row.kind == plan::kind::calendar) add_calendar(row);
    }
    for (const auto& row : plan.rows) {
        const bool is_task = row.kind == plan::kind::program || row.kind == plan::kind::task ||
                             row.kind == plan::kind::initiative ||
                             row.kind == plan::kind::milestone;
        if (is_task) add_task(row, plan.units);
        if (row.kind != plan::kind::person) continue;
        bool works = true;
        std::optional<ItemId> calendar;
        for (const auto& field : row.fields) {
            if (field.field == plan::field::calendar) {
                calendar = id_of(std::get<exchange::RowKey>(field.value).text);
            } else if (field.field == plan::field::resource_type) {
                works = std::get<merge::Value>(field.value).as_choice() == plan::resource::work;
            }
        }
        if (works && calendar) people_calendars_.emplace(*id_of(row.key.text), *calendar);
    }
    for (const auto& link : plan.links) add_link(link);
}

inline void ImportedSchedule::add_calendar(const exchange::ImportedRow& row) {
    CalendarSpec calendar;
    calendar.id = *id_of(row.key.text);
    for (const auto& field : row.fields) {
        if (const auto* key = std::get_if<exchange::RowKey>(&field.value)) {
            if (field.field == plan::field::base_calendar) calendar.base = id_of(key->text);
        } else {
            set_field(calendar, field.field, std::get<merge::Value>(field.value));
        }
    }
    for (const auto& element : row.elements) {
        if (element.field == plan::field::exceptions) add_exception(calendar, element.element);
    }
    plan_.calendars.push_back(std::move(calendar));
}

inline void ImportedSchedule::add_task(const exchange::ImportedRow& row,
                                       const plan::WorkingUnits& units) {
    Task task;
    task.id = *id_of(row.key.text);
    task.parent = id_of(row.parent.text);
    task.is_program = row.kind == plan::kind::program;
    for (const auto& field : row.fields) {
        if (const auto* key = std::get_if<exchange::RowKey>(&field.value)) {
            if (field.field == plan::field::calendar) task.calendar = id_of(key->text);
        } else {
            set_field(task, field.field, std::get<merge::Value>(field.value), units);
        }
    }
    tasks_.emplace(task.id, plan_.tasks.size());
    plan_.tasks.push_back(std::move(task));
}

inline void ImportedSchedule::add_link(const exchange::ImportedLink& imported) {
    const ItemId from = *id_of(imported.from.text);
    const ItemId to = *id_of(imported.to.text);
    if (imported.type == plan::link::responsible) {
        const auto calendar = people_calendars_.find(to);
        const auto task = tasks_.find(from);
        if (calendar == people_calendars_.end() || task == tasks_.end()) return;
        plan_.tasks[task->second].people_calendars.push_back(calendar->second);
    }
    if (imported.type != plan::link::depends) return;
    Link link;
    link.id = id(1'000'000 + plan_.links.size());
    link.successor = from;
    link.predecessor = to;
    for (const auto& field : imported.fields) {
        set_field(link, field.field, std::get<merge::Value>(field.value));
    }
    plan_.links.push_back(link);
}

}  // namespace cairn::schedule
