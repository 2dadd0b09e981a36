#include <algorithm>

#include <fmt/format.h>

#include "client/report/document.h"

namespace cairn::report {
namespace {

constexpr std::size_t timeline_columns = 64;
constexpr std::size_t label_columns_max = 36;

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           static_cast<unsigned char>(c) >= 0x80;
}

// An underscore within a word means nothing, and stays readable.
bool is_markup(std::string_view text, std::size_t at) {
    const char c = text[at];
    if (c == '_')
        return at == 0 || at + 1 == text.size() || !is_word(text[at - 1]) || !is_word(text[at + 1]);
    return std::string_view("\\`*[]<>|~&").find(c) != std::string_view::npos;
}

// A line that would begin a heading, a list or a rule.
bool begins_block(std::string_view line) {
    if (line.empty()) return false;
    if (std::string_view("#+-=").find(line.front()) != std::string_view::npos) return true;
    const std::size_t digits = line.find_first_not_of("0123456789");
    return digits != 0 && digits != std::string_view::npos &&
           (line[digits] == '.' || line[digits] == ')');
}

enum class At : std::uint8_t { start_of_line, within_line };

std::string escaped_line(std::string_view line, At at_what) {
    std::string text;
    const std::size_t first = std::min(line.find_first_not_of(" \t"), line.size());
    line.remove_prefix(first);
    std::size_t escape_at = std::string_view::npos;
    if (at_what == At::start_of_line && begins_block(line)) {
        const std::size_t digits = line.find_first_not_of("0123456789");
        escape_at = digits;
    }
    for (std::size_t at = 0; at < line.size(); ++at) {
        const char c = line[at];
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
            text += ' ';
            continue;
        }
        if (at == escape_at || is_markup(line, at)) text += '\\';
        text += c;
    }
    return text;
}

std::string escaped(std::string_view text,
                    std::string_view line_break,
                    At at_what = At::start_of_line) {
    std::string out;
    while (true) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        out += escaped_line(text.substr(0, end), at_what);
        if (end == text.size()) return out;
        out += line_break;
        text.remove_prefix(end + 1);
    }
}

std::string inline_text(const Cell& cell, At at_what) {
    std::string text = escaped(cell.text, " ", at_what);
    if (cell.percent && cell.text.empty()) text = fmt::format("{} %", *cell.percent);
    return cell.tone == Tone::bad && !text.empty() ? "**" + text + "**" : text;
}

std::string row_of(const std::vector<std::string>& cells) {
    std::string row = "|";
    for (const std::string& cell : cells) row += " " + cell + " |";
    return row + "\n";
}

class Writer {
public:
    std::string text;

    void operator()(const Banner& banner) {
        text += "**" + escaped(banner.word, " ") + "**";
        if (!banner.headline.empty()) text += ": " + escaped(banner.headline, " ");
        text += "\n\n";
        if (!banner.note.empty()) text += escaped(banner.note, " ") + "\n\n";
    }
    void operator()(const Heading& heading) {
        text += "### " + escaped(heading.text, " ") + "\n\n";
    }
    void operator()(const Paragraph& paragraph) {
        text += escaped(paragraph.text, "  \n") + "\n\n";
    }
    void operator()(const Hint& hint) {
        text += hint.before + "`" + hint.command + "`" + hint.after + "\n\n";
    }
    void operator()(const Facts& facts) {
        for (const Fact& fact : facts.facts)
            text += "- **" + escaped(fact.name, " ") + ":** " + escaped(fact.value.text, "  \n  ") +
                    "\n";
        text += "\n";
    }
    void operator()(const Tiles& tiles) {
        std::vector<std::string> names;
        std::vector<std::string> numbers;
        for (const Tile& tile : tiles.tiles) {
            names.push_back(escaped(tile.label, " "));
            numbers.push_back("**" + escaped(tile.number, " ") + "**" +
                              (tile.note.empty() ? "" : " " + escaped(tile.note, " ")));
        }
        text += row_of(names) + row_of(std::vector<std::string>(names.size(), "---")) +
                row_of(numbers) + "\n";
    }
    void operator()(const Table& table) {
        std::vector<std::string> titles;
        std::vector<std::string> rules;
        for (const Column& column : table.columns) {
            titles.push_back(escaped(column.title, " "));
            rules.emplace_back(column.is_number ? "---:" : "---");
        }
        text += row_of(titles) + row_of(rules);
        for (const auto& row : table.rows) {
            std::vector<std::string> cells;
            for (const Cell& cell : row) cells.push_back(inline_text(cell, At::within_line));
            text += row_of(cells);
        }
        text += "\n";
    }
    void operator()(const List& list) {
        for (const Cell& item : list.items)
            text += "- " + inline_text(item, At::start_of_line) + "\n";
        text += "\n";
    }
    void operator()(const Timeline& timeline);
    void operator()(const HeatMap& map) {
        text += row_of({escaped(map.up + " ↑ " + map.across + " →", " "), "1", "2", "3", "4", "5"});
        text += row_of({"---:", ":-:", ":-:", ":-:", ":-:", ":-:"});
        for (std::size_t up = boards::grid_side; up-- > 0;) {
            std::vector<std::string> cells{std::to_string(up + 1)};
            for (const std::size_t count : map.counts[up])
                cells.push_back(count == 0 ? "·" : std::to_string(count));
            text += row_of(cells);
        }
        text += "\n";
    }
};

// Code points, at most so many; in a block of code a backtick or a line break would end it.
std::string label_of(const TimelineBar& bar, std::size_t columns) {
    std::string label(bar.row.depth * 2, ' ');
    std::size_t used = label.size();
    for (const char c : bar.label) {
        const bool begins = (static_cast<unsigned char>(c) & 0xC0U) != 0x80;
        if (begins && used == columns) break;
        if (begins) ++used;
        label += c == '`' || static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    return label + std::string(columns - std::min(used, columns), ' ');
}

void Writer::operator()(const Timeline& timeline) {
    std::vector<boards::TimelineRow> rows;
    for (const TimelineBar& bar : timeline.bars) rows.push_back(bar.row);
    const boards::TimelineFrame frame =
        boards::frame_around(rows, timeline.today, timeline_columns);
    text += "```text\n";
    for (const std::string& line : boards::header_of(frame))
        text += std::string(label_columns_max + 1, ' ') + line + "\n";
    for (const TimelineBar& bar : timeline.bars)
        text += label_of(bar, label_columns_max) + " " + boards::bar_of(frame, bar.row) + "\n";
    text += boards::legend() + "\n```\n\n";
}

}  // namespace

std::string to_markdown(const Document& document) {
    Writer writer;
    writer.text = "# " + escaped(document.title, " ") + "\n\n";
    if (!document.subtitle.empty()) writer.text += escaped(document.subtitle, " ") + "\n\n";
    for (const Section& section : document.sections) {
        if (!section.title.empty()) writer.text += "## " + escaped(section.title, " ") + "\n\n";
        for (const Block& block : section.blocks) std::visit(writer, block);
    }
    if (!document.colophon.empty())
        writer.text += "---\n\n" + escaped(document.colophon, " ") + "\n";
    return writer.text;
}

}  // namespace cairn::report
