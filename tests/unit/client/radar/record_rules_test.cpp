// Rules about risks, decisions, corrections of error and launches. Today is 2027-01-15.
#include <gtest/gtest.h>

#include "tests/unit/client/radar/watch.h"

namespace cairn::radar {
namespace {

TEST(RiskUnmitigated, IsOneThatNothingLiveMakesSmaller) {
    Watch watch;
    watch.plan.add("risk", "Open", {{"probability", "4"}, {"impact", "5"}});
    watch.plan.add("risk", "Accepted", {{"response", "accept"}});
    watch.plan.add("risk", "Closed", {{"status", "closed"}});
    watch.plan.add("risk", "Worked on");
    watch.plan.add("risk", "Given up");
    watch.plan.add("task", "Pumps", {{"status", "done"}});
    watch.plan.add("task", "Tent", {{"status", "dropped"}});
    watch.plan.link("Pumps", "mitigates", "Worked on");
    watch.plan.link("Tent", "mitigates", "Given up");
    EXPECT_EQ(watch.titles(risk_unmitigated), "Open, Given up");
    EXPECT_EQ(watch.find(risk_unmitigated)[0].why,
              "exposure 20 of 25, no live mitigation, not accepted");
}

TEST(RiskPastTrigger, GoesByTheDayInTheTriggerOrTheOneItIsDue) {
    Watch watch;
    watch.plan.add("risk", "Licence", {{"trigger", "none by 2027-01-10"}});
    watch.plan.add("risk", "Tide", {{"trigger", "none by 2027-02-10"}, {"due", "2027-01-01"}});
    watch.plan.add("risk", "Bank", {{"due", "2027-01-14"}});
    watch.plan.add("risk", "Struck", {{"due", "2027-01-14"}, {"status", "occurred"}});
    EXPECT_EQ(watch.titles(risk_past_trigger), "Licence, Bank");
    EXPECT_EQ(watch.find(risk_past_trigger)[0].since, day("2027-01-10"));
}

TEST(DoorWithoutApprover, IsAOneWayDoorThatIsDue) {
    Watch watch;
    watch.plan.add("person", "Ann");
    watch.plan.add("decision", "Bank", {{"door", "one-way"}, {"due", "2027-01-20"}});
    watch.plan.add("decision", "Colour", {{"door", "two-way"}, {"due", "2027-01-20"}});
    watch.plan.add("decision", "Later", {{"door", "one-way"}, {"due", "2027-06-20"}});
    watch.plan.add(
        "decision", "Field", {{"door", "one-way"}, {"due", "2027-01-20"}, {"approver", "Ann"}});
    watch.plan.add("decision", "Link", {{"door", "one-way"}, {"due", "2027-01-20"}});
    watch.plan.link("Link", "approved-by", "Ann");
    EXPECT_EQ(watch.titles(door_without_approver), "Bank");
}

TEST(CoeActionOverdue, NamesWhatMayHappenAgain) {
    Watch watch;
    watch.plan.add("coe", "Outage");
    watch.plan.add("coe-action", "Alarm", {{"due", "2027-01-10"}}, "Outage");
    watch.plan.add("coe-action", "Done", {{"due", "2027-01-10"}, {"status", "done"}}, "Outage");
    watch.plan.add("coe-action", "Ahead", {{"due", "2027-02-10"}}, "Outage");
    const Findings findings = watch.find(coe_action_overdue);
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].what, "action \"Alarm\" was due 5 days ago");
    EXPECT_EQ(findings[0].why, "what went wrong in \"Outage\" may happen again");
}

TEST(LaunchCheckOpen, GoesByItsOwnDateOrThatOfItsGate) {
    Watch watch;
    watch.plan.add("milestone", "Launch", {{"due", "2027-01-25"}});
    watch.plan.add("gate", "Go", {}, "Launch");
    watch.plan.add("check", "Security", {}, "Go");
    watch.plan.add("check", "Passed", {{"status", "passed"}}, "Go");
    watch.plan.add("check", "Failed", {{"status", "failed"}}, "Go");
    watch.plan.add("check", "Linked");
    watch.plan.link("Go", "requires", "Linked");
    watch.plan.add("check", "Own date", {{"required-by", "2027-01-16"}});
    watch.plan.add("check", "Later", {{"required-by", "2027-06-16"}});
    EXPECT_EQ(watch.titles(launch_check_open), "Security, Failed, Linked, Own date");
    EXPECT_EQ(watch.find(launch_check_open)[0].what,
              "check \"Security\" is still open, and \"Go\" needs it");
    EXPECT_EQ(watch.find(launch_check_open)[0].why, "required in 10 days");
}

}  // namespace
}  // namespace cairn::radar
