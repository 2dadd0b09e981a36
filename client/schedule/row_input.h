#pragma once
// From what people wrote to a row that the rules can rely on. Inside this folder only.
#include "client/schedule/network.h"

namespace cairn::schedule {

// Sets all of a row that follows from its task and from those above it, which are set already.
// Tells into `findings` what could not be taken as written.
void set_row(Network& net, CalendarShelf& shelf, RowIndex row, std::vector<Finding>& findings);
void set_root(Network& net, CalendarShelf& shelf, const Plan& plan);
// Type and lag of a link.
void set_link(Network& net, LinkIndex link, std::vector<Finding>& findings);

}  // namespace cairn::schedule
