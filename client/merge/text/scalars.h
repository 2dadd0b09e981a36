#pragma once
// Counting and cutting UTF-8 by Unicode scalar values. Every text below is valid UTF-8 (is_plain).
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace cairn::text {

// Valid UTF-8 without U+0000.
[[nodiscard]] bool is_plain(std::string_view text);

[[nodiscard]] std::size_t count_scalars(std::string_view text);

// Bytes of the first `scalars` scalar values; the whole text if it has no more than that.
[[nodiscard]] std::size_t bytes_of(std::string_view text, std::size_t scalars);

// How many scalar values, or nothing unless is_plain.
[[nodiscard]] std::optional<std::size_t> count_plain(std::string_view text);

[[nodiscard]] constexpr bool begins_scalar(char byte) {
    return (static_cast<std::uint8_t>(byte) & 0xC0U) != 0x80U;
}

}  // namespace cairn::text
