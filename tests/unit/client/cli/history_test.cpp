// The plan as it was, and what has changed since.
#include <gtest/gtest.h>

#include "tests/unit/client/cli/command_line.h"

namespace cairn::cli {
namespace {

using nlohmann::json;

class History : public testing::Test {
protected:
    History() {
        cairn({"init", "Apollo", "--owner", "Lead", "-q"});
        beta = cairn.make({"Beta", "--kind", "milestone", "--set", "due=2027-03-01"});
        faq = cairn.make({"Write FAQ", "--under", "Beta"});
        cairn({"add", "Beta", "labels", "early"});
        cairn.let_days_pass(10);
    }
    bool says(const Answer& answer, const std::string& text) {
        return answer.out.find(text) != std::string::npos;
    }

    CommandLine cairn;
    std::string beta;
    std::string faq;
};

TEST_F(History, ShowsAnItemAsItWas) {
    cairn({"set", "Beta", "due=2027-03-15", "title=Launch"});
    cairn({"mv", "Write FAQ", "--top"});
    cairn({"link", "Write FAQ", "depends", "Launch"});
    const json then = cairn({"show", beta, "--as-of", "yesterday", "--json"}).json();
    EXPECT_EQ(then["title"], "Beta");
    EXPECT_EQ(then["fields"]["due"], "2027-03-01");
    EXPECT_EQ(then["fields"]["labels"], json::array({"early"}));
    EXPECT_EQ(then["links"], json::array());
    EXPECT_EQ(then["conflicts"], nullptr);
    const Answer child = cairn({"show", faq, "--as-of", "-1d"});
    EXPECT_TRUE(says(child, "under: Beta")) << child.out;
    EXPECT_EQ(cairn({"show", beta, "--as-of", "today", "--json"}).json()["title"], "Launch");
}

TEST_F(History, SaysThatAnItemWasNotThereYet) {
    const Answer answer = cairn({"show", beta, "--as-of", "-2w", "--json"});
    EXPECT_EQ(answer.exit, Exit::refused);
    EXPECT_EQ(answer.json()["error"]["code"], "no_item");
}

TEST_F(History, ListsThePlanAsItWas) {
    const std::string list = cairn({"ls", "--json"}).out;
    const std::string tree = cairn({"tree"}).out;
    cairn({"trash", "Write FAQ"});
    cairn.make({"Late"});
    ASSERT_NE(cairn({"ls", "--json"}).out, list);
    EXPECT_EQ(cairn({"ls", "--as-of", "yesterday", "--json"}).out, list);
    EXPECT_EQ(cairn({"tree", "--as-of", "yesterday"}).out, tree);
    EXPECT_TRUE(cairn({"ls", "--as-of", "-2w", "--json"}).lines().empty());
    EXPECT_TRUE(cairn({"ls", "--links", "--as-of", "-1d", "--json"}).lines().empty());
}

TEST_F(History, TellsWhatHasChangedInPeoplesTerms) {
    cairn({"set", "Beta", "due=2027-03-08"});
    cairn({"set", "Beta", "due=2027-03-15", "owner=me"});
    cairn({"rm", "Beta", "labels", "early"});
    cairn({"add", "Beta", "labels", "urgent"});
    cairn({"mv", "Write FAQ", "--top"});
    cairn({"link", "Write FAQ", "depends", "Beta", "--set", "lag=2d"});
    cairn.make({"Press release"});
    const Answer answer = cairn({"diff", "--since", "yesterday"});
    EXPECT_EQ(answer.exit, Exit::ok);
    for (const char* text : {"due: moved from 2027-03-01 to 2027-03-15 by Lead, twice",
                             "owner: set to Lead by Lead",
                             "labels: - early by Lead",
                             "labels: + urgent by Lead",
                             "moved from Beta to top level by Lead",
                             "+ depends Beta by Lead",
                             "depends Beta, lag: set to 2d by Lead",
                             "new under top level by Lead",
                             "3 items changed since "})
        EXPECT_TRUE(says(answer, text)) << text << "\nis not in:\n" << answer.out;
}

TEST_F(History, TellsOnlyWhatCameOfIt) {
    cairn({"set", "Beta", "due=2027-03-08"});
    cairn({"set", "Beta", "due=2027-03-01"});
    const Answer answer = cairn({"diff", "--since", "yesterday"});
    EXPECT_TRUE(says(answer, "Nothing has changed since")) << answer.out;
    EXPECT_TRUE(says(answer, "2 edits left everything as it was.")) << answer.out;
    EXPECT_TRUE(cairn({"diff", "--since", "yesterday", "--json"}).out.empty());
}

TEST_F(History, TellsOfLongTextsHowManyWordsCameAndWent) {
    const std::string words = "one two three four five six seven eight nine ten eleven twelve";
    cairn({"set", "Beta", "notes=" + words + " thirteen"});
    cairn.let_days_pass(1);
    cairn({"set", "Beta", "notes=zero " + words});
    const Answer answer = cairn({"diff", "--since", "today"});
    EXPECT_TRUE(says(answer, "notes: 1 word added, 1 word removed by Lead\n")) << answer.out;
    EXPECT_TRUE(says(answer, "    + zero\n")) << answer.out;
    EXPECT_TRUE(says(answer, "    - thirteen\n")) << answer.out;
}

TEST_F(History, TellsWhatWasThrownAwayAndWhatCameBack) {
    cairn({"trash", "Write FAQ"});
    EXPECT_TRUE(
        says(cairn({"diff", "--since", "yesterday"}), "thrown away, was under Beta by Lead"));
    cairn.let_days_pass(1);
    cairn({"restore", "Write FAQ"});
    EXPECT_TRUE(says(cairn({"diff", "--since", "today"}), "restored under Beta by Lead"));
    const auto passing = cairn.make({"Passing"});
    cairn({"trash", "Passing"});
    EXPECT_TRUE(says(cairn({"diff", "--since", "today"}), "new, and thrown away by Lead, twice"));
}

TEST_F(History, OfAPartTellsNothingElse) {
    cairn({"set", "Write FAQ", "due=2027-02-01"});
    cairn.make({"Press release"});
    const auto lines = cairn({"diff", "Beta", "--since", "yesterday", "--json"}).lines();
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0]["id"], faq) << "it stands below Beta";
    EXPECT_EQ(lines[0]["what"], "changed");
    EXPECT_EQ(lines[0]["changed"][0]["before"], nullptr);
    EXPECT_EQ(lines[0]["changed"][0]["after"], "2027-02-01");
    EXPECT_EQ(lines[0]["changed"][0]["by"], json::array({"Lead"}));
}

TEST_F(History, GoesFromAnyMomentToAnyOther) {
    cairn({"set", "Beta", "due=2027-03-08"});
    const std::string change = cairn({"log", "--json", "--limit", "1"}).lines()[0]["id"];
    cairn.let_days_pass(2);
    cairn({"set", "Beta", "due=2027-03-15"});
    const auto until = cairn({"diff", "--since", "-5d", "--until", "-1d", "--json"}).lines();
    ASSERT_EQ(until.size(), 1U);
    EXPECT_EQ(until[0]["changed"][0]["after"], "2027-03-08");
    const auto since = cairn({"diff", "--since", change.substr(0, 8), "--json"}).lines();
    ASSERT_EQ(since.size(), 1U);
    EXPECT_EQ(since[0]["changed"][0]["before"], "2027-03-08");
    EXPECT_EQ(cairn({"diff", "--since", "today", "--until", "-5d"}).exit, Exit::refused);
}

TEST_F(History, RemembersAMomentByTheNameOfAMark) {
    EXPECT_EQ(cairn({"diff", "--since", "-1d", "--mark", "report"}).exit, Exit::ok);
    cairn({"set", "Beta", "due=2027-03-08"});
    const auto since = cairn({"diff", "--since", "report", "--mark", "report", "--json"}).lines();
    ASSERT_EQ(since.size(), 1U);
    EXPECT_EQ(since[0]["changed"][0]["after"], "2027-03-08");
    EXPECT_TRUE(
        says(cairn({"diff", "--since", "report"}), "Nothing has changed since mark report"));
    EXPECT_EQ(cairn({"show", beta, "--as-of", "report", "--json"}).json()["fields"]["due"],
              "2027-03-08");
    const std::string change = cairn({"log", "--json", "--limit", "1"}).lines()[0]["id"];
    for (const std::string& name : {std::string(),
                                    std::string(" "),
                                    std::string("two\nlines"),
                                    std::string("a\x1b[31mb"),
                                    std::string("fri"),
                                    std::string("2027-03-01"),
                                    change.substr(0, 10),
                                    std::string(101, 'x')})
        EXPECT_EQ(cairn({"diff", "--since", "-1d", "--mark", name}).exit, Exit::refused) << name;
    const Answer unknown = cairn({"diff", "--since", "someday", "--json"});
    EXPECT_EQ(unknown.json()["error"]["code"], "wrong_value");
    EXPECT_NE(unknown.out.find("(report)"), std::string::npos) << "the marks there are";
}

TEST_F(History, ListsAndForgetsMarks) {
    EXPECT_TRUE(says(cairn({"marks"}), "No marks yet."));
    cairn({"diff", "--since", "-1d", "--mark", "weekly"});
    cairn({"diff", "--since", "-1d", "--mark", "board"});
    const auto lines = cairn({"marks", "--json"}).lines();
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[0]["name"], "weekly");
    EXPECT_EQ(lines[1]["name"], "board");
    EXPECT_EQ(cairn({"marks", "--remove", "weekly"}).exit, Exit::ok);
    EXPECT_EQ(cairn({"marks", "--remove", "weekly"}).exit, Exit::refused);
    EXPECT_EQ(cairn({"diff", "--since", "weekly"}).exit, Exit::refused);
    EXPECT_EQ(cairn({"diff", "--since", "board"}).exit, Exit::ok);
}

TEST_F(History, OrdersMarksByWhatTheyHoldAndNotByClocks) {
    cairn({"set", "Beta", "due=2027-03-08"});
    cairn.let_days_pass(4);
    cairn({"diff", "--since", "-30d", "--until", "-10d", "--mark", "kick-off"});  // put today
    cairn({"diff", "--since", "-30d", "--mark", "now on"});
    const auto lines = cairn({"diff", "--since", "kick-off", "--until", "-3d", "--json"}).lines();
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0]["changed"][0]["after"], "2027-03-08");
    EXPECT_EQ(cairn({"diff", "--since", "now on", "--until", "kick-off"}).exit, Exit::refused);
}

TEST_F(History, TakesAMinuteToItsEnd) {
    cairn({"set", "Beta", "due=2027-03-08"});
    const std::string log = cairn({"log", "Beta", "due", "--limit", "1"}).out;
    const std::string minute = log.substr(log.find("20"), std::string("2026-11-20 14:00").size());
    EXPECT_EQ(cairn({"show", "Beta", "--as-of", minute, "--json"}).json()["fields"]["due"],
              "2027-03-08")
        << minute;
}

TEST_F(History, FindsAnItemByTheTitleItHadThen) {
    cairn({"set", "Beta", "title=Launch"});
    cairn.make({"Beta", "--kind", "task"});  // another one, since
    EXPECT_EQ(cairn({"show", "Beta", "--as-of", "yesterday", "--json"}).json()["id"], beta);
    EXPECT_TRUE(says(cairn({"tree", "Beta", "--as-of", "yesterday"}), "Write FAQ"));
    EXPECT_EQ(cairn({"ls", "--under", "Beta", "--as-of", "yesterday", "--json"}).lines().size(),
              1U);
}

TEST_F(History, SaysTheSameOfASpanAfterEverythingWasRenamed) {
    cairn.make({"Press release", "--under", "Beta"});
    cairn({"comment", "Beta", "Is March safe?"});
    const std::string change = cairn({"log", "--json", "--limit", "1"}).lines()[0]["id"];
    const std::vector<std::string> ask{"diff", "--since", "-5d", "--until", change};
    const Answer before = cairn(ask);
    EXPECT_TRUE(says(before, "new under Beta by Lead")) << before.out;
    const std::string tree = cairn({"tree", "--comments", "--as-of", change}).out;
    cairn({"set", "Beta", "title=Launch"});
    EXPECT_EQ(cairn(ask).out, before.out);
    EXPECT_EQ(cairn({"tree", "--comments", "--as-of", change}).out, tree);
}

TEST_F(History, TellsLinksInOneOrderEverywhere) {
    for (const char* title : {"A", "B", "C", "D", "E", "F"}) {
        cairn.make({title});
        cairn({"link", "Beta", "depends", title});
    }
    std::vector<std::string> by_id;
    for (const json& link : cairn({"ls", "--links", "--json"}).lines()) by_id.push_back(link["to"]);
    std::vector<std::string> told;
    for (const json& line : cairn({"diff", "--since", "yesterday", "--json"}).lines())
        for (const json& link : line["links"]) told.push_back(link["to"]);
    EXPECT_EQ(told, by_id);
    EXPECT_EQ(told.size(), 6U);
}

TEST_F(History, OfAnItemTellsItsLinksThatWereCut) {
    cairn({"link", "Write FAQ", "depends", "Beta"});
    cairn({"unlink", "Write FAQ", "depends", "Beta"});
    for (const char* end : {"Write FAQ", "Beta"}) {
        const auto lines = cairn({"log", end, "--json", "--limit", "2"}).lines();
        ASSERT_EQ(lines.size(), 2U);
        EXPECT_EQ(lines[0]["edits"][0]["field"], "link") << end;
        EXPECT_EQ(lines[0]["edits"][0]["value"]["linked"], false);
        EXPECT_EQ(lines[1]["edits"][0]["value"]["linked"], true);
    }
}

TEST_F(History, LeavesOutACounterThatIsBackAtNothing) {
    cairn({"set", "Beta", "votes=+3"});
    cairn({"undo"});
    EXPECT_TRUE(cairn({"diff", "--since", "yesterday", "--json"}).lines().empty());
}

TEST_F(History, ListsEveryValueOfAField) {
    cairn({"set", "Beta", "due=2027-03-08", "owner=me"});
    cairn({"set", "Beta", "due=2027-03-15"});
    const auto lines = cairn({"log", "Beta", "due", "--json"}).lines();
    ASSERT_EQ(lines.size(), 3U);
    std::vector<std::string> values;
    for (const json& line : lines) {
        ASSERT_EQ(line["edits"].size(), 1U);
        EXPECT_EQ(line["by"], "Lead");
        values.push_back(line["edits"][0]["value"]);
    }
    EXPECT_EQ(values, (std::vector<std::string>{"2027-03-15", "2027-03-08", "2027-03-01"}));
    EXPECT_EQ(cairn({"log", "Beta", "due", "--json", "--limit", "1"}).lines().size(), 1U);
    EXPECT_EQ(cairn({"log", "Beta", "place", "--json"}).lines().size(), 1U);
    EXPECT_EQ(cairn({"log", "Beta", "nonsense"}).exit, Exit::refused);
}

TEST_F(History, SeesADraftButMarksNone) {
    cairn({"draft", "new", "pricing"});
    cairn({"set", "Beta", "due=2027-03-15", "--draft", "pricing"});
    const Answer with = cairn({"diff", "--since", "yesterday", "--draft", "pricing"});
    EXPECT_TRUE(says(with, "due: moved from 2027-03-01 to 2027-03-15 by Lead")) << with.out;
    EXPECT_TRUE(cairn({"diff", "--since", "yesterday", "--json"}).lines().empty());
    const Answer mark =
        cairn({"diff", "--since", "yesterday", "--mark", "weekly", "--draft", "pricing", "--json"});
    EXPECT_EQ(mark.json()["error"]["code"], "wrong_use");
}

TEST_F(History, ShowsCommentsAsTheyWere) {
    cairn({"comment", "Beta", "Is March safe?"});
    cairn.let_days_pass(2);
    cairn({"comment", "Beta", "Yes."});
    const json then = cairn({"show", "Beta", "--as-of", "yesterday", "--json"}).json();
    ASSERT_EQ(then["comments"].size(), 1U);
    EXPECT_EQ(then["comments"][0]["text"], "Is March safe?");
}

TEST_F(History, SaysWhatWasNotThereYet) {
    for (const auto& words : std::vector<std::vector<std::string>>{
             {"ls"}, {"ls", "--links"}, {"tree"}, {"ls", "--under", "trash"}}) {
        std::vector<std::string> typed = words;
        typed.insert(typed.end(), {"--as-of", "-2w"});
        const Answer answer = cairn(typed);
        EXPECT_EQ(answer.exit, Exit::ok);
        EXPECT_TRUE(says(answer, " as of ")) << answer.out << answer.errors;
        EXPECT_FALSE(says(answer, "cairn import")) << "there is something now";
    }
    for (const auto& words :
         std::vector<std::vector<std::string>>{{"ls", "--under", "Beta"}, {"tree", "Beta"}}) {
        std::vector<std::string> typed = words;
        typed.insert(typed.end(), {"--as-of", "-2w", "--json"});
        EXPECT_EQ(cairn(typed).json()["error"]["code"], "no_item");
    }
}

TEST_F(History, TakesNoEmptyMomentForNow) {
    for (const char* what : {"show", "tree"})
        EXPECT_EQ(cairn({what, "Beta", "--as-of", "", "--json"}).json()["error"]["code"],
                  "wrong_value");
    EXPECT_EQ(cairn({"ls", "--as-of", "", "--json"}).json()["error"]["code"], "wrong_value");
}

TEST_F(History, NamesACommentByWhatItIsOn) {
    cairn({"comment", "Beta", "Is March safe?"});
    const auto lines = cairn({"diff", "--since", "yesterday", "--json"}).lines();
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0]["title"], "comment on Beta");
    EXPECT_EQ(lines[0]["kind"], "comment");
}

TEST_F(History, SaysOfWhatIsNewWhoMadeIt) {
    cairn.make({"Press release"});
    cairn({"mv", "Press release", "--under", "Beta"});
    const Answer answer = cairn({"diff", "--since", "yesterday"});
    EXPECT_TRUE(says(answer, "new under Beta by Lead\n")) << answer.out;
}

TEST_F(History, SaysThatItMarked) {
    EXPECT_TRUE(says(cairn({"diff", "--since", "yesterday", "--mark", "report"}),
                     "Marked as \"report\": `cairn diff --since \"report\"` goes on from there."));
}

TEST_F(History, TellsWhatAnImportChanged) {
    const auto file = cairn.file("plan.csv", "Key,Title,Due\n1,Alpha,2027-01-10\n");
    ASSERT_EQ(cairn({"import", file.string()}).exit, Exit::ok);
    cairn.let_days_pass(2);
    cairn.file("plan.csv", "Key,Title,Due\n1,Alpha,2027-01-20\n");
    ASSERT_EQ(cairn({"import", file.string()}).exit, Exit::ok);
    const Answer answer = cairn({"diff", "--since", "yesterday"});
    EXPECT_TRUE(says(answer, "due: moved from 2027-01-10 to 2027-01-20 by Lead")) << answer.out;
    EXPECT_TRUE(says(answer, "imported again by Lead\n")) << answer.out;
}

}  // namespace
}  // namespace cairn::cli
