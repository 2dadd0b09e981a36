#include "client/schedule/calendar.h"

#include <gtest/gtest.h>

#include "client/schedule/calendar_shelf.h"
#include "client/schedule/catalog_input.h"
#include "shared/base/random.h"
#include "tests/unit/client/schedule/plan_building.h"

namespace cairn::schedule {
namespace {

plan::Date date(std::string_view iso) { return *plan::date_from_iso(iso); }

Calendar calendar_with(std::vector<CalendarException> exceptions) {
    const ExceptionLayer layer = &exceptions;
    return Calendar(working_time(standard_week(), {&layer, 1}));
}

TEST(Calendar, ADurationEndsWhereWorkEndsAndBeginsWhereWorkBegins) {
    const Calendar calendar = calendar_with({});
    EXPECT_EQ(text(calendar.add(at("2026-03-02T08:00"), 480)), "2026-03-02T17:00");
    EXPECT_EQ(text(calendar.add(at("2026-03-02T08:00"), 481)), "2026-03-03T08:01");
    EXPECT_EQ(text(calendar.add(at("2026-03-09T17:00"), -480)), "2026-03-09T08:00");
    EXPECT_EQ(text(calendar.add(at("2026-03-09T08:00"), -480)), "2026-03-06T08:00");
    EXPECT_EQ(text(calendar.add(at("2026-03-07T12:00"), 0)), "2026-03-07T12:00");
}

TEST(Calendar, BetweenShiftsAMomentHasANextStartAndALastFinish) {
    const Calendar calendar = calendar_with({});
    EXPECT_EQ(text(calendar.next_start(at("2026-03-06T17:00"))), "2026-03-09T08:00");
    EXPECT_EQ(text(calendar.last_finish(at("2026-03-09T08:00"))), "2026-03-06T17:00");
    EXPECT_EQ(text(calendar.next_start(at("2026-03-06T12:30"))), "2026-03-06T13:00");
    EXPECT_EQ(text(calendar.next_start(at("2026-03-06T10:07"))), "2026-03-06T10:07");
}

TEST(Calendar, ExceptionsReplaceTheWeekAndTheShorterOneCounts) {
    const Calendar calendar = calendar_with({
        {date("2026-12-21"), date("2027-01-01"), {}},
        {date("2026-12-23"), date("2026-12-23"), DayHours({{540, 600}})},
    });
    EXPECT_EQ(calendar.between(at("2026-12-18T00:00"), at("2027-01-05T00:00")), 480 + 60 + 480);
    EXPECT_EQ(text(calendar.next_start(at("2026-12-18T17:00"))), "2026-12-23T09:00");
    EXPECT_EQ(text(calendar.add(at("2026-12-23T09:00"), 61)), "2027-01-04T08:01");
}

TEST(Calendar, ShiftsMayReachMidnight) {
    WeekHours nights;
    nights.fill(DayHours({{0, 360}, {1320, 1440}}));
    const Calendar calendar(working_time(nights, {}));
    EXPECT_EQ(text(calendar.add(at("2026-03-02T22:00"), 480)), "2026-03-03T06:00");
    EXPECT_EQ(text(calendar.next_start(at("2026-03-03T06:00"))), "2026-03-03T22:00");
    EXPECT_EQ(text(calendar.last_finish(at("2026-03-03T22:00"))), "2026-03-03T06:00");
}

TEST(Calendar, ArithmeticStopsAtTheEndsOfTime) {
    const Calendar calendar = calendar_with({});
    EXPECT_EQ(calendar.add(at("9999-12-31T08:00"), 1'000'000'000), last_minute);
    EXPECT_EQ(calendar.add(at("0001-01-02T08:00"), -1'000'000'000), first_minute);
    EXPECT_EQ(calendar.next_start(last_minute + 1'000), last_minute);
    EXPECT_EQ(calendar.last_finish(first_minute - 1'000), first_minute);
}

TEST(Calendar, AfterTheLastWorkingDayNothingStarts) {
    const Calendar calendar = calendar_with({{date("2026-03-04"), date("9999-12-31"), {}}});
    EXPECT_EQ(text(calendar.add(at("2026-03-02T08:00"), 960)), "2026-03-03T17:00");
    EXPECT_EQ(calendar.add(at("2026-03-02T08:00"), 961), last_minute);
    EXPECT_EQ(calendar.next_start(at("2026-03-03T17:00")), last_minute);
}

TEST(Calendar, AbsurdShiftsBecomeSoundOnes) {
    const DayHours hours({{900, 600}, {-60, 60}, {30, 90}, {1400, 2000}});
    EXPECT_EQ(hours, DayHours({{0, 90}, {1400, 1440}}));
}

// Day by day, as one would count on a wall calendar.
Minute counted(const WorkingTime& time, Minute moment, std::int32_t from_day) {
    Minute work = 0;
    for (std::int32_t d = from_day; Minute{d} * 1440 < moment; ++d) {
        const Stretch* stretch = &time[0];
        for (const Stretch& later : time) {
            if (later.first <= d) stretch = &later;
        }
        const auto weekday = static_cast<std::size_t>(plan::weekday_of({d}));
        for (const Shift& shift : stretch->week[weekday].shifts()) {
            const Minute begin = Minute{d} * 1440 + shift.from;
            const Minute end = std::min(moment, Minute{d} * 1440 + shift.to);
            work += std::max<Minute>(0, end - begin);
        }
    }
    return work;
}

TEST(Calendar, EqualsCountingDayByDayOnRandomCalendars) {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        SeededRandom random(seed);
        const std::int32_t from = date("2026-01-01").days;
        const auto hours = [&] {
            std::vector<Shift> shifts;
            for (std::uint64_t n = random.below(4); n > 0; --n) {
                const int begin = static_cast<int>(random.below(1440));
                shifts.push_back({begin, begin + static_cast<int>(random.below(500))});
            }
            return DayHours(std::move(shifts));
        };
        WeekHours week;
        for (DayHours& day_hours : week) day_hours = hours();
        std::vector<CalendarException> exceptions;
        for (std::uint64_t n = random.below(20); n > 0; --n) {
            const auto first = from + static_cast<std::int32_t>(random.below(200));
            exceptions.push_back(
                {{first}, {first + static_cast<std::int32_t>(random.below(9))}, hours()});
        }
        const ExceptionLayer layer = &exceptions;
        const WorkingTime time = working_time(week, {&layer, 1});
        const Calendar calendar(time);
        const Minute begin = Minute{from} * 1440;
        for (int i = 0; i < 50; ++i) {
            const Minute moment = begin + static_cast<Minute>(random.below(300 * 1440));
            const Minute work = counted(time, moment, from);
            ASSERT_EQ(calendar.between(begin, moment), work);
            const Minute total = calendar.work_before(moment);
            if (is_without_work(time)) continue;
            // The way there and back meets at the same work, at a moment where work goes on.
            const Minute start = calendar.start_at(total);
            const Minute finish = calendar.finish_at(total);
            ASSERT_EQ(calendar.work_before(start), total);
            ASSERT_EQ(calendar.work_before(finish), total);
            ASSERT_EQ(calendar.work_before(start + 1), total + 1);
            ASSERT_EQ(calendar.work_before(finish - 1), total - 1);
        }
    }
}

CalendarSpec spec(std::uint64_t number, std::optional<std::uint64_t> base = std::nullopt) {
    CalendarSpec out;
    out.id = id(number);
    if (base) out.base = id(*base);
    return out;
}

TEST(CalendarShelf, DaysLeftOpenComeFromTheBase) {
    CalendarSpec base = spec(1);
    base.week[5] = DayHours({{480, 720}});
    add_exception(base, "2026-03-03 off Carnival");
    CalendarSpec own = spec(2, 1);
    own.week[0] = DayHours();
    CalendarShelf shelf({own, base});
    const Calendar& calendar = shelf.one(id(2));
    EXPECT_EQ(text(calendar.next_start(at("2026-03-02T00:00"))), "2026-03-04T08:00");
    EXPECT_EQ(calendar.between(at("2026-03-07T00:00"), at("2026-03-08T00:00")), 240);
}

TEST(CalendarShelf, ATaskAndItsPeopleWorkWhereTheTaskAndAnyOfThemDo) {
    CalendarSpec mornings = spec(1);
    CalendarSpec early_bird = spec(2);
    CalendarSpec owl = spec(3);
    for (std::size_t weekday = 0; weekday < 5; ++weekday) {
        mornings.week[weekday] = DayHours({{360, 720}});
        early_bird.week[weekday] = DayHours({{300, 480}});
        owl.week[weekday] = DayHours({{600, 1200}});
    }
    CalendarShelf shelf({mornings, early_bird, owl});
    bool is_without_overlap = true;
    const Calendar& both =
        shelf.combined({id(1), {id(2), id(3)}, std::nullopt}, is_without_overlap);
    EXPECT_FALSE(is_without_overlap);
    EXPECT_EQ(both.between(at("2026-03-02T00:00"), at("2026-03-03T00:00")), 120 + 120);
}

TEST(CalendarShelf, CirclesOfBasesAndEmptyCalendarsAreFoundAndReplaced) {
    CalendarSpec empty = spec(3);
    for (auto& hours : empty.week) hours = DayHours();
    CalendarShelf shelf({spec(1, 2), spec(2, 1), empty, spec(4, 9)});
    std::vector<Code> found;
    for (const Finding& finding : shelf.findings()) found.push_back(finding.code);
    EXPECT_EQ(
        found,
        (std::vector{Code::calendar_cycle, Code::calendar_without_work, Code::missing_calendar}));
    EXPECT_EQ(text(shelf.one(id(3)).next_start(at("2026-03-01T00:00"))), "2026-03-02T08:00");
}

TEST(CatalogInput, ReadsHoursAndExceptionsAndRefusesNonsense) {
    EXPECT_EQ(hours_of("08:00-12:00,13:00-24:00"), DayHours({{480, 720}, {780, 1440}}));
    EXPECT_EQ(hours_of("off"), DayHours());
    for (const char* wrong : {"", "8", "08:00", "08:00-25:00", "08:00-12:00,", "x-y"}) {
        const bool is_one_shift_with_a_comma = std::string_view(wrong) == "08:00-12:00,";
        EXPECT_EQ(hours_of(wrong).has_value(), is_one_shift_with_a_comma) << wrong;
    }
    CalendarSpec calendar;
    EXPECT_TRUE(add_exception(calendar, "2027-12-24..2027-12-26 off Christmas and more"));
    EXPECT_FALSE(add_exception(calendar, "2027-12-26..2027-12-24 off"));
    EXPECT_FALSE(add_exception(calendar, "2027-02-30 off"));
    EXPECT_FALSE(add_exception(calendar, ""));
    EXPECT_EQ(calendar.exceptions.size(), 1U);
}

}  // namespace
}  // namespace cairn::schedule
