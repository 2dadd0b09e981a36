#include "tests/simulation/agenda.h"

#include <algorithm>

namespace cairn::simulation {

void Agenda::after(std::int64_t delay_ms, Action action) {
    due_.emplace(std::pair(now_.ms + std::max<std::int64_t>(delay_ms, 0), asked_++),
                 std::move(action));
}

bool Agenda::step(Instant until) {
    const auto first = due_.begin();
    if (first == due_.end() || first->first.first > until.ms) {
        now_ = std::max(now_, until);
        return false;
    }
    now_.ms = std::max(now_.ms, first->first.first);
    const Action action = std::move(first->second);
    due_.erase(first);
    action();
    return true;
}

}  // namespace cairn::simulation
