#pragma once
// Reads plans of GanttProject (`.gan`, versions 2 and 3; github.com/bardsoftware/ganttproject,
// biz.ganttproject.core.io). Hostile input, as for MSPDI (xml_input.h).
#include <string_view>

#include "client/exchange/imported_plan.h"

namespace cairn::exchange {

// The project becomes a program, tasks with tasks in them initiatives, `meeting` milestones,
// resources people, holidays a calendar, saved states baselines (docs/IMPORT.md says what goes
// where). Whole working days begin and end with the usual hours. Row keys: project, calendar,
// task/ID, resource/ID, vacation/ID of a resource, baseline/NUMBER from 1.
[[nodiscard]] Result<ImportedPlan, ImportError> read_gan(std::string_view bytes,
                                                         const ImportLimits& limits = {});

}  // namespace cairn::exchange
