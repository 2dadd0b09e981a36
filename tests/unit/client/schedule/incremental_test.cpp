// An edit must give what starting anew gives. CAIRN_SCHEDULE_EDITS=10000 makes these runs long.
#include <cstdlib>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "tests/unit/client/schedule/random_plan.h"

namespace cairn::schedule {
namespace {

int edits_wanted(int usual) {
    const char* wanted = std::getenv("CAIRN_SCHEDULE_EDITS");
    return wanted != nullptr ? std::max(1, std::atoi(wanted)) : usual;
}

using AllDates = std::map<ItemId, Dates>;

AllDates all_dates(const Schedule& schedule, const Plan& plan) {
    AllDates out;
    for (const Task& task : plan.tasks) out.emplace(task.id, *schedule.dates(task.id));
    return out;
}

void expect_equal(const Schedule& ours, const Schedule& anew, const Plan& plan) {
    ASSERT_EQ(ours.size(), anew.size());
    for (const Task& task : plan.tasks) {
        ASSERT_EQ(ours.dates(task.id), anew.dates(task.id)) << "task " << to_base32(task.id.view());
        ASSERT_EQ(ours.slack(task.id), anew.slack(task.id));
    }
}

void expect_told(const std::vector<ItemId>& told, const AllDates& before, const AllDates& after) {
    std::set<ItemId> moved;
    for (const auto& [id, dates] : after) {
        const auto known = before.find(id);
        if (known == before.end() || known->second != dates) moved.insert(id);
    }
    ASSERT_EQ(std::set<ItemId>(told.begin(), told.end()), moved);
    ASSERT_EQ(told.size(), moved.size());
}

void run(std::uint64_t seed, const RandomPlanSize& size, int edits) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    RandomPlan random(seed, size);
    Schedule schedule(random.plan());
    AllDates before = all_dates(schedule, random.plan());
    for (int i = 0; i < edits; ++i) {
        SCOPED_TRACE("edit " + std::to_string(i));
        const std::vector<ItemId> told = schedule.apply(random.edit());
        const Schedule anew(random.plan());
        expect_equal(schedule, anew, random.plan());
        AllDates after = all_dates(schedule, random.plan());
        expect_told(told, before, after);
        if (i % 50 == 0) {
            ASSERT_EQ(schedule.findings(), anew.findings());
            ASSERT_EQ(schedule.critical(), anew.critical());
        }
        if (testing::Test::HasFatalFailure()) return;
        before = std::move(after);
    }
}

TEST(Incremental, EqualsAScheduleFromTheStart) {
    run(1, {2'000, 3'000, 0, false}, edits_wanted(60));
}

TEST(Incremental, EqualsAScheduleFromTheStartWhereLinksCloseCycles) {
    run(2, {2'000, 3'000, 3, false}, edits_wanted(25));
}

TEST(Incremental, EqualsAScheduleFromTheStartWhereTasksGoAsLateAsTheyCan) {
    run(3, {500, 700, 0, true}, edits_wanted(100));
}

TEST(Incremental, EqualsAScheduleFromTheStartOnManySmallPlans) {
    for (std::uint64_t seed = 100; seed < 140; ++seed) {
        run(seed, {30, 40, seed % 3 == 0 ? 100U : 0U, seed % 2 == 0}, edits_wanted(40));
        if (HasFatalFailure()) return;
    }
}

TEST(Incremental, NeverDependsOnTheOrderOfItsInput) {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        RandomPlan random(seed, {400, 600, seed % 2 == 0 ? 50U : 0U, true});
        const Schedule first(random.plan());
        const Schedule second(random.shuffled());
        expect_equal(first, second, random.plan());
        ASSERT_EQ(first.findings(), second.findings());
        for (const Task& task : random.plan().tasks) {
            ASSERT_EQ(first.why(task.id), second.why(task.id));
        }
    }
}

TEST(Incremental, AnEditThatChangesNothingTellsNothing) {
    RandomPlan random(7, {300, 400, 0, false});
    Schedule schedule(random.plan());
    EXPECT_TRUE(schedule.apply({{random.plan().tasks[40]}, {}, {}, {}}).empty());
}

}  // namespace
}  // namespace cairn::schedule
