#pragma once
// What a new start means for the finish of a row, as people and MS Project mean it: the row moves.
#include "client/merge/value.h"

namespace cairn::plan {

// `after`, a span whose start somebody changed alone, with the finish that `before` had taken
// along: by as many days, or to the very minute where both were one. As it is where there is
// nothing to take along, or no such day.
[[nodiscard]] merge::Value with_finish_carried(const merge::Value& before,
                                               const merge::Value& after);

}  // namespace cairn::plan
