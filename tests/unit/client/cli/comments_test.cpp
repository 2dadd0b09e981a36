// comment and inbox, as typed.
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "tests/unit/client/cli/command_line.h"

namespace cairn::cli {
namespace {

class CommentCommands : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_EQ(cairn({"init", "Apollo"}).exit, Exit::ok);
        cairn.make({"Beta"});
    }
    std::string say(const std::string& text) {
        const Answer said = cairn({"comment", "Beta", text, "--json"});
        EXPECT_EQ(said.exit, Exit::ok) << said.out;
        return said.json().at("id");
    }
    std::string text_of(const std::string& comment) {
        return cairn.fields(comment).at("text").get<std::string>();
    }

    CommandLine cairn;
};

TEST_F(CommentCommands, AreShownWithTheirItemOnly) {
    const Answer said = cairn({"comment", "Beta", "Who signs, @nobody?", "--json"});
    ASSERT_EQ(said.exit, Exit::ok) << said.out;
    EXPECT_EQ(said.json().at("unknown_names")[0], "nobody");
    const std::string comment = said.json().at("id");
    EXPECT_EQ(cairn({"comment", comment, "I do"}).exit, Exit::ok);
    const Answer shown = cairn({"show", "Beta"});
    EXPECT_NE(shown.out.find("Who signs"), std::string::npos);
    EXPECT_NE(shown.out.find("I do"), std::string::npos);
    EXPECT_EQ(cairn({"ls"}).out.find("comment"), std::string::npos);
    EXPECT_EQ(cairn({"tree"}).out.find("comment"), std::string::npos);
    EXPECT_NE(cairn({"tree", "--comments"}).out.find("comment"), std::string::npos);
    EXPECT_EQ(cairn({"ls", "--kind", "comment", "--json"}).lines().size(), 2U);
    EXPECT_NE(cairn({"log", "Beta"}).out.find("I do"), std::string::npos);
    EXPECT_EQ(cairn({"comment", comment, "--resolve"}).exit, Exit::ok);
    EXPECT_EQ(cairn({"comment", comment, "--edit", "Who pays?"}).exit, Exit::ok);
    EXPECT_NE(cairn({"show", "Beta"}).out.find("Who pays?"), std::string::npos);
    EXPECT_EQ(cairn({"comment", comment, "--delete"}).exit, Exit::ok);
    EXPECT_TRUE(cairn({"show", "Beta", "--json"}).json().at("comments").empty());
    EXPECT_EQ(cairn({"comment", "Beta", "  "}).exit, Exit::refused);
}

TEST_F(CommentCommands, LeaveAnInboxEmptyThatSaysSo) {
    EXPECT_NE(cairn({"inbox"}).out.find("empty"), std::string::npos);
    EXPECT_EQ(cairn({"inbox", "--done"}).exit, Exit::ok);
    EXPECT_EQ(cairn({"status", "--json"}).json().at("inbox"), 0);
}

TEST_F(CommentCommands, ThatWereDeletedAreSaidToBe) {
    const std::string comment = say("Who signs?");
    cairn({"comment", comment, "--delete"});
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"I do"}, {"--edit", "Who pays?"}, {"--resolve"}, {"--delete"}}) {
        std::vector<std::string> typed{"comment", comment};
        typed.insert(typed.end(), words.begin(), words.end());
        const Answer refused = cairn(typed);
        EXPECT_EQ(refused.exit, Exit::refused) << words[0];
        EXPECT_NE(refused.errors.find("deleted"), std::string::npos) << refused.errors;
    }
    EXPECT_EQ(text_of(comment), "Who signs?");
    EXPECT_EQ(cairn({"undo"}).exit, Exit::ok);
    EXPECT_EQ(cairn({"comment", comment, "--resolve"}).exit, Exit::ok);
    cairn({"trash", "Beta"});
    const Answer refused = cairn({"comment", comment, "--reopen"});
    EXPECT_NE(refused.errors.find("in the trash"), std::string::npos) << refused.errors;
}

TEST_F(CommentCommands, DropNoWordsThatWereTyped) {
    const std::string comment = say("Who signs?");
    for (const char* flag : {"--resolve", "--delete", "--reopen"})
        EXPECT_EQ(cairn({"comment", comment, "I do", flag}).exit, Exit::wrong_use) << flag;
    EXPECT_FALSE(cairn({"show", comment, "--json"}).json().at("trashed").get<bool>());
    EXPECT_FALSE(cairn.fields(comment).contains("resolved"));
}

TEST_F(CommentCommands, AreTheOnlyWayToWriteComments) {
    EXPECT_EQ(cairn({"new", "Look", "--kind", "comment", "--under", "Beta"}).exit, Exit::wrong_use);
    const std::string comment = say("Who signs?");
    cairn.editor = [](const std::filesystem::path&) { return 0; };
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"set", comment, "text=Who pays?"},
          {"unset", comment, "text"},
          {"edit", comment, "text"},
          {"add", comment, "mentions", "me"},
          {"rm", comment, "mentions", "me"},
          {"unset", comment, "mentions"}}) {
        const Answer refused = cairn(words);
        EXPECT_EQ(refused.exit, Exit::refused) << words[0];
        EXPECT_NE(refused.errors.find("cairn comment"), std::string::npos) << refused.errors;
    }
    EXPECT_EQ(text_of(comment), "Who signs?");
    EXPECT_EQ(cairn({"add", comment, "reactions", "yes"}).exit, Exit::ok);
}

TEST_F(CommentCommands, AreCalledAfterWhatTheyAreAbout) {
    const std::string comment = say("Who signs?");
    EXPECT_EQ(cairn({"show", comment, "--json"}).json().at("title"), "comment on Beta");
    EXPECT_EQ(cairn({"show", comment}).out.rfind("comment on Beta\n", 0), 0U);
    EXPECT_NE(cairn({"ls", "--kind", "comment"}).out.find("comment on Beta"), std::string::npos);
    EXPECT_EQ(cairn({"ls", "--kind", "comment", "--json"}).lines()[0].at("title"),
              "comment on Beta");
}

}  // namespace
}  // namespace cairn::cli
