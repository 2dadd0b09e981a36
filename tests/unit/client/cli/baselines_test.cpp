// baseline, ask, promise, agree, agreements.
#include <gtest/gtest.h>

#include "tests/unit/client/cli/command_line.h"

namespace cairn::cli {
namespace {

using nlohmann::json;

class Launch : public testing::Test {
protected:
    Launch() {
        cairn({"init", "Apollo", "--owner", "Lead", "-q"});
        launch = cairn.make({"Launch", "--kind", "initiative"});
        build = cairn.make(
            {"Build", "--under", "Launch", "--set", "start=2027-02-01", "--set", "duration=20d"});
        test = cairn.make({"Test", "--under", "Launch", "--set", "duration=5d"});
        beta = cairn.make({"Beta", "--kind", "milestone", "--set", "finish=2027-03-01"});
        cairn({"link", "Test", "depends", "Build"});
        cairn({"link", "Beta", "depends", "Test"});
        cairn({"schedule", "--apply"});
    }
    json answer(std::vector<std::string> words) {
        words.emplace_back("--json");
        return cairn(words).json();
    }
    bool says(const Answer& answer, const std::string& text) {
        return (answer.out + answer.errors).find(text) != std::string::npos;
    }

    CommandLine cairn;
    std::string launch, build, test, beta;
};

TEST_F(Launch, KeepsItsDatesUnderAName) {
    EXPECT_TRUE(says(cairn({"baseline"}), "There are no baselines"));
    EXPECT_EQ(answer({"baseline", "take", "Plan of record"})["items"], 4);
    EXPECT_TRUE(says(cairn({"baseline", "take", "Plan of record"}), "already"));
    cairn.let_days_pass(1);
    EXPECT_EQ(answer({"baseline", "take", "Part", "--of", "Launch"})["items"], 3);
    const auto list = cairn({"baseline", "list", "--json"}).lines();
    ASSERT_EQ(list.size(), 2U);
    EXPECT_EQ(list[0]["title"], "Plan of record");
    EXPECT_EQ(list[1]["items"], 3);
    const std::string taken = list[0]["taken_on"];
    EXPECT_EQ(taken.size(), 16U) << taken;
    EXPECT_TRUE(says(cairn({"baseline", "compare", "Part"}), "Nothing has slipped: 3 items"));
    cairn({"undo"});
    EXPECT_EQ(cairn({"baseline", "list", "--json"}).lines().size(), 1U) << "one undo";
    EXPECT_TRUE(says(cairn({"baseline", "compare", "Part 2"}), "There is: \"Plan of record\""));
}

TEST_F(Launch, TellsWhatSlippedAndWhichEditDidIt) {
    cairn({"baseline", "take", "Plan of record"});
    const std::string change = answer({"set", "Build", "duration=25d"})["change"];
    cairn({"set", "Build", "owner=me"});
    cairn({"schedule", "--apply"});
    cairn.make({"Extra", "--set", "start=2027-02-01", "--set", "duration=1d"});
    const json told = answer({"baseline", "compare", "Plan of record"});
    ASSERT_EQ(told["slips"].size(), 4U);
    for (const json& slip : told["slips"]) {
        EXPECT_EQ(slip["slip_minutes"], 5 * 480) << slip;
        EXPECT_EQ(slip["cause_item"], build) << slip;
        EXPECT_EQ(slip["cause_change"], change) << slip;
        EXPECT_EQ(slip["cause_by"], "Lead");
        const bool is_after = slip["item"] == test || slip["item"] == beta;
        if (is_after) {
            EXPECT_EQ(slip["waits_for"], slip["item"] == test ? build : test);
        }
    }
    EXPECT_EQ(told["added"].size(), 1U);
    const Answer shown = cairn({"baseline", "compare", "Plan of record"});
    EXPECT_TRUE(says(shown, "+5d")) << shown.out;
    // The roadmap counts as the comparison does: over a weekend, too, five days are five.
    const Answer roadmap = cairn({"roadmap", "--tasks"});
    EXPECT_TRUE(says(roadmap, " +5d\n")) << roadmap.out;
    for (const json& row : cairn({"roadmap", "--tasks", "--json"}).lines()) {
        if (row["title"] == "Extra") continue;
        EXPECT_EQ(row["slip_minutes"], 5 * 480) << row;
    }
    EXPECT_TRUE(says(shown, "after Build; Build: span by Lead")) << shown.out;
}

TEST_F(Launch, NamesTheLinkThatMovedARow) {
    cairn.make({"Audit", "--set", "start=2027-02-01", "--set", "duration=40d"});
    cairn({"baseline", "take", "Plan of record"});
    cairn({"link", "Beta", "depends", "Audit"});
    cairn({"schedule", "--apply"});
    const json told = answer({"baseline", "compare", "Plan of record"});
    ASSERT_EQ(told["slips"].size(), 1U);
    EXPECT_EQ(told["slips"][0]["cause_item"], beta);
    EXPECT_EQ(told["slips"][0]["cause_field"], "link");
}

TEST_F(Launch, SaysWhatIsGone) {
    cairn({"baseline", "take", "Plan of record"});
    cairn({"trash", "Test"});
    EXPECT_EQ(answer({"baseline", "compare", "Plan of record"})["gone"], json::array({test}));
}

TEST(Baseline, OfAPlanWithoutDatesIsRefused) {
    CommandLine cairn;
    cairn({"init", "Apollo", "-q"});
    cairn.make({"Idea"});
    EXPECT_EQ(cairn({"baseline", "take", "Now"}).exit, Exit::refused);
}

TEST_F(Launch, AsksPromisesAndAgrees) {
    EXPECT_TRUE(says(cairn({"promise", "Test", "Launch", "2027-03-01"}), "does not depend on"));
    json told = answer({"ask", "Beta", "Build", "2027-02-20"});
    EXPECT_EQ(told["state"], "asked");
    EXPECT_TRUE(says(cairn({"agree", "Beta", "Build"}), "Nothing was promised yet"));
    EXPECT_EQ(cairn({"ask", "Beta", "Build", "2027-02-20"}).exit, Exit::refused);
    told = answer({"promise", "Beta", "Build", "2027-02-27"});
    EXPECT_EQ(told["state"], "promised-late");
    EXPECT_EQ(told["expected"], "2027-02-26T17:00");
    EXPECT_EQ(answer({"agree", "Beta", "Build"})["state"], "agreed");
    EXPECT_EQ(cairn({"agree", "Beta", "Build"}).exit, Exit::refused);
    told = answer({"promise", "Beta", "Build", "2027-02-19"});
    EXPECT_EQ(told["agreed"], false) << "a new date ends what was agreed";
    EXPECT_EQ(told["state"], "late") << "the schedule ends it later than promised";
    cairn({"set", "Build", "status=done"});
    EXPECT_EQ(cairn({"agreements", "--json"}).lines().front()["state"], "done");
}

TEST_F(Launch, ListsWhatWaitsForAnAnswer) {
    EXPECT_TRUE(says(cairn({"agreements"}), "Nobody has asked for a date yet"));
    cairn({"ask", "Beta", "Test", "2027-03-05"});
    cairn({"ask", "Test", "Build", "2027-03-01"});
    cairn({"promise", "Test", "Build", "2027-03-01"});
    cairn({"agree", "Test", "Build"});
    EXPECT_EQ(cairn({"agreements", "--json"}).lines().size(), 2U);
    const auto waiting = cairn({"agreements", "--waiting", "--json"}).lines();
    ASSERT_EQ(waiting.size(), 1U);
    EXPECT_EQ(waiting[0]["item"], beta);
    EXPECT_EQ(cairn({"agreements", "Build", "--json"}).lines().size(), 1U);
    cairn({"trash", "Test"});
    EXPECT_TRUE(cairn({"agreements", "--json"}).lines().empty());
}

}  // namespace
}  // namespace cairn::cli
