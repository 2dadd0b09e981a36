#pragma once
#include "client/engine/fault.h"
#include "shared/sqlite/error.h"

namespace cairn::engine {

// What a failure of the workspace file means to a person.
[[nodiscard]] EngineError from_sqlite(const sqlite::SqliteError& error);

}  // namespace cairn::engine
