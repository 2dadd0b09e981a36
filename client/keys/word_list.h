#pragma once
// 2,048 short English words, each known by its first four letters: 11 bits that can be said on the
// telephone.
#include <array>
#include <string_view>

namespace cairn::keys {

inline constexpr std::size_t word_count = 2048;

[[nodiscard]] std::string_view word(std::size_t index);  // index < word_count

}  // namespace cairn::keys
