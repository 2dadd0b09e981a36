// What the weekly report says of a plan.
#include <gtest/gtest.h>

#include "client/report/report.h"
#include "tests/support/outline/outline_building.h"

namespace cairn::report {
namespace {

// A plan now, and a week ago.
class Weekly : public testing::Test {
protected:
    Weekly() {
        for (test::OutlineBuilder* plan : {&before, &plan_now}) {
            plan->add("person", "Ann");
            plan->add("program", "Apollo", {{"owner", "Ann"}, {"health", "green"}});
        }
    }

    Evidence evidence() const {
        Evidence evidence{.now = plan_now.outline(),
                          .before = before.outline(),
                          .today = test::OutlineBuilder::today(),
                          .since = *plan::date_from_iso("2027-01-08"),
                          .as_of = "2027-01-15",
                          .looks_back = "2027-01-09"};
        evidence.program = plan_now.id("Apollo");
        evidence.made_from = "changes";
        return evidence;
    }
    std::string weekly() const { return to_markdown(write(Kind::weekly, evidence())); }
    static bool says(const std::string& text, const std::string& words) {
        return text.find(words) != std::string::npos;
    }

    test::OutlineBuilder before;
    test::OutlineBuilder plan_now;
};

TEST_F(Weekly, SaysThatNobodyHasWrittenAnUpdate) {
    EXPECT_TRUE(says(weekly(), "**GREEN**\n\nNo update says why. Unchanged. Owner: Ann."))
        << weekly();
}

TEST_F(Weekly, ShowsTheFiveAnswersOfTheNewestUpdate) {
    plan_now.add("update", "Old", {{"health", "green"}, {"as-of", "2027-01-08"}}, "Apollo");
    plan_now.add("update",
                 "Certificates are late",
                 {{"health", "yellow"},
                  {"reason-for-colour", "The supplier has moved"},
                  {"action", "Second supplier"},
                  {"action-owner", "Ann"},
                  {"action-due", "2027-01-20"},
                  {"ask", "Sign by Monday"},
                  {"would-change", "Certificates in hand"},
                  {"as-of", "2027-01-15"},
                  {"owner", "Ann"}},
                 "Apollo");
    plan_now.add("update",
                 "A draft",
                 {{"health", "red"}, {"as-of", "2027-01-16"}, {"status", "draft"}},
                 "Apollo");
    const std::string text = weekly();
    EXPECT_TRUE(says(text, "**YELLOW**: Certificates are late")) << text;
    EXPECT_TRUE(says(text, "Status of 2027-01-15 by Ann. Was GREEN."));
    EXPECT_TRUE(says(text, "**Why:** The supplier has moved"));
    EXPECT_TRUE(says(text, "**What is being done:** Second supplier (Ann, by 2027-01-20)"));
    EXPECT_TRUE(says(text, "**What we ask of you:** Sign by Monday"));
    EXPECT_TRUE(says(text, "**Path to green:** Certificates in hand"));
    EXPECT_FALSE(says(text, "Missing from this status"));
    EXPECT_FALSE(says(text, "A draft"));
}

TEST_F(Weekly, NamesTheAnswersThatAStatusLacks) {
    plan_now.add("update",
                 "Late",
                 {{"health", "yellow"}, {"reason-for-colour", "So it is"}, {"as-of", "2027-01-15"}},
                 "Apollo");
    const std::string text = weekly();
    EXPECT_TRUE(says(text,
                     "Missing from this status: what is being done is not said; who does it is not "
                     "said; by when is not said; what the reader must do is not said; what would "
                     "change the colour is not said."))
        << text;
}

TEST_F(Weekly, SaysWhenGreenBecameRedInOneStep) {
    plan_now.add("update", "Fine", {{"health", "green"}, {"as-of", "2027-01-08"}}, "Apollo");
    plan_now.add("update", "Doomed", {{"health", "red"}, {"as-of", "2027-01-15"}}, "Apollo");
    EXPECT_TRUE(
        says(weekly(),
             "From GREEN to RED in one step, and nobody has said why it was not seen before."));
    plan_now.add("update", "Warned", {{"health", "yellow"}, {"as-of", "2027-01-12"}}, "Apollo");
    EXPECT_FALSE(says(weekly(), "in one step")) << "there was a YELLOW between";
}

TEST_F(Weekly, SaysSoOfAColourWithoutUpdates) {
    test::OutlineBuilder red;
    red.add("person", "Ann");
    red.add("program", "Apollo", {{"health", "red"}});
    plan_now = red;
    EXPECT_TRUE(says(weekly(), "From GREEN to RED in one step"));
}

TEST_F(Weekly, AcceptsALeapThatIsExplained) {
    plan_now.add("update", "Fine", {{"health", "green"}, {"as-of", "2027-01-08"}}, "Apollo");
    plan_now.add("update",
                 "Doomed",
                 {{"health", "red"}, {"not-seen", "The supplier hid it"}, {"as-of", "2027-01-15"}},
                 "Apollo");
    const std::string text = weekly();
    EXPECT_TRUE(says(text, "**Why not seen before:** The supplier hid it"));
    EXPECT_TRUE(says(text, "From GREEN to RED in one step."));
    EXPECT_FALSE(says(text, "nobody has said"));
}

TEST_F(Weekly, DoubtsAGreenThatThePlanContradicts) {
    plan_now.add("task",
                 "Pour",
                 {{"start", "2027-01-04"}, {"finish", "2027-01-08"}, {"duration", "5d"}},
                 "Apollo");
    EXPECT_TRUE(says(weekly(), "The plan does not bear GREEN out: \"Pour\" is late and critical."))
        << weekly();
}

TEST_F(Weekly, ShowsWhereThePlanLeadsAndWhatItHangsOn) {
    plan_now.add("initiative", "Works", {{"owner", "Ann"}}, "Apollo");
    plan_now.add("task", "Pour", {{"start", "2027-01-18"}, {"duration", "10d"}}, "Works");
    plan_now.add("milestone", "Beta", {{"due", "2027-01-20"}, {"exit", "Stands"}}, "Apollo");
    plan_now.link("Beta", "depends", "Pour");
    const std::string text = weekly();
    EXPECT_TRUE(says(text, "2027-01-29, 9 days later")) << text;
    EXPECT_TRUE(says(text, "A day lost here is a day lost for “Beta”"));
    EXPECT_TRUE(says(text, "| Pour | Works | **nobody** |") ||
                says(text, "| Pour | Works | nobody |"))
        << text;
    EXPECT_TRUE(says(text, "| Works | Ann |  | 0 % of 1 |")) << text;
}

TEST_F(Weekly, TellsOfPromisesThatAreLateOrMissing) {
    plan_now.add("team", "Payments");
    plan_now.add("task", "Ledger", {{"team", "Payments"}}, "Apollo");
    plan_now.add("task", "Rates", {}, "Apollo");
    plan_now.add("task", "Checkout", {}, "Apollo");
    plan_now.link(
        "Checkout", "depends", "Ledger", {{"asked", "2027-02-01"}, {"promised", "2027-02-08"}});
    plan_now.link("Checkout", "depends", "Rates", {{"asked", "2027-02-01"}});
    const std::string text = weekly();
    EXPECT_TRUE(says(text,
                     "| Ledger | Payments | Checkout | 2027-02-01 | 2027-02-08 | **promised 7 days "
                     "later than needed** |"))
        << text;
    EXPECT_TRUE(says(text, "| Rates |  | Checkout | 2027-02-01 |  | asked for, not promised |"))
        << text;
}

TEST_F(Weekly, PutsTheWorstRiskFirstWithWhatMakesItSmaller) {
    plan_now.add(
        "risk", "Snow", {{"probability", "2"}, {"impact", "2"}, {"response", "accept"}}, "Apollo");
    plan_now.add(
        "risk", "Rain", {{"probability", "4"}, {"impact", "5"}, {"owner", "Ann"}}, "Apollo");
    plan_now.add("task", "Tent", {{"due", "2027-02-01"}}, "Apollo");
    plan_now.link("Tent", "mitigates", "Rain");
    const std::string text = weekly();
    EXPECT_TRUE(says(
        text,
        "| Rain | **4 × 5** | Ann | Tent (2027-02-01) |\n| Snow | 2 × 2 | nobody | accepted |"))
        << text;
    EXPECT_TRUE(says(text, "exposure 24, was 0"));
}

TEST_F(Weekly, LeavesOutWhatBelongsToAnotherProgram) {
    plan_now.add("program", "Zeus");
    plan_now.add("risk", "Hail", {}, "Zeus");
    plan_now.add("milestone", "Olymp", {{"due", "2027-02-02"}}, "Zeus");
    plan_now.add("risk", "Fog");
    plan_now.link("Fog", "affects", "Apollo");
    const std::string text = weekly();
    EXPECT_FALSE(says(text, "Hail"));
    EXPECT_FALSE(says(text, "Olymp"));
    EXPECT_TRUE(says(text, "Fog")) << "it stands elsewhere, and affects this program";
}

TEST_F(Weekly, ReadsTheSameFromTheSameEvidence) {
    plan_now.add("risk", "Fog", {}, "Apollo");
    EXPECT_EQ(to_html(write(Kind::program, evidence())), to_html(write(Kind::program, evidence())));
}

}  // namespace
}  // namespace cairn::report
