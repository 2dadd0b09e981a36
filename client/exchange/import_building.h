#pragma once
// What readers of plans share: rows and links within the limits, texts that may be none.
#include "client/exchange/imported_plan.h"

namespace cairn::exchange {

// Refused only at a limit.
using Done = Result<void, ImportError>;
[[nodiscard]] Done add_row(ImportedPlan& plan, const ImportLimits& limits, ImportedRow row);
[[nodiscard]] Done add_link(ImportedPlan& plan, const ImportLimits& limits, ImportedLink link);

// Nothing for an unset value.
void add_value(std::vector<ImportedField>& into,
               plan::FieldNumber field,
               const merge::Value& value);
// Nothing for an empty text. False, and nothing added, for what is no text that the field can hold.
[[nodiscard]] bool add_text(std::vector<ImportedField>& into,
                            plan::FieldNumber field,
                            std::string_view text);

}  // namespace cairn::exchange
