#include <gtest/gtest.h>

#include "tests/unit/client/schedule/plan_building.h"

namespace cairn::schedule {
namespace {

using What = Reason::What;

std::vector<What> kinds(const std::vector<Reason>& reasons) {
    std::vector<What> out;
    for (const Reason& reason : reasons) out.push_back(reason.what);
    return out;
}

TEST(Why, FollowsTheLinkThatDecidesBackToThePlansStart) {
    const Schedule schedule(
        plan_of({task(1, day), task(2, 3 * day), task(3, day)}, {link(1, 3), link(2, 3)}));
    const auto reasons = schedule.why(id(3));
    EXPECT_EQ(kinds(reasons), (std::vector{What::calendar, What::link, What::plan_start}));
    EXPECT_EQ(reasons[1].link, id(2'003));
    EXPECT_EQ(reasons[1].other, id(2));
    EXPECT_EQ(text(reasons[1].date), "2026-03-04T17:00");
    EXPECT_EQ(schedule.driving_path(id(3)), (std::vector{id(2), id(3)}));
}

TEST(Why, NamesTheConstraintThatIsLaterThanEveryLink) {
    Task second = task(2, day);
    second.constraint = Constraint::start_no_earlier;
    second.constraint_date = at("2026-03-10T08:00");
    const Schedule schedule(plan_of({task(1, day), second}, {link(1, 2)}));
    const auto reasons = schedule.why(id(2));
    ASSERT_EQ(kinds(reasons), std::vector{What::constraint});
    EXPECT_EQ(text(reasons[0].date), "2026-03-10T08:00");
}

TEST(Why, ALinkOnASummaryIsToldWithTheSummary) {
    const Schedule schedule(
        plan_of({task(1, day), task(10, 0), task_below(10, 11, day)}, {link(1, 10)}));
    const auto reasons = schedule.why(id(11));
    ASSERT_EQ(kinds(reasons), (std::vector{What::calendar, What::summary_link, What::plan_start}));
    EXPECT_EQ(reasons[1].via, id(10));
}

TEST(Why, ASummaryPointsToTheRowThatMakesItsDate) {
    const Schedule schedule(
        plan_of({task(10, 0), task_below(10, 11, day), task_below(10, 12, 2 * day), task(3, day)},
                {link(10, 3)}));
    const auto of_successor = schedule.why(id(3));
    ASSERT_EQ(kinds(of_successor),
              (std::vector{What::calendar, What::link, What::rows_below, What::plan_start}));
    EXPECT_EQ(of_successor[2].other, id(12));
}

TEST(Why, WhatHasBegunOrIsPlacedByHandStandsForItself) {
    Task manual = task(1, day);
    manual.is_manual = true;
    manual.start = at("2026-03-05T08:00");
    const Schedule schedule(plan_of({manual, task(2, day)}, {link(1, 2)}));
    EXPECT_EQ(kinds(schedule.why(id(2))), (std::vector{What::calendar, What::link, What::manual}));
}

TEST(Why, AFinishAskedForByALinkIsToldAsOne) {
    const Schedule schedule(
        plan_of({task(1, 5 * day), task(2, day)}, {link(1, 2, LinkType::finish_finish)}));
    const auto reasons = schedule.why(id(2));
    ASSERT_EQ(kinds(reasons), (std::vector{What::link, What::plan_start}));
    EXPECT_TRUE(reasons[0].is_of_finish);
}

}  // namespace
}  // namespace cairn::schedule
