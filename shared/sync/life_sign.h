#pragma once
// When the other side of a conversation was last known to be there: a whole message came from it,
// or so many bytes moved, either way, that waiting for the rest is worth it. So a slow link is told
// from a dead one, and from a side that trickles.
#include <cstddef>

#include "shared/base/time.h"
#include "shared/wire/limits.h"

namespace cairn {

class LifeSign {
public:
    explicit LifeSign(Instant now) : last_(now) {}

    void heard(Instant now) {
        last_ = now;
        bytes_ = 0;
    }
    void moved(std::size_t bytes, Instant now) {
        bytes_ += bytes;
        if (bytes_ >= limits::moving_bytes_min) heard(now);
    }
    [[nodiscard]] Instant last() const { return last_; }

private:
    Instant last_;
    std::size_t bytes_ = 0;  // since then
};

}  // namespace cairn
