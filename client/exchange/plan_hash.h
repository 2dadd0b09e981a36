#pragma once
// One number for all that a plan shows, whichever workspace holds it.
#include "client/exchange/export_plan.h"
#include "shared/base/ids.h"

namespace cairn::exchange {

// Equal for two plans whose files (`write_json`) are equal but for the name of the workspace and
// the order of what they list. A person of whom there is no more than a name, and whom nothing
// names, has no part in it: every workspace begins with one.
[[nodiscard]] Hash32 plan_hash(ExportedPlan plan);

}  // namespace cairn::exchange
