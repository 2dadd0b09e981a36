#pragma once
// What a seed has in store: which faults it knows and how often each comes. Every seed draws a mix
// of its own, because a world with all faults at once seldom gets to the interesting ones
// (Groce et al., "Swarm Testing", ISSTA 2012).
#include <array>
#include <cstdint>
#include <string_view>

#include "shared/base/random.h"

namespace cairn::simulation {

enum class Fault : std::uint8_t {
    line_cut,         // frames on their way are lost, both ends learn of it
    line_dead,        // half open: frames vanish and nobody is told
    partition,        // a laptop reaches nobody for a while
    laptop_exit,      // the process ends in order and starts again
    laptop_crash,     // power goes now, or at one of the next disk operations
    laptop_full,      // its disk has no room for a while
    laptop_broken,    // its disk fails once
    laptop_cloned,    // a copy of the whole laptop begins to live
    laptop_restored,  // an older copy takes its place
    laptop_deaf,      // a copy goes on writing for ever and hears of nothing: whoever was removed
                      // and does not care, too
    server_crash,     // power goes now, or at one of the next disk operations
    server_full,
    server_broken,
    server_restored,  // from an older copy
    server_emptied,
    server_withholds,  // a liar: it keeps new roster records from one laptop for a while
    bundle,            // envelopes travel on a stick: any of them, in any order, again, damaged
    clock_wrong,       // a laptop's clock is off by up to ten years
    absence,           // everybody is away for hours to months
    count_
};
inline constexpr std::size_t faults = static_cast<std::size_t>(Fault::count_);
[[nodiscard]] std::string_view name_of(Fault fault);

struct Weather {
    explicit Weather(SeededRandom& random);
    // Never for most seeds; for others, once in about `one_in` steps.
    [[nodiscard]] bool strikes(Fault fault, SeededRandom& random) const;

    std::array<std::uint32_t, faults> one_in{};  // 0: never
    std::uint32_t steps = 0;                     // of the world's life
    std::uint32_t laptops_max = 0;
    std::uint32_t latency_ms_max = 0;
    std::uint32_t pause_ms_max = 0;       // between two steps
    std::uint32_t membership_one_in = 0;  // steps in which rights change; 0: never
    bool server_in_memory = false;
};

}  // namespace cairn::simulation
