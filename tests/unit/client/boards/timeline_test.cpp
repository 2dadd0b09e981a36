#include "client/boards/timeline.h"

#include <gtest/gtest.h>

namespace cairn::boards {
namespace {

plan::Date day(const std::string& iso) { return *plan::date_from_iso(iso); }

TimelineRow row(const std::string& start, const std::string& finish) {
    TimelineRow made;
    made.start = day(start);
    made.finish = day(finish);
    return made;
}

const TimelineFrame ten_days{day("2027-01-01"), day("2027-01-10"), day("2027-01-10"), 10};

TEST(Timeline, DrawsABarFromItsFirstDayToItsLast) {
    TimelineRow bar = row("2027-01-02", "2027-01-05");
    EXPECT_EQ(bar_of(ten_days, bar), " ░░░░    │");
    bar.percent_done = 50;
    EXPECT_EQ(bar_of(ten_days, bar), " ██░░    │");
    bar.is_critical = true;
    EXPECT_EQ(bar_of(ten_days, bar), " ██▓▓    │");
    bar.is_summary = true;
    EXPECT_EQ(bar_of(ten_days, bar), " ▬▬▬▬    │");
}

TEST(Timeline, DrawsMilestonesAndWhereTheBaselineEnded) {
    TimelineRow milestone = row("2027-01-06", "2027-01-06");
    milestone.is_milestone = true;
    milestone.baseline_finish = day("2027-01-04");
    EXPECT_EQ(bar_of(ten_days, milestone), "   ┆ ◇   │");
    EXPECT_TRUE(milestone.left_baseline());
    milestone.is_critical = true;
    EXPECT_EQ(bar_of(ten_days, milestone), "   ┆ ◆   │");
    milestone.baseline_finish = milestone.finish;
    EXPECT_FALSE(milestone.left_baseline());
    EXPECT_FALSE(row("2027-01-06", "2027-01-06").left_baseline()) << "it has none";
}

TEST(Timeline, CutsWhatReachesBeyondTheFrame) {
    EXPECT_EQ(bar_of(ten_days, row("2026-01-01", "2028-01-01")), "░░░░░░░░░░");
}

TEST(Timeline, NamesTheStepsThatHaveRoom) {
    const auto header = header_of({day("2027-01-01"), day("2027-02-28"), day("2027-01-10"), 59});
    ASSERT_EQ(header.size(), 2U);
    EXPECT_EQ(header[0].substr(0, 39), "Jan 2027" + std::string(23, ' ') + "Feb 2027");
    EXPECT_EQ(header[1].substr(0, 14), "28 04     11  ");
    const auto years = header_of({day("2027-01-01"), day("2030-12-31"), day("2027-01-10"), 80});
    EXPECT_EQ(years[0].substr(0, 23), "2027" + std::string(15, ' ') + "2028");
    EXPECT_EQ(years[1].substr(0, 8), "Q1  Q2  ");
}

TEST(Timeline, ShowsAllRowsAndTodayIfItIsNear) {
    const std::vector<TimelineRow> rows{row("2027-02-01", "2027-03-31")};
    EXPECT_LE(frame_around(rows, day("2027-01-15"), 80).first, day("2027-01-15"));
    EXPECT_GT(frame_around(rows, day("2026-01-15"), 80).first, day("2026-12-31"));
    EXPECT_GE(frame_around(rows, day("2026-01-15"), 80).last, day("2027-03-31"));
    EXPECT_EQ(frame_around({}, day("2027-01-15"), 3).columns, 10U);
    const TimelineFrame widest =
        frame_around({row("0001-01-01", "9999-12-31")}, day("2027-01-15"), 80);
    EXPECT_EQ(header_of(widest).size(), 2U) << "and it ends";
}

}  // namespace
}  // namespace cairn::boards
