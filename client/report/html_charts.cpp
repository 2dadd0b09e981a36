// Charts as SVG. Widths are in units of the drawing: the page scales it. Dates are told by
// position, and everything that a colour says also by shape or by words in the table beside.
#include <algorithm>

#include <fmt/format.h>

#include "client/report/html_parts.h"

namespace cairn::report {
namespace {

constexpr double width = 900;
constexpr double label_width = 270;
constexpr double row_height = 24;
constexpr double header_height = 30;
constexpr double legend_height = 26;
constexpr std::size_t label_characters_max = 38;

constexpr const char* month_names[] = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

class Axis {
public:
    explicit Axis(const Timeline& timeline) {
        std::vector<boards::TimelineRow> rows;
        for (const TimelineBar& bar : timeline.bars) rows.push_back(bar.row);
        frame_ = boards::frame_around(rows, timeline.today, 100);
    }
    [[nodiscard]] double x(plan::Date day) const {
        const double span = std::max(1, frame_.last.days - frame_.first.days + 1);
        const double at = std::clamp(day.days, frame_.first.days, frame_.last.days + 1);
        return label_width + (at - frame_.first.days) / span * (width - label_width);
    }
    [[nodiscard]] plan::Date first() const { return frame_.first; }
    [[nodiscard]] plan::Date last() const { return frame_.last; }

private:
    boards::TimelineFrame frame_;
};

std::string cut(const std::string& text, std::size_t characters_max) {
    std::size_t characters = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if ((static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80) continue;
        if (++characters > characters_max) return text.substr(0, at) + "…";
    }
    return text;
}

// A line where each month begins, or each quarter or year where months would crowd.
std::string months_of(const Axis& axis, double bottom) {
    constexpr int months_max = 14;
    constexpr int quarters_max = 48;
    constexpr int lines_max = 24;
    const int months = (axis.last().days - axis.first().days) / 30 + 1;
    int step = months <= months_max ? 1 : months <= quarters_max ? 3 : 12;
    while (months / step > lines_max) step *= 2;
    plan::YearMonthDay at = plan::parts_of(axis.first());
    at.day = 1;
    at.month -= step >= 12 ? at.month - 1 : (at.month - 1) % step;
    std::string svg;
    bool has_named = false;
    for (auto day = plan::make_date(at); day && *day <= axis.last();
         day = plan::add_months(*day, step)) {
        const plan::YearMonthDay parts = plan::parts_of(*day);
        const double x = axis.x(*day);
        if (*day >= axis.first())
            svg += fmt::format(
                "<line class=\"grid\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"20\" y2=\"{1:.1f}\"/>",
                x,
                bottom);
        // A month that has begun before the drawing does has less room.
        const auto next = plan::add_months(*day, step);
        const bool is_named_with_year = parts.month == 1 || !has_named;
        const double needed = is_named_with_year && step < 12 ? 62 : 34;
        if ((next ? axis.x(*next) : width) - x < needed) continue;
        has_named = true;
        const std::string name =
            step >= 12 ? std::to_string(parts.year)
                       : fmt::format("{}{}",
                                     month_names[parts.month - 1],
                                     is_named_with_year ? fmt::format(" {}", parts.year) : "");
        svg += fmt::format(
            "<text class=\"soft\" x=\"{:.1f}\" y=\"14\" font-size=\"12\">{}</text>", x + 3, name);
    }
    return svg;
}

std::string point_of(const boards::TimelineRow& row, double x, double y) {
    constexpr double half = 6.5;
    const char* kind = row.percent_done == 100 ? " reached" : row.is_critical ? " critical" : "";
    return fmt::format("<path class=\"point{}\" d=\"M{:.1f} {:.1f}l{} {}l-{} {}l-{} -{}z\"/>",
                       kind,
                       x,
                       y - half,
                       half,
                       half,
                       half,
                       half,
                       half,
                       half);
}

std::string bar_of(const Axis& axis, const boards::TimelineRow& row, double y) {
    const double from = axis.x(row.start);
    const double to = std::max(axis.x(plan::Date{row.finish.days + 1}), from + 3);
    const double height = row.is_summary ? 6 : 12;
    const auto rect = [&](const char* kind, double until) {
        return fmt::format(
            "<rect class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{}\" "
            "rx=\"2\"/>",
            kind,
            from,
            y - height / 2,
            until - from,
            height);
    };
    std::string svg = rect("bar", to);
    if (row.percent_done > 0) svg += rect("done", from + (to - from) * row.percent_done / 100);
    if (row.is_critical && row.percent_done < 100)
        svg += fmt::format(
            "<line class=\"critical-line\" x1=\"{:.1f}\" x2=\"{:.1f}\" y1=\"{:.1f}\" "
            "y2=\"{:.1f}\"/>",
            from,
            to,
            y + height / 2 + 2,
            y + height / 2 + 2);
    return svg;
}

std::string row_of(const Axis& axis, const TimelineBar& bar, double y) {
    const boards::TimelineRow& row = bar.row;
    const double indent = static_cast<double>(std::min<std::size_t>(row.depth, 4)) * 12;
    std::string svg = fmt::format(
        "<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"13\">{}</text>",
        indent,
        y + 4.5,
        html_escaped(
            cut(bar.label, label_characters_max - 2 * std::min<std::size_t>(row.depth, 4))));
    if (row.left_baseline())
        svg += fmt::format(
            "<line class=\"baseline\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1:.1f}\" "
            "y2=\"{2:.1f}\"/>",
            axis.x(*row.baseline_finish),
            y - 10,
            y + 10);
    svg += row.is_milestone ? point_of(row, axis.x(row.finish), y) : bar_of(axis, row, y);
    return svg;
}

std::string legend_of(double y) {
    boards::TimelineRow reached;
    reached.percent_done = 100;
    boards::TimelineRow critical;
    critical.is_critical = true;
    std::string svg = point_of(reached, label_width + 8, y);
    const auto word = [&](double x, const char* text) {
        svg +=
            fmt::format("<text class=\"soft\" x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"12\">{}</text>",
                        label_width + x,
                        y + 4,
                        text);
    };
    word(20, "reached");
    svg += point_of(boards::TimelineRow(), label_width + 98, y);
    word(110, "ahead");
    svg += point_of(critical, label_width + 178, y);
    word(190, "critical");
    svg += fmt::format("<line class=\"baseline\" x1=\"{0}\" x2=\"{0}\" y1=\"{1}\" y2=\"{2}\"/>",
                       label_width + 270,
                       y - 8,
                       y + 8);
    word(280, "where the baseline had it");
    return svg;
}

constexpr double side = 52;
constexpr double map_left = 44;
constexpr double map_top = 8;

// As the board of risks in the terminal: by the product of both.
const char* heat_of(std::size_t up, std::size_t across) {
    constexpr std::size_t hot = 15;
    constexpr std::size_t warm = 8;
    const std::size_t product = (up + 1) * (across + 1);
    return product >= hot ? "bad-cell" : product >= warm ? "warning-cell" : "good-cell";
}

}  // namespace

std::string svg_of(const Timeline& timeline) {
    const Axis axis(timeline);
    const double bottom = header_height + row_height * static_cast<double>(timeline.bars.size());
    std::string svg = fmt::format(
        "<svg viewBox=\"0 0 {:.0f} {:.0f}\" role=\"img\" aria-label=\"Timeline from {} to {}\">",
        width,
        bottom + legend_height,
        plan::to_iso(axis.first()),
        plan::to_iso(axis.last()));
    svg += months_of(axis, bottom);
    double y = header_height + row_height / 2;
    for (const TimelineBar& bar : timeline.bars) {
        svg += row_of(axis, bar, y);
        y += row_height;
    }
    const double today = axis.x(timeline.today);
    svg += fmt::format(
        "<g><line class=\"today\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"22\" y2=\"{1:.1f}\"/>"
        "<text class=\"today-label\" x=\"{2:.1f}\" y=\"{3:.1f}\" font-size=\"12\" "
        "text-anchor=\"{4}\">as of</text></g>",
        today,
        bottom + 4,
        today > width - 40 ? today - 4 : today + 4,
        header_height - 2,
        today > width - 40 ? "end" : "start");
    return svg + legend_of(bottom + legend_height / 2 + 4) + "</svg>";
}

std::string svg_of(const HeatMap& map) {
    const double bottom = map_top + side * boards::grid_side;
    std::string svg = fmt::format(
        "<svg viewBox=\"0 0 {:.0f} {:.0f}\" role=\"img\" aria-label=\"Counts by {} and {}\">",
        map_left + side * boards::grid_side + 4,
        bottom + 40,
        html_escaped(map.up),
        html_escaped(map.across));
    for (std::size_t up = 0; up < boards::grid_side; ++up) {
        const double y = bottom - side * static_cast<double>(up + 1);
        svg += fmt::format(
            "<text class=\"soft\" x=\"{}\" y=\"{:.1f}\" font-size=\"13\" "
            "text-anchor=\"end\">{}</text>",
            map_left - 8,
            y + side / 2 + 4,
            up + 1);
        for (std::size_t across = 0; across < boards::grid_side; ++across) {
            const double x = map_left + side * static_cast<double>(across);
            svg += fmt::format(
                "<rect class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{}\" height=\"{}\" "
                "rx=\"3\"/>",
                heat_of(up, across),
                x + 1,
                y + 1,
                side - 2,
                side - 2);
            if (map.counts[up][across] > 0)
                svg += fmt::format(
                    "<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"18\" font-weight=\"600\" "
                    "text-anchor=\"middle\">{}</text>",
                    x + side / 2,
                    y + side / 2 + 6,
                    map.counts[up][across]);
        }
    }
    for (std::size_t across = 0; across < boards::grid_side; ++across)
        svg += fmt::format(
            "<text class=\"soft\" x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"13\" "
            "text-anchor=\"middle\">{}</text>",
            map_left + side * (static_cast<double>(across) + 0.5),
            bottom + 16,
            across + 1);
    svg += fmt::format(
        "<text class=\"soft\" x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"13\" "
        "text-anchor=\"middle\">{}</text>",
        map_left + side * boards::grid_side / 2,
        bottom + 34,
        html_escaped(map.across));
    svg += fmt::format(
        "<text class=\"soft\" x=\"14\" y=\"{0:.1f}\" font-size=\"13\" text-anchor=\"middle\" "
        "transform=\"rotate(-90 14 {0:.1f})\">{1}</text>",
        bottom - side * boards::grid_side / 2,
        html_escaped(map.up));
    return svg + "</svg>";
}

std::string svg_of_percent(int percent) {
    return fmt::format(
        "<svg class=\"percent-bar\" viewBox=\"0 0 100 12\" preserveAspectRatio=\"none\" "
        "aria-hidden=\"true\"><rect class=\"bar\" width=\"100\" height=\"12\" rx=\"3\"/>"
        "<rect class=\"done\" width=\"{}\" height=\"12\" rx=\"3\"/></svg>",
        std::clamp(percent, 0, 100));
}

}  // namespace cairn::report
