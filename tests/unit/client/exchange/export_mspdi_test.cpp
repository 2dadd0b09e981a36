// MSPDI out, and in again: nothing that the file can hold is lost.
#include "client/exchange/export_mspdi.h"

#include <gtest/gtest.h>

#include "client/exchange/imported_catalog.h"
#include "client/exchange/mspdi.h"
#include "shared/base/contract.h"
#include "tests/unit/client/exchange/plan_reading.h"
#include "tests/unit/client/exchange/round_trip.h"

namespace cairn::exchange {
namespace {

using merge::Value;

void expect_same(const ImportedPlan& before, const std::string& where) {
    const WrittenMspdi written = write_mspdi(Held(before).exported, "Plan");
    EXPECT_EQ(written.left_out, 0U) << where;
    const auto after = read_mspdi(written.text);
    ASSERT_TRUE(after) << where << after.error().message;
    EXPECT_EQ(after->report.dropped.count(), 0U) << where;
    expect_equally_told(before, *after, where);
}

TEST(MspdiRoundTrip, KeepsEveryFieldOfAllRealPlans) {
    const std::filesystem::path plans = shared_plans();
    if (plans.empty()) GTEST_SKIP() << "no ../shared/plans, and CAIRN_SHARED is not set";
    std::size_t files = 0;
    for (const auto& file : std::filesystem::directory_iterator(plans / "mspdi")) {
        const auto plan = read_mspdi(file_text(file.path()));
        if (!plan) continue;
        expect_same(*plan, file.path().stem());
        ++files;
    }
    EXPECT_GE(files, 20U);
}

ImportedPlan small_plan() {
    const auto plan = read_mspdi(R"(<Project xmlns="http://schemas.microsoft.com/project">
<Title>A &amp; B</Title><StartDate>2027-03-01T08:00:00</StartDate><CalendarUID>1</CalendarUID>
<Calendars><Calendar><UID>1</UID><Name>Ours</Name><IsBaseCalendar>1</IsBaseCalendar><WeekDays>
<WeekDay><DayType>2</DayType><DayWorking>1</DayWorking><WorkingTimes><WorkingTime>
<FromTime>20:00:00</FromTime><ToTime>00:00:00</ToTime></WorkingTime></WorkingTimes></WeekDay>
<WeekDay><DayType>0</DayType><DayWorking>0</DayWorking><TimePeriod>
<FromDate>2027-03-02T00:00:00</FromDate><ToDate>2027-03-03T23:59:00</ToDate></TimePeriod></WeekDay>
</WeekDays></Calendar></Calendars>
<Tasks><Task><UID>7</UID><Name>First</Name><OutlineLevel>1</OutlineLevel>
<Start>2027-03-01T20:00:00</Start><Finish>2027-03-02T00:00:00</Finish><Duration>PT4H0M0S</Duration>
<DurationFormat>37</DurationFormat></Task>
<Task><UID>9</UID><Name>Second</Name><OutlineLevel>1</OutlineLevel><Start>2027-03-02T20:00:00</Start>
<Finish>2027-03-03T00:00:00</Finish><Duration>PT8H0M0S</Duration><DurationFormat>7</DurationFormat>
<PredecessorLink><PredecessorUID>7</PredecessorUID><Type>0</Type><LinkLag>-2400</LinkLag>
<LagFormat>7</LagFormat></PredecessorLink></Task></Tasks></Project>)");
    CAIRN_ASSERT(plan.has_value());
    return *plan;
}

TEST(MspdiRoundTrip, KeepsCalendarsLagsAndMarkup) { expect_same(small_plan(), "small plan"); }

TEST(MspdiRoundTrip, LeavesOutWhatTheFormatHasNoPlaceFor) {
    ExportedPlan plan = Held(small_plan()).exported;
    plan.items.push_back({ItemId{{1}}, plan::kind::risk, merge::root_item(), {}, {}});
    EXPECT_EQ(write_mspdi(plan, "Plan").left_out, 1U);
}

TEST(MspdiRoundTrip, MakesAWishForADateAConstraint) {
    ExportedPlan plan;
    ExportedItem item{ItemId{{1}}, plan::kind::task, merge::root_item(), {}, {}};
    item.fields.push_back({plan::field::title, {}, *Value::text("Task")});
    std::vector<Value> span(8);
    span[plan::part::start] = *Value::minute("2027-03-01T08:00");
    item.fields.push_back({plan::field::span, {}, *Value::composite(span)});
    plan.items.push_back(item);
    const WrittenMspdi written = write_mspdi(plan, "Two programs, or none");
    const auto read = read_mspdi(written.text);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->title, "Two programs, or none");
    EXPECT_EQ(shown(*read, "task/1", plan::field::span), "2027-03-01.. snet 2027-03-01");
}

TEST(DatesElsewhere, AreToldAndUseTheCalendarsOfTheFile) {
    const ImportedPlan plan = small_plan();
    const auto id_of = [&](const RowKey& key) {
        ItemId id;
        for (std::size_t i = 0; i < plan.rows.size(); ++i)
            if (plan.rows[i].key == key) id.bytes[15] = static_cast<std::uint8_t>(i + 1);
        return id;
    };
    // The second task may end half a day before the first: four hours of Monday night, none of the
    // two days off, four of Thursday.
    const auto elsewhere = dates_elsewhere(plan, id_of, *plan::date_from_iso("2027-01-01"));
    ASSERT_EQ(elsewhere.size(), 1U);
    EXPECT_EQ(elsewhere[0].title, "Second");
    EXPECT_EQ(plan::to_iso(plan::LocalMinute{elsewhere[0].move.finish}), "2027-03-04T12:00");
}

}  // namespace
}  // namespace cairn::exchange
