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
    pins_too_low,        // who removes somebody cuts off what the server had acknowledged
    pins_too_high,       // what a removed member goes on writing is let in as if it had been before
    key_on_the_wire,     // a laptop tells the server the plan's key
    records_withheld,    // a server that holds records back never stops
};

inline std::optional<Plant> plant_named(std::string_view name) {
    if (name == "cursor-before-data") return Plant::cursor_before_data;
    if (name == "dropped-over") return Plant::dropped_over;
    if (name == "ack-before-commit") return Plant::ack_before_commit;
    if (name == "pins-too-low") return Plant::pins_too_low;
    if (name == "pins-too-high") return Plant::pins_too_high;
    if (name == "key-on-the-wire") return Plant::key_on_the_wire;
    if (name == "records-withheld") return Plant::records_withheld;
    return std::nullopt;
}

}  // namespace cairn::simulation
