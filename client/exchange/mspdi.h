#pragma once
// Reads MS Project XML (MSPDI, namespace http://schemas.microsoft.com/project; Microsoft's
// "Project XML Data Interchange Schema"). Hostile input: no DTD, no entity of the file's own,
// limits on size, tags and depth, before any of it is believed.
#include <string_view>

#include "client/exchange/imported_plan.h"

namespace cairn::exchange {

// The project becomes a program, its summary tasks initiatives, zero-length tasks milestones,
// resources people, calendars and baselines items of their own (docs/IMPORT.md says what goes
// where). Row keys: project, task/UID, resource/UID, calendar/UID, baseline/NUMBER.
[[nodiscard]] Result<ImportedPlan, ImportError> read_mspdi(std::string_view bytes,
                                                           const ImportLimits& limits = {});

}  // namespace cairn::exchange
