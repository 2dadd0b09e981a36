#include "client/boards/boards.h"

#include <gtest/gtest.h>

#include "client/boards/gaps.h"
#include "client/boards/grid.h"
#include "tests/support/outline/outline_building.h"

namespace cairn::boards {
namespace {

// The fields that are missing of one item.
std::string gaps(const test::OutlineBuilder& plan, const std::string& title) {
    const outline::Outline outline = plan.outline();
    std::string all;
    for (const Gap& gap : gaps_of(outline, outline.find(plan.id(title))))
        all += (all.empty() ? "" : " ") + gap.field;
    return all;
}

TEST(Gaps, OfARiskEndWithAMitigationOrAcceptance) {
    test::OutlineBuilder plan;
    plan.add("person", "Ann");
    plan.add("risk", "Bare");
    EXPECT_EQ(gaps(plan, "Bare"), "owner probability impact response trigger mitigated-by");
    const test::Typed weighed = {
        {"owner", "Ann"}, {"probability", "3"}, {"impact", "4"}, {"trigger", "Two days late"}};
    test::Typed reduced = weighed;
    reduced.emplace_back("response", "reduce");
    test::Typed accepted = weighed;
    accepted.emplace_back("response", "accept");
    plan.add("risk", "Reduced", reduced);
    plan.add("risk", "Accepted", accepted);
    EXPECT_EQ(gaps(plan, "Reduced"), "mitigated-by");
    EXPECT_EQ(gaps(plan, "Accepted"), "");
    plan.add("task", "Pumps");
    plan.link("Pumps", "mitigates", "Reduced");
    EXPECT_EQ(gaps(plan, "Reduced"), "");
}

TEST(Gaps, OfADecisionDependOnItsDoor) {
    test::OutlineBuilder plan;
    plan.add("person", "Ann");
    const test::Typed asked = {{"owner", "Ann"}, {"question", "Which?"}, {"due", "2027-02-01"}};
    test::Typed one_way = asked;
    one_way.emplace_back("door", "one-way");
    test::Typed two_way = asked;
    two_way.emplace_back("door", "two-way");
    plan.add("decision", "Bank", one_way);
    plan.add("decision", "Colour", two_way);
    EXPECT_EQ(gaps(plan, "Bank"), "option approver");
    EXPECT_EQ(gaps(plan, "Colour"), "option revisit");
    plan.add("option", "Red", {}, "Colour");
    plan.add("option", "Blue", {}, "Colour");
    EXPECT_EQ(gaps(plan, "Colour"), "revisit");
    plan.add("decision", "Done", {{"status", "decided"}, {"owner", "Ann"}});
    EXPECT_EQ(gaps(plan, "Done"), "question door option why decided-by decided-on");
}

TEST(Gaps, OfACorrectionOfErrorGoDownToTheRoot) {
    test::OutlineBuilder plan;
    plan.add("person", "Ann");
    plan.add("coe",
             "Outage",
             {{"owner", "Ann"},
              {"happened", "It stopped"},
              {"customer-impact", "No payments"},
              {"timeline", "9:00 it stopped"},
              {"detection", "A customer called"},
              {"why-1", "Full disk"},
              {"why-2", "Nobody looked"},
              {"root-cause", "No alarm"},
              {"lessons", "Alarms first"}});
    EXPECT_EQ(gaps(plan, "Outage"), "customers-hit why-3 coe-action");
    plan.add("coe-action", "Alarm", {{"owner", "Ann"}}, "Outage");
    EXPECT_EQ(gaps(plan, "Outage"), "customers-hit why-3 due at-root");
    plan.add(
        "coe-action", "Root", {{"owner", "Ann"}, {"due", "fri"}, {"at-root", "yes"}}, "Outage");
    EXPECT_EQ(gaps(plan, "Outage"), "customers-hit why-3 due");
}

TEST(Gaps, OfAGateAreItsChecks) {
    test::OutlineBuilder plan;
    plan.add("person", "Ann");
    plan.add("gate", "Go", {{"owner", "Ann"}, {"rollback", "Switch back"}, {"approver", "Ann"}});
    EXPECT_EQ(gaps(plan, "Go"), "check");
    plan.add("check", "Below", {{"status", "passed"}}, "Go");
    EXPECT_EQ(gaps(plan, "Go"), "");
    plan.add("check", "Linked");
    plan.link("Go", "requires", "Linked");
    EXPECT_EQ(gaps(plan, "Go"), "check");
    EXPECT_EQ(gaps(plan, "Below"), "owner required-by evidence");
}

TEST(Gaps, OfAnUpdateMatterWhereItIsNotGreen) {
    test::OutlineBuilder plan;
    plan.add("update", "Green", {{"health", "green"}});
    plan.add("update", "Red", {{"health", "red"}});
    EXPECT_EQ(gaps(plan, "Green"), "");
    EXPECT_EQ(gaps(plan, "Red"),
              "reason-for-colour action action-owner action-due ask would-change");
}

TEST(Gaps, OfGoalsPeopleFeedbackAndExperimentsAreTheirOwn) {
    test::OutlineBuilder plan;
    plan.add("goal", "Joy");
    plan.add("person", "Ann");
    plan.add("feedback", "Slow");
    plan.add("experiment", "Try", {{"status", "kept"}});
    plan.add("task", "Pour");
    EXPECT_EQ(gaps(plan, "Joy"), "owner due measure served-by");
    EXPECT_EQ(gaps(plan, "Ann"), "influence interest stance cadence channel");
    EXPECT_EQ(gaps(plan, "Slow"), "heard-from quote segment answer");
    EXPECT_EQ(gaps(plan, "Try"), "hypothesis measured-by result keep");
    EXPECT_EQ(gaps(plan, "Pour"), "");
}

TEST(Grid, PutsEachWhereItsWeightsSay) {
    test::OutlineBuilder plan;
    plan.add("risk", "Hot", {{"probability", "5"}, {"impact", "4"}});
    plan.add("risk", "Half", {{"probability", "5"}});
    const outline::Outline outline = plan.outline();
    const std::vector<outline::Place> places{0, 1};
    const Grid grid = grid_of(outline, places, plan::field::probability, plan::field::impact);
    EXPECT_EQ(grid.cells[3][4], std::vector<outline::Place>{0});
    EXPECT_EQ(grid.unweighed, std::vector<outline::Place>{1});
}

TEST(Boards, AreFoundByName) {
    for (const Board& board : boards()) EXPECT_EQ(find_board(board.name), &board);
    EXPECT_EQ(find_board("nonsense"), nullptr);
}

}  // namespace
}  // namespace cairn::boards
