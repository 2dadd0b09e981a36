#pragma once
// Simulated time: what is due is done in order, at once; nothing waits. What is due at the same
// moment happens in the order in which it was asked for.
#include <cstdint>
#include <functional>
#include <map>
#include <utility>

#include "shared/base/time.h"

namespace cairn::simulation {

class Agenda {
public:
    using Action = std::function<void()>;

    [[nodiscard]] Instant now() const { return now_; }
    void after(std::int64_t delay_ms, Action action);
    // Does what is next if it is due by `until`; else the clock shows `until`, and false.
    bool step(Instant until);
    // Time passes while nothing runs: what was due meanwhile comes late.
    void skip(std::int64_t ms) { now_.ms += ms; }

private:
    Instant now_{1'000'000};
    std::uint64_t asked_ = 0;
    std::map<std::pair<std::int64_t, std::uint64_t>, Action> due_;
};

}  // namespace cairn::simulation
