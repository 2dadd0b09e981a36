#pragma once
// Text of other people on this terminal: never a control sequence, never wider than its column.
#include <string>
#include <string_view>

namespace cairn::cli {

// Control characters, bidirectional overrides and bytes that are not UTF-8 become U+FFFD; line
// breaks and tabs become spaces unless `keep_lines`.
std::string printable(std::string_view text, bool keep_lines = false);

// Columns that a terminal uses for printable text: wide characters count two, combining ones none,
// emoji joined into one (a family, a flag) two.
std::size_t width_of(std::string_view text);

// At most `columns` wide, ending in an ellipsis if cut; columns >= 1.
std::string fit(std::string_view text, std::size_t columns);

}  // namespace cairn::cli
