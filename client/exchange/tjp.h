#pragma once
// Reads a part of TaskJuggler's language (`.tjp`, version 3; taskjuggler.org, "Syntax Reference"):
// the project's dates, tasks, dependencies, resources and who is allocated, macros. Reports,
// accounts, scenarios other than the first and what else the language knows is counted and left
// out; included files are not read. Hostile input: limits on size, depth and what macros become.
#include <string_view>

#include "client/exchange/imported_plan.h"

namespace cairn::exchange {

// The project becomes a program, tasks with tasks in them initiatives, what takes no time
// milestones, resources people, groups of them teams. A plan of this kind has lengths and
// dependencies; its few dates are those that somebody set, and Cairn's schedule finds the others.
// Row keys: project, task/PATH, resource/ID.
[[nodiscard]] Result<ImportedPlan, ImportError> read_tjp(std::string_view bytes,
                                                         const ImportLimits& limits = {});

}  // namespace cairn::exchange
