#pragma once
// A report's document for programs: every block is a table (docs/JSON.md).
#include <nlohmann/json_fwd.hpp>

#include "client/report/document.h"

namespace cairn::cli {

[[nodiscard]] nlohmann::json sections_json(const report::Document& document);

}  // namespace cairn::cli
