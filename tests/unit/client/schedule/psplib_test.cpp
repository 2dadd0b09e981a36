// Precedence alone of a published problem: Kolisch and Sprecher, PSPLIB, j301_1; MPM-Time 38.
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "tests/unit/client/schedule/plan_building.h"

namespace cairn::schedule {
namespace {

// One working hour in a calendar without gaps stands for one unit of the file's time.
Plan read_problem(std::istream& in) {
    Plan plan;
    CalendarSpec always;
    always.id = id(1'000'000);
    for (auto& hours : always.week) hours = DayHours({{0, 1440}});
    plan.calendars.push_back(always);
    plan.calendar = always.id;
    enum class Part { none, links, durations } part = Part::none;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("PRECEDENCE")) part = Part::links;
        if (line.starts_with("REQUESTS")) part = Part::durations;
        if (line.starts_with("RESOURCEAVAIL")) part = Part::none;
        std::istringstream words(line);
        std::uint64_t job = 0;
        std::uint64_t second = 0;
        std::uint64_t third = 0;
        if (part == Part::none || !(words >> job >> second >> third)) continue;
        if (part == Part::durations) {
            plan.tasks.push_back(task(job, static_cast<Minute>(third) * 60));
            continue;
        }
        for (std::uint64_t next = 0; words >> next;) plan.links.push_back(link(job, next));
    }
    return plan;
}

TEST(Psplib, TheMakespanOfJ301IsThirtyEight) {
    const std::filesystem::path plans = shared_plans();
    if (plans.empty()) GTEST_SKIP() << "no ../shared/plans, and CAIRN_SHARED is not set";
    std::ifstream in(plans / "psplib" / "j301_1.sm");
    const Schedule schedule(read_problem(in));
    ASSERT_EQ(schedule.size(), 32U);
    EXPECT_EQ(schedule.dates(id(32))->early_finish, 38 * 60);
    EXPECT_EQ(schedule.dates(id(1))->late_start, 0);
    EXPECT_TRUE(schedule.findings().empty());
}

}  // namespace
}  // namespace cairn::schedule
