#pragma once
// The part of a plan that one row's dates hang on.
#include "client/schedule/plan_input.h"

namespace cairn::schedule {

// The row, all that leads to it, what stands below and above these, and the links between them,
// such that slack counts up to the finish of that row and nothing else. `finish` is its early
// finish in the whole plan. Without the row: an empty plan.
[[nodiscard]] Plan leading_to(const Plan& plan, const ItemId& row, Minute finish);

}  // namespace cairn::schedule
