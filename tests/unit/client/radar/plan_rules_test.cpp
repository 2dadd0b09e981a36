// Rules about work, its dates and its dependencies. Today is 2027-01-15, a Friday.
#include <gtest/gtest.h>

#include "tests/unit/client/radar/watch.h"

namespace cairn::radar {
namespace {

TEST(SlackFalling, IsSeenOfAMilestoneThatHasLittleLeft) {
    const auto made = [](const std::string& length) {
        Watch watch;
        watch.plan.add("program", "Apollo", {{"start", "2027-01-18"}});
        watch.plan.add("task", "Long", {{"duration", "10d"}}, "Apollo");
        watch.plan.add("task", "Short", {{"duration", length}}, "Apollo");
        watch.plan.add("milestone", "Beta", {}, "Apollo");
        watch.plan.link("Beta", "depends", "Short");
        return watch;
    };
    const Watch before = made("5d");
    const Watch now = made("8d");
    const outline::Outline earlier = before.plan.outline();
    const schedule::Schedule schedule(
        schedule::read_catalog(schedule::catalog_of(earlier), before.plan.today()).plan);
    const Findings findings =
        now.find(slack_falling, [&](Sight& sight) { sight.schedule_before = &schedule; });
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].what,
              "milestone \"Beta\" has 2 days of slack left, 3 days less than a week ago");
    EXPECT_EQ(findings[0].help, "cairn why Beta");
    EXPECT_EQ(now.titles(slack_falling), "") << "no past, no fall";
    EXPECT_EQ(
        before.titles(slack_falling, [&](Sight& sight) { sight.schedule_before = &schedule; }), "")
        << "unchanged";
}

TEST(LatePromise, IsADateAfterTheOneThatWasAskedFor) {
    Watch watch;
    watch.plan.add("task", "Launch", {{"start", "2027-03-01"}});
    watch.plan.add("task", "Licence");
    watch.plan.add("task", "Signed");
    watch.plan.link(
        "Launch", "depends", "Licence", {{"asked", "2027-02-01"}, {"promised", "2027-02-04"}});
    watch.plan.link(
        "Launch", "depends", "Signed", {{"asked", "2027-02-01"}, {"promised", "2027-02-01"}});
    const Findings findings = watch.find(late_promise);
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].what, "\"Licence\" is promised 3 days later than \"Launch\" needs it");
    EXPECT_EQ(findings[0].help, "cairn link Launch depends Licence --set promised=2027-02-01");
    EXPECT_EQ(findings[0].sure, Sure::certain);
}

TEST(UnansweredAsk, IsOldOrSoonNeeded) {
    Watch watch;
    watch.plan.add("task", "Launch");
    watch.plan.add("task", "Soon");
    watch.plan.add("task", "Later");
    watch.plan.add("task", "Promised");
    watch.plan.link("Launch", "depends", "Soon", {{"asked", "2027-01-20"}});
    watch.plan.link("Launch", "depends", "Later", {{"asked", "2027-06-01"}});
    watch.plan.link(
        "Launch", "depends", "Promised", {{"asked", "2027-01-20"}, {"promised", "2027-01-20"}});
    EXPECT_EQ(watch.find(unanswered_ask).size(), 1U);
    const auto old = [](Sight& sight) {
        sight.written = [](const ItemId&, plan::FieldNumber) { return day("2027-01-10"); };
    };
    const Findings findings = watch.find(unanswered_ask, old);
    ASSERT_EQ(findings.size(), 2U);
    EXPECT_EQ(findings[1].why, "asked 5 days ago, no date promised");
}

TEST(LateStart, IsOfWorkThatOthersWaitFor) {
    Watch watch;
    watch.plan.add("program", "Apollo", {{"start", "2027-01-04"}, {"finish", "2027-01-20"}});
    watch.plan.add("task", "Dig", {{"duration", "5d"}}, "Apollo");
    watch.plan.add("task", "Pour", {{"duration", "6d"}}, "Apollo");
    watch.plan.add("task", "Alone", {{"duration", "1d"}}, "Apollo");
    watch.plan.link("Pour", "depends", "Dig");
    EXPECT_EQ(watch.titles(late_start), "Dig");
    EXPECT_EQ(watch.find(late_start)[0].why, "1 item waits for it, first \"Pour\"");
}

TEST(Overdue, IsWhatIsOpenAfterItsDate) {
    Watch watch;
    watch.plan.add("task", "Late", {{"due", "2027-01-12"}});
    watch.plan.add("task", "Done", {{"due", "2027-01-12"}, {"status", "done"}});
    watch.plan.add("task", "Today", {{"due", "2027-01-15"}});
    watch.plan.add("blocker", "Stuck", {{"due", "2027-01-14"}});
    watch.plan.add("person", "Ann");
    EXPECT_EQ(watch.titles(overdue), "Late, Stuck");
    EXPECT_EQ(watch.find(overdue)[0].what, "task \"Late\" should have ended 3 days ago");
    EXPECT_EQ(watch.find(overdue)[0].since, day("2027-01-12"));
}

TEST(GreenButLate, LooksBelowWhatIsGreen) {
    Watch watch;
    watch.plan.add("program", "Apollo", {{"health", "green"}, {"start", "2027-01-04"}});
    watch.plan.add("task", "Late", {{"duration", "5d"}, {"finish", "2027-01-08"}}, "Apollo");
    watch.plan.add("program", "Red", {{"health", "red"}});
    watch.plan.add("task", "Late too", {{"finish", "2027-01-08"}}, "Red");
    EXPECT_EQ(watch.titles(green_but_late), "Apollo");
    EXPECT_EQ(watch.titles(green_but_late, [](Sight& sight) { sight.schedule = nullptr; }), "")
        << "without a schedule nothing is known to be critical";
}

TEST(NoExitCriteria, IsAMilestoneThatCannotBeJudged) {
    Watch watch;
    watch.plan.add("milestone", "Beta", {{"due", "2027-02-01"}});
    watch.plan.add("milestone", "Launch", {{"exit", "Nobody calls"}});
    EXPECT_EQ(watch.titles(no_exit_criteria), "Beta");
}

TEST(ScopeGrown, ComparesWithTheNewestBaseline) {
    Watch watch;
    watch.plan.add("program", "Apollo");
    watch.plan.add("baseline", "Old", {{"taken-on", "2026-12-01 9:00"}});
    watch.plan.add("baseline", "Kick-off", {{"taken-on", "2027-01-01 9:00"}});
    for (const char* title : {"A", "B", "C", "D"}) {
        watch.plan.add("task", title, {}, "Apollo");
        watch.plan.link(title, "baselined", "Kick-off");
    }
    EXPECT_EQ(watch.titles(scope_grown), "");
    watch.plan.add("task", "E", {}, "Apollo");
    const Findings findings = watch.find(scope_grown);
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].what, "program \"Apollo\" has grown by 25 %");
    EXPECT_EQ(findings[0].why, "1 item added to the 4 of baseline \"Kick-off\"");
}

TEST(EstimateUnsteady, IsOneThatChangedThreeTimes) {
    Watch watch;
    watch.plan.add("task", "Guess", {{"estimate", "5d"}});
    watch.plan.add("task", "Sure", {{"estimate", "5d"}});
    const auto changed = [&](Sight& sight) {
        sight.estimate_changes = {{watch.plan.id("Guess"), 3}, {watch.plan.id("Sure"), 2}};
    };
    EXPECT_EQ(watch.titles(estimate_unsteady, changed), "Guess");
}

TEST(Cycle, NamesTheLinkToTakeAway) {
    Watch watch;
    watch.plan.add("task", "A", {{"duration", "1d"}});
    watch.plan.add("task", "B", {{"duration", "1d"}});
    watch.plan.link("A", "depends", "B");
    EXPECT_EQ(watch.titles(cycle), "");
    watch.plan.link("B", "depends", "A");
    const Findings findings = watch.find(cycle);
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].help, "cairn unlink B depends A");
}

TEST(CrowdedStart, IsATeamWithTooMuchToBeginInOneWeek) {
    Watch watch;
    watch.plan.add("team", "Crew");
    for (int i = 0; i < 6; ++i)
        watch.plan.add("task",
                       "Task " + std::to_string(i),
                       {{"team", "Crew"}, {"start", "2027-01-2" + std::to_string(i % 3)}});
    watch.plan.add("task", "A week later", {{"team", "Crew"}, {"start", "2027-01-25"}});
    EXPECT_EQ(watch.titles(crowded_start), "");
    watch.plan.add("task", "One more", {{"team", "Crew"}, {"start", "2027-01-18"}});
    EXPECT_EQ(watch.titles(crowded_start), "Crew");
}

TEST(NoGoal, IsToldOfOnceAndNotBelow) {
    Watch watch;
    watch.plan.add("goal", "Joy");
    watch.plan.add("goal", "Alone");
    watch.plan.add("program", "Aimless");
    watch.plan.add("initiative", "Aimless too", {}, "Aimless");
    watch.plan.add("program", "Apollo");
    watch.plan.add("initiative", "Served", {}, "Apollo");
    watch.plan.link("Served", "serves", "Joy");
    EXPECT_EQ(watch.titles(no_goal), "Aimless");
    EXPECT_EQ(watch.titles(goal_without_work), "Alone");
}

}  // namespace
}  // namespace cairn::radar
