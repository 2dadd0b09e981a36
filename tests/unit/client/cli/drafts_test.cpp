// --draft, draft, undo and redo, as typed.
#include <fstream>

#include <gtest/gtest.h>

#include "tests/unit/client/cli/command_line.h"

namespace cairn::cli {
namespace {

class DraftCommands : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_EQ(cairn({"init", "Apollo"}).exit, Exit::ok);
        beta = cairn.make({"Beta", "--set", "due=2027-03-01"});
    }
    Answer in_draft(std::vector<std::string> words) {
        words.insert(words.end(), {"--draft", "pricing"});
        return cairn(words);
    }
    void begin() { ASSERT_EQ(cairn({"draft", "new", "pricing"}).exit, Exit::ok); }

    CommandLine cairn;
    std::string beta;
};

TEST_F(DraftCommands, EveryReadingCommandSeesWhatEveryEditingCommandPutThere) {
    begin();
    const Answer made = in_draft({"new", "Docs", "--under", "Beta", "--json"});
    ASSERT_EQ(made.exit, Exit::ok) << made.errors;
    EXPECT_TRUE(made.json().at("change").is_null());
    EXPECT_EQ(in_draft({"set", "Docs", "due=2027-04-01"}).exit, Exit::ok);
    EXPECT_EQ(in_draft({"add", "Docs", "labels", "urgent"}).exit, Exit::ok);
    EXPECT_EQ(in_draft({"link", "Docs", "depends", "Beta"}).exit, Exit::ok);
    EXPECT_EQ(in_draft({"mv", "Docs", "--top"}).exit, Exit::ok);
    EXPECT_EQ(in_draft({"unset", "Beta", "due"}).exit, Exit::ok);
    EXPECT_EQ(in_draft({"trash", "Beta"}).exit, Exit::ok);
    EXPECT_EQ(in_draft({"restore", "Beta"}).exit, Exit::ok);
    EXPECT_EQ(in_draft({"comment", "Docs", "what if"}).exit, Exit::ok);
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"ls"},
          {"tree"},
          {"search", "Docs"},
          {"export"},
          {"log"},
          {"show", "Docs"},
          {"status"},
          {"conflicts"},
          {"query", "SELECT value FROM fields WHERE value = 'Docs'"}}) {
        const Answer with = in_draft(words);
        EXPECT_EQ(with.exit, Exit::ok) << words[0] << with.errors;
        if (words[0] != "status" && words[0] != "conflicts") {
            EXPECT_NE(with.out.find("Docs"), std::string::npos) << words[0];
        }
        EXPECT_EQ(cairn(words).out.find("Docs"), std::string::npos) << words[0];
    }
    EXPECT_EQ(cairn.fields("Beta").at("due"), "2027-03-01");
    EXPECT_EQ(cairn({"doctor"}).exit, Exit::ok);
}

TEST_F(DraftCommands, AreSaidBeforeTheyAreDoneAndThenDoneAsOneChange) {
    begin();
    in_draft({"set", "Beta", "due=2027-04-01"});
    in_draft({"set", "Beta", "due=2027-05-01"});
    cairn({"set", "Beta", "due=2027-06-01"});
    const Answer said = cairn({"draft", "show", "pricing"});
    EXPECT_EQ(said.exit, Exit::ok);
    EXPECT_NE(said.out.find("due = 2027-05-01, was 2027-03-01"), std::string::npos) << said.out;
    EXPECT_NE(said.out.find("Beta, due; meanwhile 2027-06-01 ("), std::string::npos) << said.out;
    const auto shown = cairn({"draft", "show", "pricing", "--json"}).json();
    ASSERT_EQ(shown.at("edits").size(), 1U);
    EXPECT_EQ(shown.at("edits")[0].at("before"), "2027-03-01");
    ASSERT_EQ(shown.at("conflicts").size(), 1U);
    EXPECT_EQ(cairn.fields("Beta").at("due"), "2027-06-01");
    const std::size_t changes = cairn({"log", "--json", "--limit", "0"}).lines().size();
    const Answer published = cairn({"draft", "publish", "pricing", "--json"});
    EXPECT_EQ(published.exit, Exit::needs_person);
    EXPECT_EQ(published.json().at("conflicts"), 1);
    EXPECT_EQ(cairn({"log", "--json", "--limit", "0"}).lines().size(), changes + 1);
    EXPECT_TRUE(cairn({"draft", "list", "--json"}).lines().empty());
}

TEST_F(DraftCommands, SayWhatIsInTheTrashByNow) {
    begin();
    in_draft({"set", "Beta", "due=2027-04-01"});
    cairn({"trash", "Beta"});
    const auto shown = cairn({"draft", "show", "pricing", "--json"}).json();
    EXPECT_EQ(shown.at("trashed"), nlohmann::json({beta}));
}

TEST_F(DraftCommands, AreRefusedWhereTheyMakeNoSense) {
    EXPECT_EQ(in_draft({"ls"}).exit, Exit::refused) << "there is none yet";
    begin();
    for (const std::vector<std::string>& words : {std::vector<std::string>{"sync"},
                                                  {"doctor"},
                                                  {"redo"},
                                                  {"draft", "list"},
                                                  {"undo", "abc"},
                                                  {"inbox"}})
        EXPECT_EQ(in_draft(words).exit, Exit::wrong_use) << words[0];
    EXPECT_EQ(in_draft({"set", "Beta", "due=never"}).exit, Exit::refused);
    EXPECT_EQ(in_draft({"query", "DELETE FROM item"}).exit, Exit::refused);
    EXPECT_EQ(cairn({"draft", "publish", "pricing"}).exit, Exit::refused) << "it is empty";
    const auto csv = cairn.file("plan.csv", "title,id\nPour,1\n").string();
    EXPECT_EQ(in_draft({"import", csv}).exit, Exit::ok);
    EXPECT_EQ(in_draft({"set", "Beta", "due=2027-04-01"}).exit, Exit::refused)
        << "an import has a draft of its own";
    EXPECT_EQ(cairn({"draft", "publish", "pricing"}).exit, Exit::ok);
    EXPECT_NE(cairn({"import", csv}).out.find("all of it is here already"), std::string::npos);
}

TEST_F(DraftCommands, AreEditedInAnEditorWhileOthersGoOnWriting) {
    begin();
    cairn({"set", "Beta", "notes=Ask Legal."});
    cairn.editor = [this](const std::filesystem::path& notes) {
        EXPECT_EQ(cairn({"set", "Beta", "due=2027-06-01"}).exit, Exit::ok);
        std::ofstream(notes) << "Ask Legal and QA.";
        return 0;
    };
    const Answer edited = in_draft({"edit", "Beta", "--json"});
    ASSERT_EQ(edited.exit, Exit::ok) << edited.out << edited.errors;
    EXPECT_TRUE(edited.json().at("change").is_null());
    EXPECT_EQ(cairn.fields("Beta").at("notes"), "Ask Legal.");
    EXPECT_EQ(in_draft({"show", "Beta", "--json"}).json().at("fields").at("notes"),
              "Ask Legal and QA.");
    cairn({"set", "Beta", "notes=Please ask Legal."});
    EXPECT_EQ(cairn({"draft", "publish", "pricing"}).exit, Exit::ok) << "texts merge";
    EXPECT_EQ(cairn.fields("Beta").at("notes"), "Please ask Legal and QA.");
}

TEST_F(DraftCommands, GoBackAStepAndAreDroppedAndBroughtBack) {
    begin();
    in_draft({"set", "Beta", "due=2027-04-01"});
    in_draft({"set", "Beta", "due=2027-05-01"});
    EXPECT_EQ(in_draft({"undo"}).exit, Exit::ok);
    EXPECT_EQ(in_draft({"show", "Beta", "--json"}).json().at("fields").at("due"), "2027-04-01");
    EXPECT_EQ(cairn({"draft", "drop", "pricing"}).exit, Exit::ok);
    EXPECT_EQ(in_draft({"show", "Beta"}).exit, Exit::refused);
    EXPECT_EQ(cairn({"draft", "restore", "pricing"}).exit, Exit::ok);
    EXPECT_EQ(cairn({"draft", "rename", "pricing", "prices"}).exit, Exit::ok);
    const auto drafts = cairn({"draft", "--json"}).lines();
    ASSERT_EQ(drafts.size(), 1U);
    EXPECT_EQ(drafts[0].at("name"), "prices");
    EXPECT_EQ(drafts[0].at("edits"), 1);
}

TEST_F(DraftCommands, OutsideOfThemUndoAndRedoGoBackAndForth) {
    cairn({"set", "Beta", "due=2027-04-01"});
    EXPECT_EQ(cairn({"undo"}).exit, Exit::ok);
    EXPECT_EQ(cairn.fields("Beta").at("due"), "2027-03-01");
    const Answer redone = cairn({"redo"});
    EXPECT_EQ(redone.exit, Exit::ok);
    EXPECT_NE(redone.out.find("Redid"), std::string::npos);
    EXPECT_EQ(cairn.fields("Beta").at("due"), "2027-04-01");
    EXPECT_EQ(cairn({"redo"}).exit, Exit::refused);
    const std::string docs = cairn.make({"Docs"});
    const std::string change = cairn({"trash", "Beta", "Docs", "--json"}).json().at("change");
    EXPECT_EQ(cairn({"undo", change, "--only", "Docs"}).exit, Exit::ok);
    EXPECT_FALSE(cairn({"show", docs, "--json"}).json().at("trashed").get<bool>());
    EXPECT_TRUE(cairn({"show", beta, "--json"}).json().at("trashed").get<bool>());
}

TEST_F(DraftCommands, AreNeverMeantByAnEmptyName) {
    EXPECT_EQ(cairn({"set", "Beta", "due=2027-04-01", "--draft", ""}).exit, Exit::wrong_use);
    EXPECT_EQ(cairn.fields("Beta").at("due"), "2027-03-01") << "the plan itself was edited";
}

TEST_F(DraftCommands, HaveNamesThatPeopleCanReadAndType) {
    for (const std::string name : {"",
                                   " ",
                                   "prices ",
                                   " prices",
                                   "--json",
                                   "two\nlines",
                                   "\u202eecirp",
                                   "zero\u200bwidth",
                                   "\xff"})
        EXPECT_EQ(cairn({"draft", "new", "--", name}).exit, Exit::refused) << name;
    EXPECT_EQ(cairn({"draft", "new", std::string(65, 'x')}).exit, Exit::refused);
    for (const std::string name : {"Preise für März", "../etc", "a%_b", "'; DROP TABLE note"}) {
        EXPECT_EQ(cairn({"draft", "new", name}).exit, Exit::ok) << name;
        EXPECT_EQ(cairn({"set", "Beta", "due=2027-04-01", "--draft", name}).exit, Exit::ok);
    }
    begin();
    EXPECT_EQ(cairn({"draft", "rename", "pricing", " "}).exit, Exit::refused);
    EXPECT_EQ(cairn({"draft", "--json"}).lines().size(), 5U);
}

TEST_F(DraftCommands, AreNoWorkThatWaitsToBeSent) {
    begin();
    in_draft({"set", "Beta", "due=2027-04-01"});
    const auto logged = in_draft({"log", "--json"}).lines();
    EXPECT_TRUE(logged.at(0).at("id").is_null()) << "no command could name it";
    EXPECT_TRUE(logged.at(1).at("id").is_string());
    const std::string log = in_draft({"log"}).out;
    EXPECT_EQ(log.rfind("draft ", 0), 0U) << log;
    EXPECT_EQ(in_draft({"status", "--json"}).json().at("unsent_changes"),
              cairn({"status", "--json"}).json().at("unsent_changes"));
}

TEST_F(DraftCommands, DecideTheConflictsThatWereShownWithin) {
    begin();
    in_draft({"set", "Beta", "due=2027-04-01"});
    cairn({"set", "Beta", "due=2027-06-01"});
    EXPECT_EQ(cairn({"draft", "publish", "pricing"}).exit, Exit::needs_person);
    begin();
    EXPECT_EQ(in_draft({"resolve", "Beta", "due", "--pick", "1"}).exit, Exit::needs_person)
        << "it was not shown yet";
    EXPECT_EQ(in_draft({"conflicts"}).exit, Exit::needs_person);
    EXPECT_EQ(in_draft({"resolve", "Beta", "due", "--pick", "1"}).exit, Exit::ok);
    EXPECT_EQ(in_draft({"conflicts"}).exit, Exit::ok);
    EXPECT_EQ(cairn({"conflicts"}).exit, Exit::needs_person) << "nothing is decided outside";
    EXPECT_EQ(cairn({"draft", "publish", "pricing"}).exit, Exit::ok);
    EXPECT_EQ(cairn({"conflicts"}).exit, Exit::ok);
}

TEST_F(DraftCommands, PromiseNoUndoOfWhatIsInConflict) {
    begin();
    in_draft({"set", "Beta", "due=2027-04-01"});
    cairn({"set", "Beta", "due=2027-06-01"});
    const Answer published = cairn({"draft", "publish", "pricing"});
    EXPECT_EQ(published.out.find("takes it back"), std::string::npos) << published.out;
    const Answer undone = cairn({"undo"});
    EXPECT_EQ(undone.exit, Exit::refused);
    EXPECT_NE(undone.errors.find("`cairn conflicts`"), std::string::npos) << undone.errors;
}

TEST_F(DraftCommands, AreListedForProgramsWhenDroppedToo) {
    begin();
    cairn({"draft", "new", "late"});
    cairn({"draft", "drop", "pricing"});
    const auto drafts = cairn({"draft", "list", "--json"}).lines();
    ASSERT_EQ(drafts.size(), 2U);
    EXPECT_EQ(drafts[0].at("dropped"), false);
    EXPECT_EQ(drafts[1].at("dropped"), true);
}

}  // namespace
}  // namespace cairn::cli
