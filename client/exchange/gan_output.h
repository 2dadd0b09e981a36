#pragma once
// What the parts of the GanttProject writer share; nothing outside of it includes this.
#include <map>
#include <optional>
#include <string>

#include <pugixml.hpp>

#include "client/exchange/export_reading.h"
#include "client/schedule/calendar_shelf.h"
#include "client/schedule/plan_input.h"

namespace cairn::exchange::gan {

// Whole working days, as the file counts them.
struct Bar {
    std::optional<schedule::Minute> start;  // nothing: no date is known
    schedule::Minute finish = 0;            // if there is a start
    std::int64_t days = 0;
};

struct Writing {
    const ExportedPlan& plan;
    ItemsById items;
    const ExportedItem* project;  // nothing: several programs, or none
    plan::WorkingUnits units;
    const ExportedItem* calendar_item;  // the project's, or nothing: the standard week
    const schedule::Calendar& calendar;
    std::map<ItemId, int> tasks;  // their numbers
    std::map<ItemId, int> people;
    std::map<ItemId, Bar> bars;  // of every task
    std::size_t rounded = 0;
};

void put(pugi::xml_node node, const char* name, std::string_view text);
void put(pugi::xml_node node, const char* name, std::int64_t number);
[[nodiscard]] std::string day_text(schedule::Minute moment);

// Fills `bars`: of leaves by their dates, of summaries by what is below.
void place_bars(Writing& writing);

void write_calendars(Writing& writing, pugi::xml_node project);
void write_tasks(Writing& writing, pugi::xml_node project);
void write_people(Writing& writing, pugi::xml_node project);
void write_baselines(Writing& writing, pugi::xml_node project);

}  // namespace cairn::exchange::gan
