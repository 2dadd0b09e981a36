// docs/SQL.md is true: every view it names has exactly the columns it lists, and its questions run.
#include <algorithm>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>

#include <gtest/gtest.h>

#include "tests/unit/client/cli/command_line.h"

namespace cairn::cli {
namespace {

using Views = std::map<std::string, std::vector<std::string>>;

std::vector<std::string> in_backquotes(const std::string& text) {
    static const std::regex quoted("`([^`]+)`");
    std::vector<std::string> words;
    for (std::sregex_iterator at(text.begin(), text.end(), quoted), end; at != end; ++at)
        words.push_back((*at)[1]);
    return words;
}

Views documented() {
    Views views;
    std::ifstream file("docs/SQL.md");
    for (std::string line; std::getline(file, line);) {
        if (line.rfind("| `", 0) != 0) continue;
        std::vector<std::string> words = in_backquotes(line);
        views[words.front()] = {words.begin() + 1, words.end()};
    }
    return views;
}

TEST(SqlDocument, NamesEveryViewWithItsColumns) {
    CommandLine cairn;
    cairn({"init", "Apollo", "-q"});
    Views found;
    for (const auto& view :
         cairn({"query", "--json", "SELECT name FROM sqlite_master WHERE type = 'view'"}).lines()) {
        const std::string name = view["name"];
        for (const auto& column :
             cairn({"query", "--json", "SELECT name FROM pragma_table_info('" + name + "')"})
                 .lines())
            found[name].push_back(column["name"]);
    }
    EXPECT_EQ(found, documented());
}

TEST(SqlDocument, ItsQuestionsAreAnswered) {
    CommandLine cairn;
    cairn({"init", "Apollo", "-q"});
    cairn.make({"Beta", "--set", "due=2027-03-01"});
    std::ifstream file("docs/SQL.md");
    int asked = 0;
    for (std::string line; std::getline(file, line);) {
        if (line.rfind("    SELECT", 0) != 0) continue;
        const Answer answer = cairn({"query", line.substr(4), "--json"});
        EXPECT_EQ(answer.exit, Exit::ok) << line << answer.out;
        EXPECT_FALSE(answer.lines().empty()) << line;
        ++asked;
    }
    EXPECT_GT(asked, 0);
}

TEST(Query, KindsAndFieldsGoByTheirNames) {
    CommandLine cairn;
    cairn({"init", "Apollo", "-q"});
    cairn.make({"Beta", "--kind", "milestone"});
    EXPECT_EQ(cairn({"query", "--json", "SELECT kind FROM items WHERE kind = 'milestone'"})
                  .lines()
                  .size(),
              1U);
}

TEST(Query, TextWithoutOneStatementIsRefused) {
    CommandLine cairn;
    cairn({"init", "Apollo", "-q"});
    for (const char* sql : {"", " ", ";", "-- only a comment", "SELECT 1; SELECT 2"})
        EXPECT_EQ(cairn({"query", sql}).exit, Exit::refused) << sql;
    EXPECT_EQ(cairn({"query", "SELECT 1 ;\n"}).exit, Exit::ok);
}

}  // namespace
}  // namespace cairn::cli
