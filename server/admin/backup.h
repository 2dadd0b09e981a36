#pragma once
// A copy of a server's folder while it is in use: start a server on the copy, and it goes on under
// a new incarnation; clients then bring back by themselves what the copy lacks.
#include <filesystem>

#include "server/admin/data_folder.h"

namespace cairn::server {

// Makes the folder `to`, which must not exist or be empty, with keys, configuration and store.
// Throws SqliteError if a disk fails.
[[nodiscard]] Result<void, AdminError> back_up(const DataFolder& from, const DataFolder& to);

}  // namespace cairn::server
