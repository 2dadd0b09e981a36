#include "client/exchange/csv_table.h"

#include <gtest/gtest.h>

#include "shared/base/random.h"

namespace cairn::exchange {
namespace {

using Cells = std::vector<std::string>;

CsvTable read(std::string_view text) {
    auto table = read_csv(text);
    EXPECT_TRUE(table) << (table ? "" : table.error().message);
    return table ? std::move(*table) : CsvTable{};
}

std::string refusal(std::string_view text, const ImportLimits& limits = {}) {
    const auto table = read_csv(text, limits);
    return table ? "" : table.error().message;
}

TEST(CsvTable, ReadsWhatProgramsWrite) {
    const CsvTable table = read(
        "\xEF\xBB\xBF"
        "a,b\r\n1,\"x, \"\"y\"\"\r\nz\"\r\n\r\n,\n3");
    EXPECT_EQ(table.header.cells, (Cells{"a", "b"}));
    ASSERT_EQ(table.rows.size(), 3U);
    EXPECT_EQ(table.rows[0].cells, (Cells{"1", "x, \"y\"\r\nz"}));
    EXPECT_EQ(table.rows[1].cells, (Cells{"", ""}));
    EXPECT_EQ(table.rows[2].cells, Cells{"3"});
    EXPECT_EQ(table.rows[0].line, 2U);
    EXPECT_EQ(table.rows[1].line, 5U) << "lines inside quotes and empty lines count";
}

TEST(CsvTable, FindsTheDelimiterInTheHeader) {
    EXPECT_EQ(read("a;b;c\n1;2,5;3\n").delimiter, ';');
    EXPECT_EQ(read("a\tb\n1\t2\n").delimiter, '\t');
    EXPECT_EQ(read("a|b\n1|2\n").delimiter, '|');
    EXPECT_EQ(read("\"a;b;c\",d\n").delimiter, ',') << "not inside quotes";
    EXPECT_EQ(read("alone\n1\n").rows.size(), 1U);
}

TEST(CsvTable, SaysWhereItIsWrong) {
    EXPECT_EQ(refusal("a,b\n1,\"open\n2,3\n"),
              "line 2, column 2: this quoted cell is never closed");
    EXPECT_EQ(refusal("a,b\n\n\"x\"y,1\n"),
              "line 3, column 1: text follows a closing quote; a quote inside a cell is written "
              "twice");
    EXPECT_EQ(refusal(""), "the file is empty; its first line must name the columns");
    EXPECT_EQ(refusal("\n \n"), "the file is empty; its first line must name the columns");
}

TEST(CsvTable, RefusesOtherEncodingsWithAHint) {
    EXPECT_NE(refusal("a,b\ncaf\xE9,1\n").find("line 2: not UTF-8, perhaps Latin-1"),
              std::string::npos);
    EXPECT_NE(refusal(std::string_view("\xFF\xFE"
                                       "a\0",
                                       4))
                  .find("UTF-16"),
              std::string::npos);
    EXPECT_NE(refusal(std::string_view("a,b\n1,\0\n", 8)).find("line 2: there is a NUL"),
              std::string::npos);
}

TEST(CsvTable, KeepsWithinItsLimits) {
    EXPECT_NE(refusal("a\n1\n2\n3\n", {.rows_max = 2}).find("line 4, column 1: more than 2 rows"),
              std::string::npos);
    EXPECT_NE(refusal("a,b,c\n", {.csv_columns_max = 2}).find("more than 2 columns"),
              std::string::npos);
    EXPECT_NE(refusal("a,b\n1,2\n", {.csv_cells_max = 3}).find("more than 3 cells"),
              std::string::npos);
    EXPECT_NE(refusal("a\n12345\n", {.csv_cell_bytes_max = 4}).find("line 2, column 1: a cell"),
              std::string::npos);
    EXPECT_NE(refusal("a\n1\n", {.bytes_max = 3}).find("MiB"), std::string::npos);
}

// RFC 4180 the other way round.
std::string written(const std::vector<Cells>& rows, char delimiter) {
    std::string out;
    for (const Cells& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (i > 0) out += delimiter;
            out += '"';
            for (const char c : row[i]) out += c == '"' ? std::string("\"\"") : std::string(1, c);
            out += '"';
        }
        out += "\r\n";
    }
    return out;
}

TEST(CsvTable, ReadsBackAnyCellsThatWereWritten) {
    constexpr std::string_view letters = "ab,;\t|\"\r\n \xC3\xA9";
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        SeededRandom random(seed);
        std::vector<Cells> rows = {{"h1", "h2", "h3"}};
        for (std::uint64_t count = random.below(6); count > 0; --count) {
            Cells row;
            for (int i = 0; i < 3; ++i) {
                std::string cell;
                for (std::uint64_t n = random.below(8); n > 0; --n) {
                    const std::size_t at = random.below(letters.size() - 1);
                    cell += at >= 10 ? letters.substr(10) : letters.substr(at, 1);
                }
                row.push_back(cell);
            }
            rows.push_back(row);
        }
        const auto table = read_csv(written(rows, ';'), {}, ';');
        ASSERT_TRUE(table) << "seed " << seed << " " << table.error().message;
        ASSERT_EQ(table->rows.size(), rows.size() - 1) << "seed " << seed;
        for (std::size_t i = 1; i < rows.size(); ++i) {
            EXPECT_EQ(table->rows[i - 1].cells, rows[i]) << "seed " << seed;
        }
    }
}

}  // namespace
}  // namespace cairn::exchange
