#pragma once
// Time is an argument. WallTime decides only which concurrent head is shown first (DESIGN 3.1).
#include <compare>
#include <cstdint>

namespace cairn {

// Milliseconds since 1970-01-01T00:00:00Z, as a device's clock claims; may be anything a hostile
// peer writes.
struct WallTime {
    std::int64_t ms = 0;
    friend auto operator<=>(const WallTime&, const WallTime&) = default;
};

// Milliseconds of a clock that only moves forward; for deadlines, backoff and rates.
struct Instant {
    std::int64_t ms = 0;
    friend auto operator<=>(const Instant&, const Instant&) = default;
};

}  // namespace cairn
