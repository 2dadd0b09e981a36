#pragma once
// A workspace's plan, for the writers of client/exchange.
#include "client/engine/workspace.h"
#include "client/exchange/export_plan.h"

namespace cairn::cli {

// What an export takes along: the trash, or the people, teams, calendars and baselines that stand
// elsewhere and are named by what is exported.
enum class Besides : std::uint8_t { nothing, trash, named };

// `top` and what is below it, in outline order, then the rest, and the links within.
[[nodiscard]] exchange::ExportedPlan exported(engine::Workspace& workspace,
                                              const ItemId& top,
                                              Besides besides);

}  // namespace cairn::cli
