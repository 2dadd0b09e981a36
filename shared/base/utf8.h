#pragma once
// Well-formed UTF-8 (Unicode Standard 3.9, table 3-7): no overlong form, no surrogate, nothing past
// U+10FFFF.
#include <cstddef>
#include <string_view>

namespace cairn {

// Bytes of the sequence that begins at `at`, which lies inside the text; 0 if it is malformed.
[[nodiscard]] std::size_t utf8_sequence_length(std::string_view text, std::size_t at);

[[nodiscard]] bool is_utf8(std::string_view text);

}  // namespace cairn
