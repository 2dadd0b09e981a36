#pragma once
// What programs ask the system once and hand on as arguments: time, names, the terminal.
#include <cstdint>
#include <optional>
#include <string>

#include "shared/base/time.h"

namespace cairn::platform {

[[nodiscard]] WallTime wall_now();
[[nodiscard]] Instant monotonic_now();
[[nodiscard]] std::optional<std::string> environment(
    const char* name);                  // nothing if unset or empty
[[nodiscard]] std::string user_name();  // "" if unknown
[[nodiscard]] std::string host_name();  // "" if unknown
[[nodiscard]] bool output_is_terminal();
[[nodiscard]] bool errors_are_terminal();
[[nodiscard]] int terminal_columns();  // 80 if unknown

// Lets this process open as many files and connections as the system allows it; how many that is.
std::uint64_t raise_open_files_max();

// The local date, YYYY-MM-DD, of a wall time.
[[nodiscard]] std::string local_date(WallTime time);
// The local date and minute, YYYY-MM-DD HH:MM.
[[nodiscard]] std::string local_minute(WallTime time);

}  // namespace cairn::platform
