#pragma once
// A schedule with the names that its rows go by, for the commands that show parts of it.
#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "client/cli/render.h"
#include "client/cli/schedule_text.h"
#include "client/engine/scheduling.h"

namespace cairn::cli {

struct ShownSchedule {
    ShownSchedule(engine::Workspace& workspace, WallTime now);
    ShownSchedule(const ShownSchedule&) = delete;
    ShownSchedule& operator=(const ShownSchedule&) = delete;

    [[nodiscard]] std::string title(const ItemId& item) const { return names.name_item(item); }
    [[nodiscard]] std::string printable_title(const ItemId& item) const;
    [[nodiscard]] std::string short_id(const ItemId& item) const;
    [[nodiscard]] std::string owner(const ItemId& item) const;  // "" without one

    engine::Scheduled scheduled;
    Items items;  // title and owner
    plan::TextContext names;
    ScheduleText text;
};

// As docs/JSON.md has them; null for nothing and for the zero id.
[[nodiscard]] nlohmann::json moment_json(std::optional<schedule::Minute> moment);
[[nodiscard]] nlohmann::json id_json(const ItemId& item);

}  // namespace cairn::cli
