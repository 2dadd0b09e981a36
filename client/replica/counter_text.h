#pragma once
// A counter's sum as its cell shows it: `i` and decimal digits, up to 128 bits.
#include <optional>
#include <string_view>

#include "client/merge/folds.h"

namespace cairn::replica {

// Nothing unless it is what CounterSum::to_decimal gives behind an `i`.
[[nodiscard]] std::optional<merge::CounterSum> parse_counter(std::string_view text);
// What one edit adds: `value` is a canonical integer.
[[nodiscard]] std::int64_t delta_of(std::string_view value);

}  // namespace cairn::replica
