#pragma once
// What an outline says to a schedule.
#include "client/outline/outline.h"
#include "client/schedule/catalog_plan.h"

namespace cairn::schedule {

// What lives in it, with links among that.
[[nodiscard]] Catalog catalog_of(const outline::Outline& outline);

}  // namespace cairn::schedule
