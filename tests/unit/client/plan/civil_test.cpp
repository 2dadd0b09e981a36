#include "client/plan/civil.h"

#include <gtest/gtest.h>

namespace cairn::plan {
namespace {

TEST(Civil, CountsDaysFromTheEpoch) {
    EXPECT_EQ(make_date({1970, 1, 1})->days, 0);
    EXPECT_EQ(make_date({2000, 3, 1})->days, 11017);
    EXPECT_EQ(make_date({1969, 12, 31})->days, -1);
}

TEST(Civil, GoesThereAndBackForEveryDayOfTheYears1To9999) {
    const Date first = *make_date({1, 1, 1});
    const Date last = *make_date({9999, 12, 31});
    for (Date day = first; day <= last; day.days += 1) {
        ASSERT_EQ(make_date(parts_of(day)), day) << day.days;
    }
    EXPECT_EQ(last.days - first.days + 1, 3652059);
}

TEST(Civil, RefusesDaysThatDoNotExist) {
    for (const char* text : {"2027-02-29",
                             "2027-13-01",
                             "2027-00-01",
                             "0000-01-01",
                             "2027-1-1",
                             "27-01-01",
                             "2027-01-32",
                             "+027-01-01",
                             ""}) {
        EXPECT_FALSE(date_from_iso(text)) << text;
    }
    EXPECT_TRUE(date_from_iso("2028-02-29"));
    EXPECT_FALSE(make_date({1900, 2, 29}));
    EXPECT_TRUE(make_date({2000, 2, 29}));
}

TEST(Civil, KnowsWeekdays) {
    EXPECT_EQ(weekday_of(*date_from_iso("1970-01-01")), 3);
    EXPECT_EQ(weekday_of(*date_from_iso("2027-03-01")), 0);
    EXPECT_EQ(weekday_of(*date_from_iso("1969-12-28")), 6);
}

TEST(Civil, StaysWithinTheYearsItKnows) {
    EXPECT_FALSE(add_days(*date_from_iso("9999-12-31"), 1));
    EXPECT_FALSE(add_days(*date_from_iso("0001-01-01"), -1));
    EXPECT_FALSE(add_months(*date_from_iso("0001-01-31"), -1));
    EXPECT_FALSE(add_days(*date_from_iso("2027-01-01"), INT64_MAX));
    EXPECT_EQ(to_iso(*add_months(*date_from_iso("2027-01-31"), 1)), "2027-02-28");
    EXPECT_EQ(to_iso(*add_months(*date_from_iso("2027-03-31"), -13)), "2026-02-28");
}

TEST(Civil, SplitsMinutesBeforeTheEpochToo) {
    const auto minute = minute_from_iso("1969-12-31T23:59");
    ASSERT_TRUE(minute);
    EXPECT_EQ(minute->minutes, -1);
    EXPECT_EQ(to_iso(*minute), "1969-12-31T23:59");
    EXPECT_EQ(to_iso(*minute_from_iso("0001-01-01T00:00")), "0001-01-01T00:00");
    EXPECT_FALSE(minute_from_iso("2027-01-01T24:00"));
    EXPECT_FALSE(minute_from_iso("2027-01-01 08:00"));
}

}  // namespace
}  // namespace cairn::plan
