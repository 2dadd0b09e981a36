#pragma once
// Reads Cairn's own files (docs/EXPORT.md, docs/plan.schema.json): what `write_json` writes comes
// back with nothing lost. Rows keep their ids, kinds, places and order; the ends of links and the
// values of fields name items as the file does.
#include <string_view>

#include "client/exchange/imported_plan.h"

namespace cairn::exchange {

// Row keys are ids. Refuses what is no JSON, is nested deeper than files of ours are, or says that
// it is of a later version; a value that does not fit its field is dropped with its item.
[[nodiscard]] Result<ImportedPlan, ImportError> read_json(std::string_view bytes,
                                                          const ImportLimits& limits = {});

}  // namespace cairn::exchange
