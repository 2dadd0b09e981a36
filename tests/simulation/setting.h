#pragma once
// What all of one seed's world share.
#include "tests/simulation/agenda.h"
#include "tests/simulation/ledger.h"
#include "tests/simulation/plant.h"
#include "tests/simulation/trace.h"
#include "tests/simulation/weather.h"

namespace cairn::simulation {

struct Setting {
    Setting(std::uint64_t seed, Plant planted, std::FILE* out)
        : random(seed), weather(random), trace(agenda, out), plant(planted) {}

    [[nodiscard]] Instant now() const { return agenda.now(); }
    // What a right clock shows.
    [[nodiscard]] WallTime wall() const { return {wall_at_start_ms + agenda.now().ms}; }
    [[nodiscard]] std::uint64_t below(std::uint64_t bound) { return random.below(bound); }
    [[nodiscard]] bool one_in(std::uint64_t n) { return random.below(n) == 0; }

    static constexpr std::int64_t wall_at_start_ms = 1'800'000'000'000;
    SeededRandom random;
    Weather weather;
    Agenda agenda;
    Trace trace;
    Ledger ledger;
    Plant plant;
    bool calm = false;  // no more faults
};

}  // namespace cairn::simulation
