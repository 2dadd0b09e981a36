#pragma once
// What the parts of the MSPDI writer share; nothing outside of it includes this.
#include <map>
#include <string>
#include <string_view>

#include <pugixml.hpp>

#include "client/exchange/export_reading.h"

namespace cairn::exchange::mspdi {

using Uids = std::map<ItemId, int>;

struct Writing {
    const ExportedPlan& plan;
    ItemsById items;
    const ExportedItem* project = nullptr;  // nothing: several programs, or none
    plan::WorkingUnits units;
    Uids calendars;
    Uids tasks;
    Uids people;
    std::map<ItemId, int> baselines;  // their numbers, 0 to 10
};

void put(pugi::xml_node into, const char* element, std::string_view text);
void put(pugi::xml_node into, const char* element, std::int64_t number);
// Nothing is written for what is unset.
void put_minute(pugi::xml_node into, const char* element, const merge::Value& moment, int clock);
void put_minutes(pugi::xml_node into, const char* element, const merge::Value& work);
void put_hundredth(pugi::xml_node into, const char* element, const merge::Value& percent);
void put_calendar(Writing& writing, pugi::xml_node into, const ExportedItem& item);
// The reverse of unit_from_format.
[[nodiscard]] int format_of(const merge::Value& shown_in, bool estimated);

void write_calendars(Writing& writing, pugi::xml_node project);
void write_tasks(Writing& writing, pugi::xml_node project);

}  // namespace cairn::exchange::mspdi
