#include "client/cli/output.h"

#include <gtest/gtest.h>

#include "client/cli/terminal_text.h"
#include "tests/unit/client/cli/command_line.h"

namespace cairn::cli {
namespace {

class OnATerminal : public testing::Test {
protected:
    OnATerminal() {
        cairn({"init", "Apollo", "--owner", "Lead", "-q"});
        cairn.make({std::string(200, 'x') + " end", "--set", "due=2027-03-01"});
        cairn.options.terminal = true;
        cairn.options.columns = 60;
    }
    static std::size_t widest(const std::string& text) {
        std::size_t most = 0;
        std::size_t at = 0;
        while (at < text.size()) {
            const std::size_t end = std::min(text.find('\n', at), text.size());
            most = std::max(most, width_of(text.substr(at, end - at)));
            at = end + 1;
        }
        return most;
    }
    CommandLine cairn;
};

TEST_F(OnATerminal, ListsAreCutToItsWidth) {
    for (const char* command : {"ls", "tree", "log"}) {
        const Answer answer = cairn({command});
        EXPECT_LE(widest(answer.out), 60U) << command;
        EXPECT_NE(answer.out.find("…"), std::string::npos) << command;
    }
    EXPECT_NE(cairn({"ls"}).out.find("2027-03-01"), std::string::npos) << "titles give way";
}

TEST_F(OnATerminal, ElsewhereNothingIsCut) {
    cairn.options.terminal = false;
    for (const char* command : {"ls", "tree", "log"})
        EXPECT_NE(cairn({command}).out.find("x end"), std::string::npos) << command;
}

TEST_F(OnATerminal, ColourIsThereOnlyWhenItIsAskedFor) {
    EXPECT_EQ(cairn({"tree"}).out.find('\x1b'), std::string::npos);
    cairn.options.colour = true;
    EXPECT_NE(cairn({"tree"}).out.find('\x1b'), std::string::npos);
    EXPECT_EQ(cairn({"ls", "--json"}).out.find('\x1b'), std::string::npos);
}

TEST_F(OnATerminal, LongWorkShowsProgressAndWipesItAway) {
    cairn.options.errors_terminal = true;
    const auto csv = cairn.file("plan.csv", "title\nPour\n");
    const Answer answer = cairn({"import", csv.string()});
    EXPECT_NE(answer.errors.find("Reading plan.csv"), std::string::npos);
    EXPECT_EQ(answer.errors.substr(answer.errors.size() - 4), "\r\x1b[K");
    EXPECT_TRUE(cairn({"import", csv.string(), "--json"}).errors.empty());
}

TEST_F(OnATerminal, NoAnswerCarriesAControlCharacterOfATitle) {
    cairn.make({"bell \x07 escape \x1b[31m csi \xC2\x9B end"});
    for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
             {"ls"}, {"ls", "--json"}, {"export"}, {"export", "--format", "csv"}}) {
        const std::string out = cairn(words).out;
        EXPECT_EQ(out.find_first_of("\x07\x1b"), std::string::npos) << words.back();
        EXPECT_EQ(out.find("\xC2\x9B"), std::string::npos) << words.back();
        EXPECT_NE(out.find("escape"), std::string::npos) << words.back();
    }
}

TEST(Output, AFullDiskIsNoticed) {
    std::FILE* full = std::fopen("/dev/full", "w");
    if (full == nullptr) GTEST_SKIP() << "this system has no /dev/full";
    OutputOptions options;
    options.answers = full;
    Output out(options);
    out.line("answer");
    EXPECT_FALSE(out.finish());
    std::fclose(full);
}

}  // namespace
}  // namespace cairn::cli
