#pragma once
// Plans as drawings that other programs show: SVG, and Mermaid's text (docs/EXPORT.md).
#include <string>
#include <vector>

#include "client/boards/timeline.h"
#include "client/plan/numbers.h"
#include "shared/base/ids.h"

namespace cairn::exchange {

struct ChartRow {
    ItemId id;
    std::string title;
    boards::TimelineRow bar;
};

struct Chart {
    std::string title;
    plan::Date today;
    std::vector<ChartRow> rows;  // in outline order
};

// A sheet, on its long side. The whole chart is scaled to fit on it, clipped nowhere.
enum class Page : std::uint8_t { as_needed, a4, a3, letter };
[[nodiscard]] std::optional<Page> page_named(std::string_view name);

// One self-contained document: no script, no font, nothing from outside; light and dark. Bars as
// in `cairn roadmap`, weeks, months or quarters by the length of the plan, and a legend.
[[nodiscard]] std::string write_svg(const Chart& chart, Page page);

// Mermaid's `gantt`. Summaries become sections; marks of its syntax in titles are replaced by
// characters that look alike.
[[nodiscard]] std::string write_mermaid(const Chart& chart);

}  // namespace cairn::exchange
