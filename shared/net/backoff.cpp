#include "shared/net/backoff.h"

#include <algorithm>

#include "shared/base/byte_io.h"

namespace cairn {

std::int64_t Backoff::next_delay_ms(Random& random) {
    const std::int64_t delay_ms = std::min(delay_ms_, limits_.longest_ms);
    delay_ms_ = delay_ms > limits_.longest_ms / 2 ? limits_.longest_ms : 2 * delay_ms;
    const std::int64_t half_ms = delay_ms / 2;
    std::array<std::uint8_t, 8> raw{};
    random.fill(raw);
    // The bias of the remainder is below 2^-40 for any delay of use.
    const auto part = ByteReader(raw).u64() % static_cast<std::uint64_t>(delay_ms - half_ms + 1);
    return half_ms + static_cast<std::int64_t>(part);
}

}  // namespace cairn
