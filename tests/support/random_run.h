#pragma once
// Runs of every shape that the format allows, for property tests and the corpora of fuzzers.
#include "shared/base/random.h"
#include "shared/wire/run.h"

namespace cairn::test {

[[nodiscard]] Run random_run(SeededRandom& random);
[[nodiscard]] bool same_run(const Run& a, const Run& b);

}  // namespace cairn::test
