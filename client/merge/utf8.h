#pragma once
// UTF-8 as values need it: well formed, without U+0000, and Normalization Form C (UAX #15).
#include <optional>
#include <string>
#include <string_view>

namespace cairn::merge {

// Valid UTF-8 without U+0000. Allocates nothing.
[[nodiscard]] bool is_text(std::string_view bytes);

enum class Nfc : unsigned char {
    yes,
    no,
    unknown,  // holds a character that this version's tables do not assign
};
// `text` must be valid (is_text). ASCII is decided without allocation.
[[nodiscard]] Nfc is_nfc(std::string_view text);

// Nothing unless `text` is valid.
[[nodiscard]] std::optional<std::string> to_nfc(std::string_view text);

}  // namespace cairn::merge
