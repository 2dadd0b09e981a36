#include "client/cli/shown_schedule.h"

#include <nlohmann/json.hpp>

#include "client/cli/terminal_text.h"
#include "client/engine/lookup.h"

namespace cairn::cli {
namespace {

constexpr merge::FieldNumber named[] = {plan::field::title, plan::field::owner};

}  // namespace

ShownSchedule::ShownSchedule(engine::Workspace& workspace, WallTime now)
    : scheduled(engine::schedule_of(workspace, now)),
      items(workspace, named),
      names(items.text_context(engine::text_context(workspace, now))),
      text(scheduled.plan, scheduled.schedule, [this](const ItemId& item) {
          return printable_title(item);
      }) {}

std::string ShownSchedule::printable_title(const ItemId& item) const {
    return printable(names.name_item(item));
}

std::string ShownSchedule::short_id(const ItemId& item) const { return items.short_ids().of(item); }

std::string ShownSchedule::owner(const ItemId& item) const {
    const ItemRow* row = items.find(item);
    const auto* cell = row == nullptr ? nullptr : find_cell(*row, plan::field::owner);
    if (cell == nullptr || cell->value == merge::Value().canonical()) return "";
    return shown_value(plan::field::owner, cell->value, names);
}

nlohmann::json moment_json(std::optional<schedule::Minute> moment) {
    return moment ? nlohmann::json(plan::to_iso(plan::LocalMinute{*moment})) : nlohmann::json();
}

nlohmann::json id_json(const ItemId& item) {
    return item == ItemId{} ? nlohmann::json() : nlohmann::json(to_base32(item.view()));
}

}  // namespace cairn::cli
