#pragma once
// A report as a document, before it is Markdown, HTML or JSON. Texts stand here as people wrote
// them: whoever renders escapes. What a tone says, words say too: nobody has to see colours.
//
// Kept by tests/unit/client/report: Html.EscapesWhateverPeopleWrote,
// Html.ReadsWithoutScriptAndWithoutTheNetwork, Markdown.KeepsWordsOfPeopleFromBeingMarkup.
#include <array>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "client/boards/grid.h"
#include "client/boards/timeline.h"

namespace cairn::report {

enum class Tone : std::uint8_t { plain, good, warning, bad, quiet };

struct Cell {
    std::string text;
    Tone tone = Tone::plain;
    std::optional<int> percent = {};  // 0 to 100: a bar beside the text
};

// The colour of a program and the sentence that goes with it.
struct Banner {
    Tone tone = Tone::quiet;
    std::string word;      // GREEN
    std::string headline;  // may be empty
    std::string note;      // since when, and what it was
};
struct Heading {
    std::string text;
};
// Line breaks are kept.
struct Paragraph {
    std::string text;
    Tone tone = Tone::plain;
};
// A sentence with a command that would help. All three are the program's own words.
struct Hint {
    std::string before;
    std::string command;
    std::string after;
};
struct Fact {
    std::string name;
    Cell value;
};
struct Facts {
    std::vector<Fact> facts;
};
struct Tile {
    std::string number;
    std::string label;
    std::string note;  // may be empty
    Tone tone = Tone::plain;
};
struct Tiles {
    std::vector<Tile> tiles;
};
struct Column {
    std::string title;
    bool is_number = false;
};
struct Table {
    std::vector<Column> columns;
    std::vector<std::vector<Cell>> rows;  // each as long as `columns`
};
struct List {
    std::vector<Cell> items;
};
struct TimelineBar {
    std::string label;
    boards::TimelineRow row;
};
struct Timeline {
    std::vector<TimelineBar> bars;
    plan::Date today;
};
struct HeatMap {
    std::string across;
    std::string up;
    std::array<std::array<std::size_t, boards::grid_side>, boards::grid_side> counts{};  // [up]
};

using Block =
    std::variant<Banner, Heading, Paragraph, Hint, Facts, Tiles, Table, List, Timeline, HeatMap>;
using Blocks = std::vector<Block>;

struct Section {
    std::string title;  // empty: what comes before the first heading
    Blocks blocks;
};

struct Document {
    std::string title;
    std::string subtitle;
    std::vector<Section> sections;
    std::string colophon;  // what it was made from
};

[[nodiscard]] std::string to_markdown(const Document& document);
// One file that needs nothing else: style and charts are in it.
[[nodiscard]] std::string to_html(const Document& document);

}  // namespace cairn::report
