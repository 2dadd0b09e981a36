#pragma once
// Pieces of the HTML page. Inside this folder only.
#include <string>
#include <string_view>

#include "client/report/document.h"

namespace cairn::report {

// As text or within a quoted attribute. Control characters and overrides of the writing direction,
// which could show something else than what stands there, are left out.
[[nodiscard]] std::string html_escaped(std::string_view text);
[[nodiscard]] std::string_view class_of(Tone tone);
[[nodiscard]] std::string_view style_sheet();

// Inline SVG, with its words for those who do not see it.
[[nodiscard]] std::string svg_of(const Timeline& timeline);
[[nodiscard]] std::string svg_of(const HeatMap& map);
[[nodiscard]] std::string svg_of_percent(int percent);

}  // namespace cairn::report
