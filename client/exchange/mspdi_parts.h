#pragma once
// The rooms of the MSPDI reader; nothing outside of it includes this.
#include <map>
#include <set>
#include <string>

#include "client/exchange/import_building.h"
#include "client/exchange/xml_input.h"

namespace cairn::exchange::mspdi {

inline const RowKey project_key{"project"};
[[nodiscard]] RowKey task_key(std::string_view uid);
[[nodiscard]] RowKey resource_key(std::string_view uid);
[[nodiscard]] RowKey calendar_key(std::string_view uid);
[[nodiscard]] RowKey baseline_key(std::string_view number);

struct Reading {
    const ImportLimits& limits;
    ImportedPlan plan;
    std::string currency;                             // ISO code, or empty
    std::set<std::string> calendars;                  // UIDs that became rows
    std::map<std::string, std::string> own_calendar;  // resource's calendar UID -> its base's UID
    std::set<std::string> baselines;                  // numbers met
    bool inactive_is_read = true;
};

// Adds to a row or link; a text that is no value is noted as dropped, an empty one is nothing.
class Fields {
public:
    Fields(Reading& reading, std::vector<ImportedField>& into, std::string where)
        : reading_(reading), into_(into), where_(std::move(where)) {}
    void add(plan::FieldNumber field, const merge::Value& value);
    void add_row(plan::FieldNumber field, const RowKey& row);
    void add_text(plan::FieldNumber field, std::string_view text);
    void add_minute(plan::FieldNumber field, std::string_view text);
    void add_money(plan::FieldNumber field, std::string_view hundredths);
    // Work in working minutes, shown in hours; zero is nothing.
    void add_work(plan::FieldNumber field, std::string_view iso_duration);

    // Parts of composites: unset, with a note, if the text is not what it should be.
    merge::Value minute(std::string_view text);
    merge::Value duration(std::string_view iso_duration);
    void drop(std::string_view what);
    [[nodiscard]] const std::string& where() const { return where_; }

private:
    Reading& reading_;
    std::vector<ImportedField>& into_;
    std::string where_;
};

// Each reads its part of <Project> and adds rows and links; refuses only at a limit.
[[nodiscard]] Done read_calendars(Reading& reading, pugi::xml_node project);
[[nodiscard]] Done read_resources(Reading& reading, pugi::xml_node project);
[[nodiscard]] Done read_tasks(Reading& reading, pugi::xml_node project);
[[nodiscard]] Done read_assignments(Reading& reading, pugi::xml_node project);
void read_task_fields(Reading& reading, pugi::xml_node task, ImportedRow& row, bool summary);
[[nodiscard]] Done read_task_links(Reading& reading, pugi::xml_node task, const RowKey& key);

[[nodiscard]] Done add_row(Reading& reading, ImportedRow row);
[[nodiscard]] Done add_link(Reading& reading, ImportedLink link);
// The calendar row that a UID means, through a resource's calendar with nothing of its own.
[[nodiscard]] std::optional<RowKey> calendar_row(const Reading& reading, std::string_view uid);

// Working times as the catalog writes them: "08:00-12:00,13:00-17:00", or "off".
[[nodiscard]] std::string working_times(pugi::xml_node day);

}  // namespace cairn::exchange::mspdi
