#pragma once
// A workspace's plan, for the writers of client/exchange.
#include "client/engine/workspace.h"
#include "client/exchange/export_plan.h"

namespace cairn::cli {

// `top` and what is below it, in outline order, then the trash if asked for, and the links within.
[[nodiscard]] exchange::ExportedPlan exported(engine::Workspace& workspace,
                                              const ItemId& top,
                                              bool with_trash);

}  // namespace cairn::cli
