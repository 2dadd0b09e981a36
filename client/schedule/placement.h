#pragma once
// Where tasks that shall be as late as possible are put: as late as they can without moving any
// other row. Inside this folder only.
#include "client/schedule/network.h"

namespace cairn::schedule {

struct Placed {
    Minute start = 0;
    Minute finish = 0;
    friend bool operator==(const Placed&, const Placed&) = default;
};

// By row; empty where nothing shall be late, and every row is placed at its early dates.
[[nodiscard]] std::vector<Placed> place_late(const Network& net);

}  // namespace cairn::schedule
