#pragma once
// Looking ahead: what in a plan is about to become trouble. Local and derived; only what people
// mute is part of the plan.
#include "client/radar/rules.h"

namespace cairn::radar {

struct Seen {
    Findings findings;      // by rule, the most urgent first; then in the order of the outline
    std::size_t muted = 0;  // left out because somebody muted them
};

// All of it, or what concerns an item and what is below it (people and teams: if they own or do
// something there).
[[nodiscard]] Seen look(const Sight& sight, std::optional<ItemId> below = std::nullopt);

}  // namespace cairn::radar
