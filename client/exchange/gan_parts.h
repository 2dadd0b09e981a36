#pragma once
// The rooms of the GanttProject reader; nothing outside of it includes this.
#include <map>
#include <memory>
#include <set>
#include <string>

#include "client/exchange/import_building.h"
#include "client/exchange/xml_input.h"
#include "client/schedule/calendar_shelf.h"
#include "client/schedule/plan_input.h"

namespace cairn::exchange::gan {

inline const RowKey project_key{"project"};
inline const RowKey calendar_key{"calendar"};
[[nodiscard]] RowKey task_key(std::string_view id);
[[nodiscard]] RowKey resource_key(std::string_view id);

inline constexpr std::string_view day_hours = "08:00-12:00,13:00-17:00";

struct Reading {
    const ImportLimits& limits;
    ImportedPlan plan;
    schedule::CalendarSpec calendar;
    std::unique_ptr<schedule::CalendarShelf> shelf;  // of that calendar, once it is read
    std::set<std::string> pulled;                    // ids of tasks that a Strong dependency places
};

[[nodiscard]] std::string_view attribute(pugi::xml_node node, const char* name);
[[nodiscard]] std::string describe(pugi::xml_node task);

// A task's dates: its first working day, and as many working days as it takes.
struct Dates {
    merge::Value start;
    merge::Value finish;    // follows by the calendar of the file
    merge::Value duration;  // working minutes
};
[[nodiscard]] Dates dates_of(Reading& reading, pugi::xml_node node, const std::string& where);
// The usual begin of a day, or unset, with a note, if the text is no date.
[[nodiscard]] merge::Value day_start(Reading& reading,
                                     std::string_view text,
                                     const std::string& where);

// Each reads its part of <project>; refuses only at a limit.
[[nodiscard]] Done read_calendar(Reading& reading, pugi::xml_node project);
[[nodiscard]] Done read_tasks(Reading& reading, pugi::xml_node project);
[[nodiscard]] Done read_people(Reading& reading, pugi::xml_node project);
[[nodiscard]] Done read_baselines(Reading& reading, pugi::xml_node project);

}  // namespace cairn::exchange::gan
