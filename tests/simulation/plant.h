#pragma once
// Bugs put in on purpose, outside of the programs: each must be found within a few seeds, or the
// simulation proves nothing.
#include <cstdint>
#include <optional>
#include <string_view>

namespace cairn::simulation {

enum class Plant : std::uint8_t {
    none,
    cursor_before_data,  // the cursor of a page is saved in a transaction before the page's own
    dropped_over,        // an edit forgets what it replaces
    ack_before_commit,   // the server answers before its disk has the data
};

inline std::optional<Plant> plant_named(std::string_view name) {
    if (name == "cursor-before-data") return Plant::cursor_before_data;
    if (name == "dropped-over") return Plant::dropped_over;
    if (name == "ack-before-commit") return Plant::ack_before_commit;
    return std::nullopt;
}

}  // namespace cairn::simulation
