#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "client/exchange/chart.h"
#include "client/exchange/web_text.h"

namespace cairn::exchange {
namespace {

// In the units of the drawing, which are pixels where no page is asked for.
constexpr int margin = 16;
constexpr int label_width = 260;
constexpr int bars_width = 860;
constexpr int row_height = 22;
constexpr int header_height = 74;
constexpr int legend_height = 44;
constexpr int bar_height = 12;
constexpr int indent = 12;

// Colours that a person who confuses red and green tells apart; by lightness on paper.
constexpr const char* style = R"(<style>
text{font:12px system-ui,sans-serif;fill:#1c2430}
.title{font-size:16px;font-weight:600}.faint{fill:#5c6675;font-size:11px}.group{font-weight:600}
.paper{fill:#fff}.line{stroke:#dfe4ea}.even{fill:#f5f7fa}.ahead{fill:#a9c6e8}.done{fill:#2f6db5}
.critical{fill:#e39a3b}.summary{fill:#49566a}.point{fill:#1c2430}.today{stroke:#c0392b}
.baseline{stroke:#1c2430;stroke-dasharray:2 2}
@media (prefers-color-scheme:dark){text{fill:#e6e9ee}.faint{fill:#9aa5b4}.paper{fill:#14181f}
.line{stroke:#2c3440}.even{fill:#1a2029}.ahead{fill:#35577f}.done{fill:#6fa8e6}.summary{fill:#9aa5b4}
.point{fill:#e6e9ee}.baseline{stroke:#e6e9ee}}
@media print{.paper{fill:#fff}text{fill:#000}}
</style>
)";

class Drawing {
public:
    explicit Drawing(const Chart& chart) : chart_(chart) {
        std::vector<boards::TimelineRow> bars;
        for (const ChartRow& row : chart.rows) bars.push_back(row.bar);
        frame_ = boards::frame_around(bars, chart.today, bars_width);
    }

    std::string draw(Page page) {
        const int rows = static_cast<int>(chart_.rows.size());
        height_ = header_height + rows * row_height + legend_height;
        open(page);
        scale();
        for (int i = 0; i < rows; ++i) row(i);
        today();
        legend();
        return out_ + "</svg>\n";
    }

private:
    static constexpr int width = 2 * margin + label_width + bars_width;

    void open(Page page) {
        constexpr std::array<const char*, 4> sizes{"",
                                                   R"(width="297mm" height="210mm")",
                                                   R"(width="420mm" height="297mm")",
                                                   R"(width="11in" height="8.5in")"};
        const std::string size = page == Page::as_needed
                                     ? fmt::format(R"(width="{}" height="{}")", width, height_)
                                     : sizes[static_cast<std::size_t>(page)];
        out_ += fmt::format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" {} viewBox=\"0 0 {} {}\" role=\"img\">\n"
            "<title>{}</title>\n{}<rect class=\"paper\" width=\"{}\" height=\"{}\"/>\n",
            size,
            width,
            height_,
            xml_escaped(chart_.title),
            style,
            width,
            height_);
        text(margin, 28, "title", chart_.title);
    }

    [[nodiscard]] int x_of(plan::Date day) const {
        return margin + label_width + static_cast<int>(boards::column_of(frame_, day));
    }
    // Behind the last day of a bar.
    [[nodiscard]] int x_after(plan::Date day) const {
        return x_of({std::min(day.days + 1, frame_.last.days)});
    }

    void text(int x, int y, const char* look, std::string_view words) {
        out_ += fmt::format(
            "<text x=\"{}\" y=\"{}\" class=\"{}\">{}</text>\n", x, y, look, xml_escaped(words));
    }
    void box(int x, int y, int wide, int high, const char* look) {
        out_ += fmt::format(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"2\" class=\"{}\"/>\n",
            x,
            y,
            wide,
            high,
            look);
    }
    void upright(int x, int from, int to, const char* look) {
        out_ += fmt::format("<line x1=\"{0}\" y1=\"{1}\" x2=\"{0}\" y2=\"{2}\" class=\"{3}\"/>\n",
                            x,
                            from,
                            to,
                            look);
    }
    void diamond(int x, int y, const char* look) {
        out_ += fmt::format("<path d=\"M{} {}l6 6l-6 6l-6 -6z\" class=\"{}\"/>\n", x, y, look);
    }

    void names(const std::vector<boards::TimelineMark>& marks, int y, bool with_lines) {
        constexpr int letter_width = 7;
        int free_from = 0;
        for (const boards::TimelineMark& mark : marks) {
            const int x = mark.begin < frame_.first ? x_of(frame_.first) : x_of(mark.begin);
            if (with_lines && mark.begin >= frame_.first)
                upright(x, header_height - 10, height_ - legend_height, "line");
            const int wide = static_cast<int>(mark.name.size()) * letter_width;
            if (x < free_from || x + wide > width) continue;
            text(x + 2, y, "faint", mark.name);
            free_from = x + wide;
        }
    }

    void scale() {
        const boards::TimelineScale marks = boards::scale_of(frame_);
        for (std::size_t i = 0; i < chart_.rows.size(); i += 2)
            box(0, header_height + static_cast<int>(i) * row_height, width, row_height, "even");
        names(marks.upper, 46, false);
        names(marks.lower, 62, true);
    }

    void row(int number) {
        const ChartRow& row = chart_.rows[static_cast<std::size_t>(number)];
        const boards::TimelineRow& bar = row.bar;
        const int top = header_height + number * row_height + (row_height - bar_height) / 2;
        const int depth = std::min(static_cast<int>(bar.depth), 8) * indent;
        const int letters = (label_width - depth - 8) / 7;
        text(margin + depth,
             top + bar_height - 2,
             bar.is_summary ? "group" : "label",
             shortened(row.title, static_cast<std::size_t>(letters)));
        draw_bar(bar, top);
        if (bar.left_baseline())
            upright(x_after(*bar.baseline_finish), top - 3, top + bar_height + 3, "baseline");
    }

    void draw_bar(const boards::TimelineRow& bar, int top) {
        const char* ahead = bar.is_critical ? "critical" : "ahead";
        if (bar.is_milestone) {
            diamond(x_after(bar.finish), top, bar.is_critical ? "critical" : "point");
            return;
        }
        const int from = x_of(bar.start);
        const int wide = std::max(x_after(bar.finish) - from, 2);
        if (bar.is_summary) {
            box(from, top + 4, wide, bar_height - 8, "summary");
            return;
        }
        box(from, top, wide, bar_height, ahead);
        const int done = wide * std::clamp(bar.percent_done, 0, 100) / 100;
        if (done > 0) box(from, top, done, bar_height, "done");
    }

    void today() {
        if (chart_.today < frame_.first || frame_.last < chart_.today) return;
        upright(x_of(chart_.today), header_height - 10, height_ - legend_height, "today");
    }

    void legend() {
        const int y = height_ - legend_height + 18;
        int x = margin;
        const auto entry = [&](const char* look, const char* words) {
            box(x, y, 22, bar_height, look);
            text(x + 28, y + 10, "faint", words);
            x += 120;
        };
        entry("done", "done");
        entry("ahead", "ahead");
        entry("critical", "critical");
        entry("summary", "of all below");
        diamond(x + 10, y, "point");
        text(x + 28, y + 10, "faint", "milestone");
        upright(x + 130, y, y + bar_height, "today");
        text(x + 138, y + 10, "faint", "today, " + plan::to_iso(chart_.today));
        upright(x + 270, y, y + bar_height, "baseline");
        text(x + 278, y + 10, "faint", "end in the baseline");
    }

    const Chart& chart_;
    boards::TimelineFrame frame_;
    int height_ = 0;
    std::string out_;
};

}  // namespace

std::optional<Page> page_named(std::string_view name) {
    if (name.empty()) return Page::as_needed;
    if (name == "a4") return Page::a4;
    if (name == "a3") return Page::a3;
    if (name == "letter") return Page::letter;
    return std::nullopt;
}

std::string write_svg(const Chart& chart, Page page) { return Drawing(chart).draw(page); }

}  // namespace cairn::exchange
