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
[[nodiscard]] bool input_is_terminal();
[[nodiscard]] bool output_is_terminal();
[[nodiscard]] bool errors_are_terminal();
[[nodiscard]] int terminal_columns();  // 80 if unknown

// Runs a command as people write it in $EDITOR, with a file as its last argument, on this terminal,
// until it ends: its exit code, 128 and more if it did not end by itself.
[[nodiscard]] int run_on_file(const std::string& command, const std::string& path);

// Lets this process open as many files and connections as the system allows it; how many that is.
std::uint64_t raise_open_files_max();

// The local date, YYYY-MM-DD, of a wall time.
[[nodiscard]] std::string local_date(WallTime time);
// When that minute of a day begins here. Where clocks change at night, as the system reckons.
[[nodiscard]] WallTime wall_of_local(int year, int month, int day, int minute_of_day);
// The local date and minute, YYYY-MM-DD HH:MM.
[[nodiscard]] std::string local_minute(WallTime time);

}  // namespace cairn::platform
