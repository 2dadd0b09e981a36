#pragma once
// Approvals in words: who approved what stands there, whose approval has lapsed and by which edits,
// who has not answered. Inside this folder only.
#include "client/report/insight.h"

namespace cairn::report {

// A list, where an item has approvers or needs one; else nothing.
void add_approvals(const Insight& insight, Place place, Blocks& blocks);

// Everybody who has to approve has, and none of it has lapsed.
[[nodiscard]] bool is_approved(const Insight& insight, Place place);

}  // namespace cairn::report
