#include "client/plan/text_input.h"

#include <gtest/gtest.h>

namespace cairn::plan {
namespace {

const Date monday = *date_from_iso("2027-03-01");

std::string day(std::string_view text, Date today = monday) {
    const auto date = parse_date(text, today);
    return date ? to_iso(*date) : "refused";
}

TEST(TextInput, ReadsDatesAsPeopleWriteThem) {
    EXPECT_EQ(day("2027-03-01"), "2027-03-01");
    EXPECT_EQ(day(" Today "), "2027-03-01");
    EXPECT_EQ(day("tomorrow"), "2027-03-02");
    EXPECT_EQ(day("fri"), "2027-03-05");
    EXPECT_EQ(day("Friday"), "2027-03-05");
    EXPECT_EQ(day("mon"), "2027-03-08") << "a weekday is the next one after today";
    EXPECT_EQ(day("+2w"), "2027-03-15");
    EXPECT_EQ(day("-3d"), "2027-02-26");
    EXPECT_EQ(day("+1mo", *date_from_iso("2027-01-31")), "2027-02-28");
    EXPECT_EQ(day("+1y", *date_from_iso("2028-02-29")), "2029-02-28");
    EXPECT_EQ(day("eow"), "2027-03-05");
    EXPECT_EQ(day("eom"), "2027-03-31");
    EXPECT_EQ(day("eoq"), "2027-03-31");
    EXPECT_EQ(day("eoy"), "2027-12-31");
}

TEST(TextInput, RefusesWhatIsNoDateAndSaysWhatWouldDo) {
    for (const char* text : {"", "soon", "fr", "2027-02-30", "+w", "+2", "+9999999999d", "2w"}) {
        EXPECT_EQ(day(text), "refused") << text;
    }
    EXPECT_NE(parse_date("soon", monday).error().message.find("2027-03-01"), std::string::npos);
}

TEST(TextInput, GivesADateAloneTheUsualTime) {
    EXPECT_EQ(to_iso(*parse_minute("fri", monday, 480)), "2027-03-05T08:00");
    EXPECT_EQ(to_iso(*parse_minute("fri 9:30", monday, 480)), "2027-03-05T09:30");
    EXPECT_EQ(to_iso(*parse_minute("2027-03-02T17:00", monday, 480)), "2027-03-02T17:00");
    EXPECT_FALSE(parse_minute("2027-03-02T25:00", monday, 480));
}

std::int64_t minutes(std::string_view text) {
    const auto duration = parse_duration(text, WorkingUnits{});
    return duration ? duration->amount : INT64_MIN;
}

TEST(TextInput, ReadsLengthsOfTime) {
    EXPECT_EQ(minutes("3d"), 1440);
    EXPECT_EQ(minutes("40h"), 2400);
    EXPECT_EQ(minutes("1.5w"), 3600);
    EXPECT_EQ(minutes("2 days"), 960);
    EXPECT_EQ(minutes("-1d"), -480);
    EXPECT_EQ(minutes("-0.5d"), -240);
    EXPECT_EQ(minutes("3ed"), 4320);
    EXPECT_EQ(minutes("50%"), 50);
    EXPECT_EQ(minutes("1mo"), 9600);
    for (const char* text : {"", "d", "3", "3x", "1.2.3d", "--1d", "99999999999d", "1e9d"}) {
        EXPECT_EQ(minutes(text), INT64_MIN) << text;
    }
}

TEST(TextInput, PrintsALengthSoThatItIsReadBackTheSame) {
    const WorkingUnits units;
    for (ChoiceNumber shown_in = 1; shown_in <= 12; ++shown_in) {
        for (std::int64_t amount = -50000; amount <= 50000; amount += 37) {
            const Duration duration{amount, shown_in};
            const std::string text = print_duration(duration, units);
            const auto back = parse_duration(text, units);
            ASSERT_TRUE(back) << text;
            ASSERT_EQ(*back, duration) << text;
        }
    }
}

TEST(ParsePastDay, MeansTheLastWeekdayAndMayNameATime) {
    const auto read = [](std::string_view text) -> std::string {
        const auto day = parse_past_day(text, monday);
        if (!day) return "none";
        return to_iso(day->date) + (day->minute ? " " + clock_text(*day->minute) : "");
    };
    const auto days_ago = [](int days) { return to_iso(*add_days(monday, -days)); };
    EXPECT_EQ(read("fri"), days_ago(3));
    EXPECT_EQ(read("tuesday"), days_ago(6));
    EXPECT_EQ(read("mon"), days_ago(7)) << "not today";
    EXPECT_EQ(read("yesterday 9:05"), days_ago(1) + " 09:05");
    EXPECT_EQ(read("-2w"), days_ago(14));
    EXPECT_EQ(read("2026-11-20T14:00"), "2026-11-20 14:00");
    EXPECT_EQ(read("2026-11-20  14:00"), "2026-11-20 14:00");
    for (const char* text : {"", "report", "2026-11-31", "fri 25:00", "14:00", "8f3k2m1q"})
        EXPECT_EQ(read(text), "none") << text;
}

}  // namespace
}  // namespace cairn::plan
