#include <algorithm>
#include <limits>

#include <gtest/gtest.h>

#include "tests/unit/client/schedule/random_plan.h"

namespace cairn::schedule {
namespace {

constexpr Minute most = std::numeric_limits<Minute>::max();
constexpr Minute least = std::numeric_limits<Minute>::min();

using Names = std::vector<std::string>;

TEST(HostilePlan, AnEmptyPlanHasNoDatesAndNoFindings) {
    const Schedule schedule(Plan{});
    EXPECT_EQ(schedule.size(), 0U);
    EXPECT_FALSE(schedule.dates(id(1)).has_value());
    EXPECT_TRUE(schedule.why(id(1)).empty());
    EXPECT_TRUE(schedule.findings().empty());
}

TEST(HostilePlan, AbsurdDurationsAreCutAndToldAbout) {
    const Schedule schedule(plan_of({task(1, -5), task(2, most), task(3, least)}));
    // A thousand million working minutes from 2026 on end after the year 9999.
    EXPECT_EQ(
        codes(schedule),
        (Names{"negative-duration", "negative-duration", "absurd-duration", "beyond-calendar"}));
    EXPECT_EQ(early(schedule, 1), "2026-03-02T08:00 2026-03-02T08:00");
}

TEST(HostilePlan, WhatNeverEndsStopsAtTheEndOfTheCalendar) {
    std::vector<Task> tasks;
    std::vector<Link> links;
    for (std::uint64_t n = 1; n <= 20; ++n) {
        tasks.push_back(task(n, duration_max));
        if (n > 1) links.push_back(link(n - 1, n, LinkType::finish_start, {most, {}}));
    }
    const Schedule schedule(plan_of(tasks, links));
    EXPECT_EQ(schedule.dates(id(20))->early_finish, last_minute);
    const Names found = codes(schedule);
    EXPECT_EQ(std::count(found.begin(), found.end(), "beyond-calendar"), 20);
    EXPECT_EQ(std::count(found.begin(), found.end(), "absurd-lag"), 19);
}

TEST(HostilePlan, DatesOutsideOfTheCalendarAreReadAsItsEnds) {
    Task before = task(1, day);
    before.constraint = Constraint::must_start_on;
    before.constraint_date = least;
    Task after = task(2, day);
    after.constraint = Constraint::must_finish_on;
    after.constraint_date = most;
    Task manual = task(3, day);
    manual.is_manual = true;
    manual.start = least;
    manual.finish = most;
    const Schedule schedule(plan_of({before, after, manual}, {link(1, 2), link(2, 3)}));
    const Names found = codes(schedule);
    EXPECT_EQ(std::count(found.begin(), found.end(), "date-outside"), 3);
    EXPECT_EQ(schedule.dates(id(3))->early_finish, last_minute);
}

TEST(HostilePlan, SelfDuplicateAndDanglingLinksAreLeftOut) {
    Link again = link(1, 2);
    again.id = id(77);
    Link other_type = link(1, 2, LinkType::start_start);
    other_type.id = id(78);
    const Schedule schedule(
        plan_of({task(1, day), task(2, day)},
                {link(1, 1), link(1, 2), again, other_type, link(5, 2), link(1, 6)}));
    EXPECT_EQ(codes(schedule),
              (Names{"missing-predecessor", "missing-successor", "self-link", "duplicate-link"}));
    EXPECT_EQ(schedule.findings()[3].link, id(1'002));
    EXPECT_EQ(early(schedule, 2), "2026-03-03T08:00 2026-03-03T17:00");
}

TEST(HostilePlan, ACycleLeavesOutItsGreatestLinkAndTellsTheChain) {
    const Schedule schedule(plan_of({task(1, day), task(2, day), task(3, day), task(4, day)},
                                    {link(1, 2), link(2, 3), link(3, 1), link(3, 4)}));
    const auto findings = schedule.findings();
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].code, Code::cycle);
    EXPECT_EQ(findings[0].link, id(3'001));
    EXPECT_EQ(findings[0].chain, (std::vector{id(1), id(2), id(3)}));
    EXPECT_EQ(early(schedule, 4), "2026-03-05T08:00 2026-03-05T17:00");
}

TEST(HostilePlan, RemovingALinkOfACycleBringsBackTheOneLeftOut) {
    Schedule schedule(plan_of({task(1, day), task(2, day)}, {link(1, 2), link(2, 1)}));
    EXPECT_EQ(early(schedule, 2), "2026-03-03T08:00 2026-03-03T17:00");
    schedule.apply({{}, {}, {}, {id(1'002)}});
    EXPECT_EQ(early(schedule, 1), "2026-03-03T08:00 2026-03-03T17:00");
    EXPECT_TRUE(schedule.findings().empty());
}

TEST(HostilePlan, ALinkBetweenASummaryAndItsOwnRowIsACycle) {
    const Schedule schedule(plan_of({task(1, 0), task_below(1, 2, day)}, {link(1, 2), link(2, 1)}));
    EXPECT_EQ(codes(schedule), (Names{"cycle", "cycle"}));
    EXPECT_EQ(early(schedule, 1), "2026-03-02T08:00 2026-03-02T17:00");
}

TEST(HostilePlan, CirclesOfParentsAreCut) {
    const Schedule schedule(plan_of({task_below(2, 1, day),
                                     task_below(3, 2, day),
                                     task_below(1, 3, day),
                                     task_below(4, 4, day),
                                     task_below(99, 5, day)}));
    EXPECT_EQ(codes(schedule), (Names{"missing-parent", "parent-cycle", "parent-cycle"}));
    EXPECT_EQ(schedule.size(), 5U);
}

TEST(HostilePlan, ACalendarWithoutWorkIsReplaced) {
    CalendarSpec never;
    never.id = id(900);
    for (auto& hours : never.week) hours = DayHours();
    Plan plan = plan_of({task(1, day)});
    plan.calendar = never.id;
    plan.calendars.push_back(never);
    const Schedule schedule(plan);
    EXPECT_EQ(codes(schedule), Names{"calendar-without-work"});
    EXPECT_EQ(early(schedule, 1), "2026-03-02T08:00 2026-03-02T17:00");
}

TEST(HostilePlan, OneIdForTwoRowsKeepsOneWhateverTheOrder) {
    const Schedule first(plan_of({task(1, day), task(1, 3 * day)}));
    const Schedule second(plan_of({task(1, 3 * day), task(1, day)}));
    EXPECT_EQ(codes(first), Names{"duplicate-id"});
    EXPECT_EQ(early(first, 1), early(second, 1));
}

TEST(HostilePlan, AnActualFinishAtTheActualStartIsDoubted) {
    Task converted = task(1, day);
    converted.start = at("2026-03-03T08:00");
    converted.finish = at("2026-03-03T17:00");
    converted.actual_start = converted.actual_finish = at("2000-01-01T00:00");
    const Schedule schedule(plan_of({converted}));
    EXPECT_EQ(early(schedule, 1), "2026-03-03T08:00 2026-03-03T17:00");
    EXPECT_EQ(codes(schedule), Names{"doubtful-actuals"});
}

TEST(HostilePlan, DeepOutlinesAndLongChainsNeedNoStack) {
    std::vector<Task> tasks{task(1, day)};
    std::vector<Link> links;
    for (std::uint64_t n = 2; n <= 20'000; ++n) {
        tasks.push_back(n % 2 == 0 ? task_below(n - 1, n, day) : task_below(n - 2, n, day));
        if (n > 3) links.push_back({id(1'000'000 + n), id(n - 2), id(n), {}, {}});
    }
    const Schedule schedule(plan_of(tasks, links));
    EXPECT_EQ(schedule.size(), 20'000U);
}

// Every link of a great tangle may close a cycle.
TEST(HostilePlan, ATangleOfCyclesEndsInAnHonestTime) {
    SeededRandom random(5);
    std::vector<Task> tasks;
    std::vector<Link> links;
    for (std::uint64_t n = 1; n <= 2'000; ++n) tasks.push_back(task(n, day));
    for (std::uint64_t n = 0; n < 6'000; ++n) {
        links.push_back(
            {id(1'000'000 + n), id(1 + random.below(2'000)), id(1 + random.below(2'000)), {}, {}});
    }
    const Schedule schedule(plan_of(tasks, links));
    const Names found = codes(schedule);
    EXPECT_GT(std::count(found.begin(), found.end(), "cycle"), 500);
}

}  // namespace
}  // namespace cairn::schedule
