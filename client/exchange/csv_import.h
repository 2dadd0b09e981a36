#pragma once
// Rows of a table as rows of a plan, by a map of its columns (docs/IMPORT.md).
#include "client/exchange/csv_map.h"
#include "client/exchange/imported_plan.h"

namespace cairn::exchange {

// Row keys: row/ID (without an id column: the titles from the top down), person/NAME, team/NAME and
// the like for what cells make, and program. Refuses a map that names a column the table lacks, or
// none for titles; a cell that does not fit its field is dropped with its line and column.
[[nodiscard]] Result<ImportedPlan, ImportError> import_csv(const CsvTable& table,
                                                           const CsvMap& map,
                                                           const ImportLimits& limits = {});

}  // namespace cairn::exchange
