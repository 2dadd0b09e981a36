#include "tests/simulation/weather.h"

namespace cairn::simulation {

std::string_view name_of(Fault fault) {
    static constexpr std::array<std::string_view, faults> names = {"line_cut",
                                                                   "line_dead",
                                                                   "partition",
                                                                   "laptop_exit",
                                                                   "laptop_crash",
                                                                   "laptop_full",
                                                                   "laptop_broken",
                                                                   "laptop_cloned",
                                                                   "laptop_restored",
                                                                   "laptop_deaf",
                                                                   "server_crash",
                                                                   "server_full",
                                                                   "server_broken",
                                                                   "server_restored",
                                                                   "server_emptied",
                                                                   "server_withholds",
                                                                   "bundle",
                                                                   "clock_wrong",
                                                                   "absence"};
    return names[static_cast<std::size_t>(fault)];
}

Weather::Weather(SeededRandom& random) {
    for (std::uint32_t& rate : one_in) {
        constexpr std::uint32_t rates[] = {5, 12, 40};
        if (random.below(5) < 2) rate = rates[random.below(3)];
    }
    steps = static_cast<std::uint32_t>(8 + random.below(50));
    laptops_max = static_cast<std::uint32_t>(2 + random.below(4));
    constexpr std::uint32_t latencies[] = {5, 50, 400, 3'000};
    latency_ms_max = latencies[random.below(4)];
    constexpr std::uint32_t pauses[] = {20, 500, 5'000, 60'000};
    pause_ms_max = pauses[random.below(4)];
    server_in_memory = random.below(4) == 0;
    constexpr std::uint32_t unrests[] = {0, 0, 3, 8};
    membership_one_in = unrests[random.below(4)];
}

bool Weather::strikes(Fault fault, SeededRandom& random) const {
    const std::uint32_t rate = one_in[static_cast<std::size_t>(fault)];
    return rate > 0 && random.below(rate) == 0;
}

}  // namespace cairn::simulation
