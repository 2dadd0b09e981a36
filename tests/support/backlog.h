#pragma once
// What a laptop has to send after a time offline: single-field edits of a plan that everybody
// already has. The same seed gives the same bytes.
#include <cstdint>
#include <vector>

#include "shared/wire/run.h"

namespace cairn::test {

struct BacklogShape {
    std::uint64_t seed = 1;
    std::size_t items = 10'000;
    std::size_t edits = 10'000;
    std::size_t people = 40;
    std::size_t run_bytes_typical = 256 * 1024;  // where the author starts another run
};

// One change for each edit, of a random field out of twelve of a random item, over the edit that
// set it before: one of an import of `items` × 12 edits in changes of 100 and runs of 8,000, or an
// earlier one of the backlog.
[[nodiscard]] std::vector<Run> make_backlog(const BacklogShape& shape);

}  // namespace cairn::test
