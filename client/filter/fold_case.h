#pragma once
// Text of one case, so that what people type finds what others wrote.
#include <string>
#include <string_view>

namespace cairn::filter {

// By Unicode's case folding; `text` is valid UTF-8.
[[nodiscard]] std::string fold_case(std::string_view text);

// Whether `text` holds `folded`, which fold_case gave. Allocates nothing for ASCII.
[[nodiscard]] bool holds_folded(std::string_view text, std::string_view folded);
[[nodiscard]] bool equals_folded(std::string_view text, std::string_view folded);

}  // namespace cairn::filter
