#pragma once
// How long to wait before the next attempt to connect. "Equal jitter" (M. Brooker, "Exponential
// Backoff and Jitter", AWS Architecture Blog, 2015): half of a doubling delay, plus a random part
// of the other half, so that clients of a server that comes back do not arrive together.
#include <cstdint>

#include "shared/base/random.h"

namespace cairn {

struct BackoffLimits {
    std::int64_t first_ms = 1'000;
    std::int64_t longest_ms = 60'000;
};

class Backoff {
public:
    explicit Backoff(BackoffLimits limits = {}) : limits_(limits), delay_ms_(limits.first_ms) {}

    // Milliseconds, in [d/2, d]: d is first_ms, and twice as much each time, up to longest_ms.
    [[nodiscard]] std::int64_t next_delay_ms(Random& random);
    // After a conversation that worked, and when the network comes back.
    void reset() { delay_ms_ = limits_.first_ms; }

private:
    BackoffLimits limits_;
    std::int64_t delay_ms_;
};

}  // namespace cairn
