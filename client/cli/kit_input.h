#pragma once
// A recovery kit as it comes from a file, a pipe, or a person who types it from paper.
#include <string>

#include "client/cli/context.h"
#include "shared/roster/recovery_line.h"

namespace cairn::cli {

// `file`: empty or "-" for standard input. At a terminal each row is checked when it was typed.
Result<RecoveryLine, engine::EngineError> read_kit(Context& context, const std::string& file);

}  // namespace cairn::cli
