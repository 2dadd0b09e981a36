#include "client/exchange/mspdi.h"

#include <gtest/gtest.h>

#include "tests/unit/client/exchange/plan_reading.h"

namespace cairn::exchange {
namespace {

std::string project(const std::string& inside) {
    return "<?xml version=\"1.0\"?><Project xmlns=\"http://schemas.microsoft.com/project\">"
           "<Title>Bridge</Title><CurrencyCode>EUR</CurrencyCode>"
           "<StartDate>2027-03-01T08:00:00</StartDate>" +
           inside + "</Project>";
}

std::string task(int uid, int level, const std::string& more) {
    return "<Task><UID>" + std::to_string(uid) + "</UID><Name>T" + std::to_string(uid) +
           "</Name><OutlineLevel>" + std::to_string(level) + "</OutlineLevel>" + more + "</Task>";
}

ImportedPlan read(const std::string& inside) {
    auto plan = read_mspdi(project(inside));
    EXPECT_TRUE(plan) << (plan ? "" : plan.error().message);
    return plan ? std::move(*plan) : ImportedPlan{};
}

TEST(Mspdi, BuildsTheTreeFromOrderAndOutlineLevel) {
    const ImportedPlan plan =
        read("<Tasks>" + task(0, 0, "") + task(1, 1, "") + task(2, 2, "") + task(3, 3, "") +
             task(4, 2, "<Milestone>1</Milestone>") + task(5, 1, "") + "</Tasks>");
    EXPECT_EQ(row_of(plan, "project")->kind, plan::kind::program);
    EXPECT_EQ(row_of(plan, "project")->title, "Bridge");
    EXPECT_EQ(row_of(plan, "task/1")->kind, plan::kind::initiative);
    EXPECT_EQ(row_of(plan, "task/1")->parent.text, "project");
    EXPECT_EQ(row_of(plan, "task/3")->parent.text, "task/2");
    EXPECT_EQ(row_of(plan, "task/4")->parent.text, "task/1");
    EXPECT_EQ(row_of(plan, "task/4")->kind, plan::kind::milestone);
    EXPECT_EQ(row_of(plan, "task/5")->parent.text, "project");
    EXPECT_EQ(row_of(plan, "task/0"), nullptr) << "UID 0 is the project itself";
}

TEST(Mspdi, HangsARowThatSkipsALevelOnTheDeepestAboveIt) {
    const ImportedPlan plan = read("<Tasks>" + task(1, 1, "") + task(2, 4, "") + task(3, 3, "") +
                                   task(4, 1, "") + "</Tasks>");
    EXPECT_EQ(row_of(plan, "task/2")->parent.text, "task/1");
    EXPECT_EQ(row_of(plan, "task/3")->parent.text, "task/1");
    EXPECT_EQ(row_of(plan, "task/4")->parent.text, "project");
    EXPECT_EQ(plan.report.warnings.count(), 2U);
}

TEST(Mspdi, TellsWhereTheOutlineIsDeeperThanItTakes) {
    std::string tasks;
    for (int level = 1; level <= 131; ++level) tasks += task(level, level, "");
    const ImportedPlan plan = read("<Tasks>" + tasks + "</Tasks>");
    EXPECT_EQ(row_of(plan, "task/129")->parent.text, "task/128");
    EXPECT_EQ(row_of(plan, "task/131")->parent.text, "task/128");
    ASSERT_EQ(plan.report.warnings.count(), 2U) << "for each that has rows below it";
    EXPECT_NE(plan.report.warnings.notes()[0].what.find("deeper than 128"), std::string::npos);
}

TEST(Mspdi, KeepsDatesDurationAndConstraintAsOneSpan) {
    const ImportedPlan plan =
        read("<Tasks>" +
             task(1,
                  1,
                  "<Start>2027-03-01T08:00:00</Start><Finish>2027-03-05T17:00:00</Finish>"
                  "<Duration>PT40H0M0S</Duration><DurationFormat>39</DurationFormat>"
                  "<ConstraintType>4</ConstraintType><ConstraintDate>2027-03-01T08:00:00"
                  "</ConstraintDate><Manual>1</Manual>") +
             task(2, 1, "<Duration>PT72H0M0S</Duration><DurationFormat>8</DurationFormat>") +
             "</Tasks>");
    EXPECT_EQ(shown(plan, "task/1", plan::field::span),
              "2027-03-01..2027-03-05 5d? snet 2027-03-01 manual");
    EXPECT_EQ(shown(plan, "task/2", plan::field::span), "3ed");
    EXPECT_EQ(shown(plan, "project", plan::field::span), "2027-03-01..");
}

TEST(Mspdi, LeavesTheDatesOfASummaryToTheRowsBelowIt) {
    const std::string dates =
        "<Start>2027-03-01T08:00:00</Start><Finish>2027-03-05T17:00:00</Finish>"
        "<Work>PT8H0M0S</Work><PercentComplete>50</PercentComplete>";
    const ImportedPlan plan = read("<Tasks>" + task(1, 1, dates) + task(2, 2, dates) + "</Tasks>");
    EXPECT_EQ(shown(plan, "task/1", plan::field::span), "");
    EXPECT_EQ(shown(plan, "task/1", plan::field::estimate), "");
    EXPECT_EQ(shown(plan, "task/2", plan::field::estimate), "8h");
    EXPECT_EQ(shown(plan, "task/2", plan::field::progress), "50");
    EXPECT_EQ(shown(plan, "task/2", plan::field::status), "in-progress");
}

std::string predecessor(const std::string& uid, int type, const std::string& lag, int format) {
    return "<PredecessorLink><PredecessorUID>" + uid + "</PredecessorUID><Type>" +
           std::to_string(type) + "</Type><LinkLag>" + lag + "</LinkLag><LagFormat>" +
           std::to_string(format) + "</LagFormat></PredecessorLink>";
}

TEST(Mspdi, ReadsEveryTypeOfLinkAndUnitOfLag) {
    struct Case {
        int type;
        int format;
        std::string lag;
        std::string type_shown;
        std::string lag_shown;
    };
    const Case cases[] = {{0, 7, "4800", "ff", "1d"},
                          {1, 7, "0", "fs", ""},
                          {2, 7, "-4800", "sf", "-1d"},
                          {3, 5, "600", "ss", "1h"},
                          {1, 19, "50", "fs", "50%"},
                          {1, 20, "-25", "fs", "-25e%"},
                          {1, 8, "28800", "fs", "2ed"},
                          {1, 9, "24000", "fs", "1w"},
                          {1, 39, "4800", "fs", "1d"},
                          {1, 3, "10", "fs", "1min"}};
    std::string tasks = task(1, 1, "");
    int uid = 2;
    for (const Case& one : cases) {
        tasks += task(uid++, 1, predecessor("1", one.type, one.lag, one.format));
    }
    const ImportedPlan plan = read("<Tasks>" + tasks + "</Tasks>");
    uid = 2;
    for (const Case& one : cases) {
        const std::string key = "task/" + std::to_string(uid++);
        const ImportedLink* link = link_of(plan, key, plan::link::depends, "task/1");
        ASSERT_NE(link, nullptr) << key;
        EXPECT_EQ(shown(link->fields, plan::field::dependency), one.type_shown);
        EXPECT_EQ(shown(link->fields, plan::field::lag), one.lag_shown);
    }
}

TEST(Mspdi, DropsLinksThatLeadNowhereAndSaysSo) {
    const ImportedPlan plan =
        read("<Tasks>" + task(1, 1, predecessor("99", 1, "0", 7) + predecessor("1", 1, "0", 7)) +
             task(2, 1, predecessor("1", 1, "0", 7) + predecessor("1", 0, "0", 7)) + "</Tasks>");
    EXPECT_EQ(plan.links.size(), 1U);
    ASSERT_EQ(plan.report.dropped.count(), 3U);
    EXPECT_EQ(plan.report.dropped.notes()[0].what, "one end is not in the file");
    EXPECT_EQ(plan.report.dropped.notes()[1].what, "it leads to itself");
}

TEST(Mspdi, KeepsCyclesOfDependenciesAsTheyAre) {
    const ImportedPlan plan = read("<Tasks>" + task(1, 1, predecessor("2", 1, "0", 7)) +
                                   task(2, 1, predecessor("1", 1, "0", 7)) + "</Tasks>");
    EXPECT_EQ(plan.links.size(), 2U);
    EXPECT_EQ(plan.report.dropped.count(), 0U);
}

TEST(Mspdi, MakesPeopleOfResourcesAndTheOnlyOneTheOwner) {
    const ImportedPlan plan =
        read("<Tasks>" + task(1, 1, "") + task(2, 1, "") +
             "</Tasks><Resources><Resource><UID>0</UID></Resource>"
             "<Resource><UID>1</UID><Name>Welder</Name><Type>1</Type><MaxUnits>2</MaxUnits>"
             "</Resource><Resource><UID>2</UID><Name>Fitter</Name><Type>1</Type></Resource>"
             "<Resource><UID>3</UID><Name>Steel</Name><Type>0</Type></Resource></Resources>"
             "<Assignments>"
             "<Assignment><TaskUID>1</TaskUID><ResourceUID>1</ResourceUID><Units>0.5</Units>"
             "<Work>PT4H0M0S</Work></Assignment>"
             "<Assignment><TaskUID>1</TaskUID><ResourceUID>3</ResourceUID></Assignment>"
             "<Assignment><TaskUID>2</TaskUID><ResourceUID>1</ResourceUID></Assignment>"
             "<Assignment><TaskUID>2</TaskUID><ResourceUID>2</ResourceUID></Assignment>"
             "<Assignment><TaskUID>2</TaskUID><ResourceUID>-65535</ResourceUID></Assignment>"
             "</Assignments>");
    EXPECT_EQ(shown(plan, "resource/1", plan::field::capacity), "200");
    EXPECT_EQ(shown(plan, "resource/3", plan::field::resource_type), "material");
    EXPECT_EQ(shown(plan, "task/1", plan::field::owner), "-> resource/1");
    EXPECT_EQ(shown(plan, "task/2", plan::field::owner), "") << "the file does not say who";
    const ImportedLink* link = link_of(plan, "task/1", plan::link::responsible, "resource/1");
    ASSERT_NE(link, nullptr);
    EXPECT_EQ(shown(link->fields, plan::field::units), "50");
    EXPECT_EQ(shown(link->fields, plan::field::work), "4h");
    EXPECT_EQ(plan.links.size(), 4U);
}

TEST(Mspdi, KeepsCalendarsWithTheirWeeksAndExceptions) {
    const std::string hours =
        "<WorkingTimes><WorkingTime><FromTime>08:00:00</FromTime><ToTime>12:00:00</ToTime>"
        "</WorkingTime><WorkingTime><FromTime>13:00:00</FromTime><ToTime>00:00:00</ToTime>"
        "</WorkingTime></WorkingTimes>";
    const ImportedPlan plan = read(
        "<CalendarUID>1</CalendarUID><Calendars>"
        "<Calendar><UID>2</UID><Name>Night</Name><IsBaseCalendar>0</IsBaseCalendar>"
        "<BaseCalendarUID>1</BaseCalendarUID><WeekDays><WeekDay><DayType>7</DayType>"
        "<DayWorking>1</DayWorking>" +
        hours +
        "</WeekDay></WeekDays></Calendar>"
        "<Calendar><UID>1</UID><Name>Standard</Name><IsBaseCalendar>1</IsBaseCalendar><WeekDays>"
        "<WeekDay><DayType>1</DayType><DayWorking>0</DayWorking></WeekDay>"
        "<WeekDay><DayType>2</DayType><DayWorking>1</DayWorking>" +
        hours +
        "</WeekDay>"
        "<WeekDay><DayType>0</DayType><DayWorking>0</DayWorking><TimePeriod>"
        "<FromDate>2027-12-24T00:00:00</FromDate><ToDate>2027-12-26T23:59:00</ToDate>"
        "</TimePeriod></WeekDay></WeekDays><Exceptions><Exception><TimePeriod>"
        "<FromDate>2027-12-24T00:00:00</FromDate><ToDate>2027-12-26T23:59:00</ToDate>"
        "</TimePeriod><Name>Christmas</Name><Type>1</Type></Exception></Exceptions></Calendar>"
        "</Calendars>");
    EXPECT_EQ(shown(plan, "calendar/1", plan::field::week),
              "08:00-12:00,13:00-24:00; -; -; -; -; -; off");
    ASSERT_EQ(row_of(plan, "calendar/1")->elements.size(), 1U);
    EXPECT_EQ(row_of(plan, "calendar/1")->elements[0].element,
              "t2027-12-24..2027-12-26 off Christmas");
    EXPECT_EQ(shown(plan, "calendar/2", plan::field::base_calendar), "-> calendar/1");
    EXPECT_EQ(shown(plan, "project", plan::field::calendar), "-> calendar/1");
}

TEST(Mspdi, KeepsBaselinesAsLinksToABaseline) {
    const ImportedPlan plan =
        read("<Tasks>" +
             task(1,
                  1,
                  "<Baseline><Number>0</Number><Start>2027-03-01T08:00:00</Start>"
                  "<Finish>2027-03-02T17:00:00</Finish><Duration>PT16H0M0S</Duration>"
                  "<DurationFormat>7</DurationFormat><Work>PT16H0M0S</Work></Baseline>") +
             "</Tasks>");
    ASSERT_NE(row_of(plan, "baseline/0"), nullptr);
    const ImportedLink* link = link_of(plan, "task/1", plan::link::baselined, "baseline/0");
    ASSERT_NE(link, nullptr);
    EXPECT_EQ(shown(link->fields, plan::field::baseline_span),
              "2027-03-01T08:00; 2027-03-02T17:00; 960; d; 960");
}

TEST(Mspdi, ReadsMoneyInTheProjectsCurrency) {
    const ImportedPlan plan = read("<Tasks>" + task(1, 1, "<Cost>120050</Cost>") + "</Tasks>");
    EXPECT_EQ(shown(plan, "task/1", plan::field::budget), "1200.50 EUR");
}

TEST(Mspdi, KeepsWhatElseATaskSays) {
    const ImportedPlan plan =
        read("<Tasks>" +
             task(1,
                  1,
                  "<Deadline>2027-04-01T17:00:00</Deadline><Notes>Mind the &lt;gap&gt;</Notes>"
                  "<Priority>700</Priority><Active>0</Active><PercentComplete>100"
                  "</PercentComplete><HyperlinkAddress>https://example.org</HyperlinkAddress>"
                  "<ActualStart>2027-03-01T08:00:00</ActualStart>") +
             "</Tasks>");
    EXPECT_EQ(shown(plan, "task/1", plan::field::due), "2027-04-01T17:00");
    EXPECT_EQ(shown(plan, "task/1", plan::field::notes), "Mind the <gap>");
    EXPECT_EQ(shown(plan, "task/1", plan::field::leveling), "700");
    EXPECT_EQ(shown(plan, "task/1", plan::field::inactive), "yes");
    EXPECT_EQ(shown(plan, "task/1", plan::field::status), "done");
    EXPECT_EQ(shown(plan, "task/1", plan::field::url), "https://example.org");
    EXPECT_EQ(shown(plan, "task/1", plan::field::actual_start), "2027-03-01");
}

TEST(Mspdi, TellsOtherFilesByTheirName) {
    struct Case {
        std::string text;
        std::string says;
    };
    const Case cases[] = {
        {"<APIBusinessObjects xmlns=\"http://xmlns.oracle.com/Primavera/P6\"/>", "Primavera P6"},
        {"<project><task><pID>1</pID></task></project>", "jsGantt"},
        {"<project name=\"x\"><tasks/></project>", "GanttProject"},
        {"<Project xmlns=\"urn:other\"><Tasks/></Project>", "namespace 'urn:other'"},
        {"<html/>", "root element is 'html'"},
        {project(""), "no tasks, resources or calendars"}};
    for (const Case& one : cases) {
        const auto plan = read_mspdi(one.text);
        ASSERT_FALSE(plan) << one.text;
        EXPECT_EQ(plan.error().fault, ImportFault::wrong_format);
        EXPECT_NE(plan.error().message.find(one.says), std::string::npos) << plan.error().message;
    }
}

}  // namespace
}  // namespace cairn::exchange
