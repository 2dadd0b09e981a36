#include <algorithm>

#include <gtest/gtest.h>

#include "tests/unit/client/schedule/plan_building.h"

namespace cairn::schedule {
namespace {

TEST(Rules, AFinishToStartLinkBeginsAtTheNextWorkingTime) {
    const Schedule schedule(plan_of({task(1, 5 * day), task(2, day)}, {link(1, 2)}));
    EXPECT_EQ(early(schedule, 1), "2026-03-02T08:00 2026-03-06T17:00");
    EXPECT_EQ(early(schedule, 2), "2026-03-09T08:00 2026-03-09T17:00");
}

TEST(Rules, AMilestoneStaysAtItsPredecessorsFinish) {
    const Schedule schedule(plan_of({task(1, day), task(2, 0)}, {link(1, 2)}));
    EXPECT_EQ(early(schedule, 2), "2026-03-02T17:00 2026-03-02T17:00");
}

TEST(Rules, StartToStartAndFinishToFinishHoldTheirOwnEnds) {
    const Schedule schedule(
        plan_of({task(1, 5 * day), task(2, day), task(3, day)},
                {link(1, 2, LinkType::start_start, {day}), link(1, 3, LinkType::finish_finish)}));
    EXPECT_EQ(early(schedule, 2), "2026-03-03T08:00 2026-03-03T17:00");
    EXPECT_EQ(early(schedule, 3), "2026-03-06T08:00 2026-03-06T17:00");
}

TEST(Rules, StartToFinishEndsWhereThePredecessorBegins) {
    Task first = task(1, day);
    first.constraint = Constraint::start_no_earlier;
    first.constraint_date = at("2026-03-05T08:00");
    const Schedule schedule(
        plan_of({first, task(2, 2 * day)}, {link(1, 2, LinkType::start_finish)}));
    EXPECT_EQ(early(schedule, 2), "2026-03-03T08:00 2026-03-05T08:00");
}

TEST(Rules, LagsCountWorkOrTheClockOrAShareOfThePredecessor) {
    using Unit = Lag::Unit;
    const Schedule schedule(
        plan_of({task(1, 5 * day), task(2, day), task(3, day), task(4, day), task(5, day)},
                {link(1, 2, LinkType::finish_start, {2 * day, Unit::working}),
                 link(1, 3, LinkType::finish_start, {4 * 1440, Unit::elapsed}),
                 link(1, 4, LinkType::start_start, {40, Unit::percent}),
                 link(1, 5, LinkType::finish_start, {-day, Unit::working})}));
    EXPECT_EQ(early(schedule, 2), "2026-03-11T08:00 2026-03-11T17:00");
    EXPECT_EQ(early(schedule, 3), "2026-03-11T08:00 2026-03-11T17:00");
    EXPECT_EQ(early(schedule, 4), "2026-03-04T08:00 2026-03-04T17:00");
    EXPECT_EQ(early(schedule, 5), "2026-03-06T08:00 2026-03-06T17:00");
}

TEST(Rules, ElapsedDurationsRunThroughNightsAndWeekends) {
    Task cures = task(2, 3 * 1440);
    cures.is_elapsed = true;
    const Schedule schedule(
        plan_of({task(1, 5 * day), cures, task(3, day)}, {link(1, 2), link(2, 3)}));
    EXPECT_EQ(early(schedule, 2), "2026-03-06T17:00 2026-03-09T17:00");
    EXPECT_EQ(early(schedule, 3), "2026-03-10T08:00 2026-03-10T17:00");
}

TEST(Rules, ASplitTaskRestsBetweenItsParts) {
    Task split = task(1, 2 * day);
    split.interruption = 3 * day;
    const Schedule schedule(plan_of({split}));
    EXPECT_EQ(early(schedule, 1), "2026-03-02T08:00 2026-03-06T17:00");
}

struct Constrained {
    Constraint constraint;
    const char* date;
    const char* early;
};

class Constraints : public testing::TestWithParam<Constrained> {};

// Task 2 takes a day behind task 1, which ends on Tuesday.
TEST_P(Constraints, HoldAgainstLinks) {
    Task second = task(2, day);
    second.constraint = GetParam().constraint;
    second.constraint_date = at(GetParam().date);
    const Schedule schedule(plan_of({task(1, 2 * day), second, task(3, 8 * day)}, {link(1, 2)}));
    EXPECT_EQ(early(schedule, 2), GetParam().early);
}

INSTANTIATE_TEST_SUITE_P(
    All,
    Constraints,
    testing::Values(
        Constrained{
            Constraint::start_no_earlier, "2026-03-05T08:00", "2026-03-05T08:00 2026-03-05T17:00"},
        Constrained{
            Constraint::start_no_earlier, "2026-03-02T08:00", "2026-03-04T08:00 2026-03-04T17:00"},
        Constrained{
            Constraint::finish_no_earlier, "2026-03-06T17:00", "2026-03-06T08:00 2026-03-06T17:00"},
        Constrained{
            Constraint::start_no_later, "2026-03-03T08:00", "2026-03-03T08:00 2026-03-03T17:00"},
        Constrained{
            Constraint::start_no_later, "2026-03-09T08:00", "2026-03-04T08:00 2026-03-04T17:00"},
        Constrained{
            Constraint::finish_no_later, "2026-03-03T17:00", "2026-03-03T08:00 2026-03-03T17:00"},
        Constrained{
            Constraint::must_start_on, "2026-03-03T10:00", "2026-03-03T10:00 2026-03-04T10:00"},
        Constrained{
            Constraint::must_finish_on, "2026-03-10T17:00", "2026-03-10T08:00 2026-03-10T17:00"}));

TEST(Rules, TheBackwardPassBeginsAtTheProgramsFinish) {
    const Schedule schedule(
        plan_of({task(1, day), task(2, 5 * day), task(3, day)}, {link(1, 3), link(2, 3)}));
    EXPECT_EQ(late(schedule, 1), "2026-03-06T08:00 2026-03-06T17:00");
    EXPECT_EQ(schedule.slack(id(1))->total, 4 * day);
    EXPECT_EQ(schedule.slack(id(1))->free, 4 * day);
    EXPECT_FALSE(schedule.slack(id(1))->is_critical);
    EXPECT_EQ(schedule.critical(), (std::vector{id(2), id(3)}));
}

TEST(Rules, EachProgramHasItsOwnStartCalendarAndFinish) {
    Task program = task(10, 0);
    program.is_program = true;
    program.start = at("2026-06-01T08:00");
    Task other = task(20, 0);
    other.is_program = true;
    const Schedule schedule(plan_of(
        {program, task_below(10, 11, day), other, task_below(20, 21, day), task_below(20, 22, 0)}));
    EXPECT_EQ(early(schedule, 11), "2026-06-01T08:00 2026-06-01T17:00");
    EXPECT_EQ(early(schedule, 21), "2026-03-02T08:00 2026-03-02T17:00");
    EXPECT_EQ(schedule.slack(id(21))->total, 0);
    EXPECT_EQ(schedule.critical(id(20)), std::vector{id(21)});
}

TEST(Rules, AMustFinishOfTheProgramGivesSlackOrTakesIt) {
    Task program = task(10, 0);
    program.is_program = true;
    program.constraint = Constraint::must_finish_on;
    program.constraint_date = at("2026-03-04T17:00");
    const Schedule roomy(plan_of({program, task_below(10, 11, day)}));
    EXPECT_EQ(roomy.slack(id(11))->total, 2 * day);
    program.constraint_date = at("2026-03-02T12:00");
    const Schedule tight(plan_of({program, task_below(10, 11, day)}));
    EXPECT_EQ(tight.slack(id(11))->total, -day / 2);
    EXPECT_EQ(codes(tight), std::vector<std::string>{"negative-slack"});
}

TEST(Rules, LinksOnSummariesBindEveryLeafBelow) {
    const Schedule schedule(plan_of({task(1, 3 * day),
                                     task(10, 0),
                                     task_below(10, 11, day),
                                     task_below(10, 12, 2 * day),
                                     task(2, day)},
                                    {link(1, 10), link(10, 2)}));
    EXPECT_EQ(early(schedule, 11), "2026-03-05T08:00 2026-03-05T17:00");
    EXPECT_EQ(early(schedule, 10), "2026-03-05T08:00 2026-03-06T17:00");
    EXPECT_EQ(early(schedule, 2), "2026-03-09T08:00 2026-03-09T17:00");
    EXPECT_EQ(late(schedule, 11), "2026-03-06T08:00 2026-03-06T17:00");
    EXPECT_EQ(schedule.slack(id(11))->free, day);
}

TEST(Rules, ManualTasksKeepTheirDatesAndPushOthers) {
    Task manual = task(2, day);
    manual.is_manual = true;
    manual.start = at("2026-03-03T08:00");
    manual.finish = at("2026-03-05T17:00");
    const Schedule schedule(
        plan_of({task(1, 3 * day), manual, task(3, day)}, {link(1, 2), link(2, 3)}));
    EXPECT_EQ(early(schedule, 2), "2026-03-03T08:00 2026-03-05T17:00");
    EXPECT_EQ(early(schedule, 3), "2026-03-06T08:00 2026-03-06T17:00");
    const auto found = codes(schedule);
    EXPECT_NE(std::find(found.begin(), found.end(), "link-not-kept"), found.end());
}

TEST(Rules, WhatHasBegunOrEndedStaysWhereItWas) {
    Task begun = task(2, 2 * day);
    begun.actual_start = at("2026-03-02T13:00");
    begun.percent_complete = 50;
    Task ended = task(3, day);
    ended.actual_start = at("2026-02-25T08:00");
    ended.actual_finish = at("2026-02-27T12:00");
    const Schedule schedule(
        plan_of({task(1, 4 * day), begun, ended, task(4, day)}, {link(1, 2), link(3, 4)}));
    EXPECT_EQ(early(schedule, 2), "2026-03-02T13:00 2026-03-04T12:00");
    EXPECT_EQ(early(schedule, 3), "2026-02-25T08:00 2026-02-27T12:00");
    EXPECT_EQ(early(schedule, 4), "2026-03-02T08:00 2026-03-02T17:00");
    EXPECT_FALSE(schedule.slack(id(3))->is_critical);
}

TEST(Rules, AsLateAsPossibleMovesNoOtherRow) {
    Task late_one = task(2, day);
    late_one.constraint = Constraint::as_late_as_possible;
    const Schedule schedule(
        plan_of({task(1, 5 * day), late_one, task(3, 2 * day), task(4, 9 * day)},
                {link(1, 3), link(2, 3)}));
    EXPECT_EQ(early(schedule, 2), "2026-03-02T08:00 2026-03-02T17:00");
    EXPECT_EQ(text(schedule.dates(id(2))->start), "2026-03-06T08:00");
    EXPECT_EQ(text(schedule.dates(id(3))->start), "2026-03-09T08:00");
    EXPECT_EQ(early(schedule, 3), "2026-03-09T08:00 2026-03-10T17:00");
}

TEST(Rules, ADeadlineMovesNothingAndWarns) {
    Task first = task(1, 3 * day);
    first.deadline = at("2026-03-03T17:00");
    const Schedule schedule(plan_of({first, task(2, 5 * day)}));
    EXPECT_EQ(early(schedule, 1), "2026-03-02T08:00 2026-03-04T17:00");
    EXPECT_EQ(schedule.slack(id(1))->total, -day);
    EXPECT_EQ(codes(schedule), (std::vector<std::string>{"deadline-missed", "negative-slack"}));
}

TEST(Rules, InactiveTasksHaveDatesButPushNobody) {
    Task inactive = task(1, 5 * day);
    inactive.is_inactive = true;
    const Schedule schedule(plan_of({inactive, task(2, day), task(10, 0)}, {link(1, 2)}));
    EXPECT_EQ(early(schedule, 1), "2026-03-02T08:00 2026-03-06T17:00");
    EXPECT_EQ(early(schedule, 2), "2026-03-02T08:00 2026-03-02T17:00");
    EXPECT_EQ(schedule.slack(id(2))->total, 0);
}

TEST(Rules, ATaskWorksByItsOwnCalendar) {
    CalendarSpec six_days;
    six_days.id = id(900);
    six_days.week[5] = DayHours({{480, 720}, {780, 1020}});
    Task busy = task(1, 6 * day);
    busy.calendar = id(900);
    Plan plan = plan_of({busy, task(2, 6 * day)});
    plan.calendars.push_back(six_days);
    const Schedule schedule(plan);
    EXPECT_EQ(early(schedule, 1), "2026-03-02T08:00 2026-03-07T17:00");
    EXPECT_EQ(early(schedule, 2), "2026-03-02T08:00 2026-03-09T17:00");
}

}  // namespace
}  // namespace cairn::schedule
