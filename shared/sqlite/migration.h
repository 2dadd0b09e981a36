#pragma once
// Numbered steps that bring a file of any earlier version to this one (STYLE: SQL lives in
// schema/*.sql).
#include <cstdint>
#include <span>
#include <string_view>

#include "shared/sqlite/database.h"

namespace cairn::sqlite {

struct FileKind {
    std::int32_t application_id = 0;  // not 0; "CairnW" and the like, so that file(1) can tell
    std::string_view name;            // for people: "a Cairn workspace file"
    std::span<const std::string_view> steps;  // steps[0] brings version 0 (empty) to 1, and so on
};

// Runs the missing steps, each in a transaction of its own. Throws SqliteError: `newer` if the
// file's version is beyond the last step, `not_ours` if it belongs to another application.
void migrate(Database& database, const FileKind& kind);
// The same checks without writing; throws `not_ours` also for a file that needs a step.
void check_version(Database& database, const FileKind& kind);

}  // namespace cairn::sqlite
