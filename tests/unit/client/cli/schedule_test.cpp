// schedule, critical, why.
#include <gtest/gtest.h>

#include "tests/unit/client/cli/command_line.h"

namespace cairn::cli {
namespace {

using nlohmann::json;

class Scheduling : public testing::Test {
protected:
    Scheduling() {
        cairn({"init", "Apollo", "--owner", "Lead", "-q"});
        build = cairn.make({"Build", "--set", "start=2027-02-01", "--set", "duration=20d"});
        test = cairn.make({"Test", "--set", "duration=5d"});
        faq = cairn.make({"Write FAQ", "--set", "estimate=3d"});
        beta = cairn.make({"Beta", "--kind", "milestone", "--set", "finish=2027-03-01"});
        cairn({"link", "Test", "depends", "Build"});
        cairn({"link", "Beta", "depends", "Test"});
        cairn({"link", "Beta", "depends", "Write FAQ"});
    }
    json answer(std::vector<std::string> words) {
        words.emplace_back("--json");
        return cairn(words).json();
    }

    CommandLine cairn;
    std::string build, test, faq, beta;
};

TEST_F(Scheduling, ShowsEveryMoveAndChangesNothing) {
    const json before = cairn.fields(beta);
    const Answer shown = cairn({"schedule"});
    EXPECT_EQ(shown.exit, Exit::ok);
    for (const char* text :
         {"..2027-03-01", "2027-03-05", "+4d", "after Test", "3 items would move"})
        EXPECT_NE(shown.out.find(text), std::string::npos) << text << "\n" << shown.out;
    const json told = answer({"schedule", "--preview"});
    EXPECT_EQ(told["applied"], false);
    EXPECT_EQ(told["change"], nullptr);
    ASSERT_EQ(told["moves"].size(), 3U);
    EXPECT_EQ(told["moves"][2]["item"], beta);
    EXPECT_EQ(told["moves"][2]["finish"], "2027-03-05T17:00");
    EXPECT_EQ(told["moves"][2]["finish_before"], "2027-03-01T17:00");
    EXPECT_EQ(told["moves"][2]["because"], "link");
    EXPECT_EQ(told["moves"][2]["because_of"], test);
    EXPECT_EQ(told["moves"][2]["work_minutes"], 4 * 480);
    EXPECT_EQ(cairn.fields(beta), before);
}

TEST_F(Scheduling, AppliesAllMovesInOneChangeThatOneUndoTakesBack) {
    const json before = cairn.fields(beta);
    const json applied = answer({"schedule", "--apply"});
    EXPECT_EQ(applied["applied"], true);
    EXPECT_EQ(cairn.fields(beta)["span"]["finish"], "2027-03-05T17:00");
    EXPECT_EQ(cairn.fields(test)["span"]["start"], "2027-03-01T08:00");
    EXPECT_EQ(answer({"schedule"})["moves"], json::array());
    const json again = answer({"schedule", "--apply"});
    EXPECT_EQ(again["applied"], false) << "nothing moved";
    EXPECT_EQ(answer({"undo"})["undone"], applied["change"]);
    EXPECT_EQ(cairn.fields(beta), before);
    EXPECT_FALSE(cairn.fields(faq).contains("span"));
}

TEST_F(Scheduling, GoesIntoADraftLikeAnyOtherEdit) {
    cairn({"draft", "new", "What if"});
    cairn({"set", "Build", "duration=30d", "--draft", "What if"});
    const json then = answer({"schedule", "--apply", "--draft", "What if"});
    EXPECT_EQ(then["moves"].size(), 3U);
    EXPECT_EQ(answer({"schedule"})["moves"][2]["finish"], "2027-03-05T17:00");
    EXPECT_EQ(answer({"schedule", "--draft", "What if"})["moves"], json::array());
}

TEST_F(Scheduling, ListsWhatMustNotSlip) {
    const auto rows = cairn({"critical", "--json"}).lines();
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[0]["id"], build);
    EXPECT_EQ(rows[2]["id"], beta);
    EXPECT_EQ(cairn({"critical", "--slack", "30", "--json"}).lines().size(), 4U);
    EXPECT_EQ(cairn({"critical", "--slack", "soon"}).exit, Exit::refused);
    cairn.make({"Archive", "--set", "start=2027-06-01", "--set", "duration=9d"});
    EXPECT_EQ(cairn({"critical", "--json"}).lines().size(), 1U);
    EXPECT_EQ(cairn({"critical", "--to", "Beta", "--json"}).lines().size(), 3U);
}

TEST_F(Scheduling, TellsWhyADateIsWhatItIs) {
    const json why = answer({"why", "Beta"});
    EXPECT_EQ(why["finish"], "2027-03-05T17:00");
    EXPECT_EQ(why["finish_on_record"], "2027-03-01T17:00");
    std::vector<std::string> whats;
    for (const json& reason : why["reasons"]) whats.push_back(reason["what"]);
    EXPECT_EQ(whats, (std::vector<std::string>{"link", "calendar", "link", "constraint"}));
    const Answer told = cairn({"why", "Beta"});
    EXPECT_NE(told.out.find("Test finishes 2027-03-05 (fs)"), std::string::npos) << told.out;
    EXPECT_NE(told.out.find("it is on record for 2027-02-01"), std::string::npos) << told.out;
}

TEST_F(Scheduling, SaysWhyAnItemIsNotInIt) {
    const std::string idea = cairn.make({"Idea"});
    const Answer answer = cairn({"why", "Idea"});
    EXPECT_EQ(answer.exit, Exit::refused);
    EXPECT_NE(answer.errors.find("no dates, no length and no dependencies"), std::string::npos);
    cairn.make({"Fire", "--kind", "risk"});
    EXPECT_NE(cairn({"critical", "--to", "Fire"}).errors.find("is a risk"), std::string::npos);
}

TEST_F(Scheduling, SpeaksOfCirclesAndOfWhatHasNoLength) {
    cairn({"link", "Build", "depends", "Beta"});
    cairn({"link", cairn.make({"Vague"}), "depends", "Build"});
    const json told = answer({"schedule"});
    EXPECT_EQ(told["unsized"], 1);
    ASSERT_FALSE(told["findings"].empty());
    EXPECT_EQ(told["findings"][0]["code"], "cycle");
    EXPECT_NE(cairn({"schedule"}).out.find("in a circle"), std::string::npos);
}

TEST_F(Scheduling, PassesOverTheTrash) {
    cairn({"trash", "Test"});
    const json told = answer({"schedule"});
    for (const json& move : told["moves"]) EXPECT_NE(move["item"], test);
    EXPECT_EQ(answer({"why", "Beta"})["finish"], "2027-03-01T17:00");
}

TEST(Schedule, OfAnEmptyPlanSaysHowToBegin) {
    CommandLine cairn;
    cairn({"init", "Apollo", "-q"});
    for (const char* command : {"schedule", "critical"}) {
        const Answer answer = cairn({command});
        EXPECT_EQ(answer.exit, Exit::ok);
        EXPECT_NE(answer.out.find("There is nothing to schedule yet"), std::string::npos);
    }
    EXPECT_EQ(cairn({"schedule", "--preview", "--apply"}).exit, Exit::wrong_use);
}

}  // namespace
}  // namespace cairn::cli
