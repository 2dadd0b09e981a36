// GanttProject in, out, and in again; and files made to hurt.
#include "client/exchange/gan.h"

#include <gtest/gtest.h>

#include "client/exchange/export_gan.h"
#include "client/exchange/import_format.h"
#include "tests/unit/client/exchange/plan_reading.h"
#include "tests/unit/client/exchange/round_trip.h"

namespace cairn::exchange {
namespace {

using merge::Value;

std::string project(const std::string& tasks, const std::string& rest = "") {
    return R"(<?xml version="1.0" encoding="UTF-8"?><project name="A &amp; B" version="3.3">)" +
           rest + "<tasks>" + tasks + "</tasks></project>";
}

std::string task(const std::string& id, const std::string& more, const std::string& within = "") {
    return "<task id=\"" + id + "\" name=\"T" + id + "\" " + more + ">" + within + "</task>";
}

const std::string five_days = "meeting=\"false\" start=\"2027-03-01\" duration=\"5\"";

ImportedPlan read(const std::string& text) {
    auto plan = read_gan(text);
    EXPECT_TRUE(plan) << (plan ? "" : plan.error().message);
    return plan ? std::move(*plan) : ImportedPlan();
}

ImportError refusal(const std::string& text, const ImportLimits& limits = {}) {
    const auto plan = read_gan(text, limits);
    EXPECT_FALSE(plan);
    return plan ? ImportError{} : plan.error();
}

void expect_same(const ImportedPlan& before, const std::string& where) {
    const WrittenGan written = write_gan(Held(before).exported, "Plan");
    EXPECT_EQ(written.left_out, 0U) << where;
    EXPECT_EQ(written.rounded, 0U) << where;
    const auto after = read_gan(written.text);
    ASSERT_TRUE(after) << where << after.error().message;
    EXPECT_EQ(after->report.dropped.count(), 0U) << where;
    expect_equally_told(before, *after, where);
}

TEST(Gan, KeepsEveryFieldOfAllRealPlansThroughARoundTrip) {
    const std::filesystem::path plans = shared_plans();
    if (plans.empty()) GTEST_SKIP() << "no ../shared/plans, and CAIRN_SHARED is not set";
    std::size_t files = 0;
    for (const auto& file : std::filesystem::directory_iterator(plans / "gan")) {
        const auto plan = read_gan(file_text(file.path()));
        ASSERT_TRUE(plan) << file.path() << plan.error().message;
        EXPECT_GE(plan->rows.size(), 15U) << file.path();
        expect_same(*plan, file.path().stem());
        ++files;
    }
    EXPECT_GE(files, 4U);
}

TEST(Gan, ReadsTheHouseThatGanttProjectShips) {
    const std::filesystem::path plans = shared_plans();
    if (plans.empty()) GTEST_SKIP() << "no ../shared/plans, and CAIRN_SHARED is not set";
    const ImportedPlan plan =
        read(file_text(plans / "gan" / "ganttproject_HouseBuildingSample.gan"));
    EXPECT_EQ(row_of(plan, "task/0")->kind, plan::kind::initiative);
    EXPECT_EQ(row_of(plan, "task/10")->parent, RowKey{"task/0"});
    EXPECT_EQ(row_of(plan, "task/17")->kind, plan::kind::milestone);
    // 15 working days from Monday, 10 June 2024 end on Friday, 28 June.
    EXPECT_EQ(shown(plan, "task/10", plan::field::span), "2024-06-10..2024-06-28 15d asap");
    EXPECT_NE(link_of(plan, "task/10", plan::link::depends, "task/9"), nullptr);
    EXPECT_EQ(link_of(plan, "task/9", plan::link::depends, "task/10"), nullptr);
    EXPECT_EQ(shown(plan, "task/9", plan::field::progress), "100");
    EXPECT_EQ(shown(plan, "task/9", plan::field::owner), "-> resource/2");
    EXPECT_EQ(shown(plan, "resource/3", plan::field::role), "Bricklayer");
    const ImportedLink* half = link_of(plan, "task/9", plan::link::responsible, "resource/1");
    ASSERT_NE(half, nullptr);
    EXPECT_EQ(shown(half->fields, plan::field::units), "50");
    EXPECT_EQ(row_of(plan, "vacation/1")->elements.size(), 1U);
    EXPECT_EQ(plan.report.dropped.count(), 0U);
}

TEST(Gan, KeepsEveryTypeOfLinkItsLagAndEarliestBegin) {
    std::string links;
    for (const char* type : {"1", "2", "3", "4"}) {
        links += "<depend id=\"" + std::string(type) + "\" type=\"" + type +
                 "\" difference=\"-2\" hardness=\"Rubber\"/>";
    }
    std::string tasks = task("9", five_days + " complete=\"40\" priority=\"2\"", links);
    for (const char* id : {"1", "2", "3", "4"})
        tasks += task(id,
                      five_days +
                          " thirdDate=\"2027-02-01\" thirdDate-constraint=\"1\" "
                          "webLink=\"http%3A%2F%2Fexample.org%2F%C3%A9\"");
    const ImportedPlan plan = read(project(tasks));
    const auto type = [&](const char* from) {
        return shown(link_of(plan, from, plan::link::depends, "task/9")->fields,
                     plan::field::dependency);
    };
    EXPECT_EQ(type("task/1"), "ss");
    EXPECT_EQ(type("task/2"), "fs");
    EXPECT_EQ(type("task/3"), "ff");
    EXPECT_EQ(type("task/4"), "sf");
    EXPECT_EQ(shown(plan, "task/1", plan::field::span),
              "2027-03-01..2027-03-05 5d snet 2027-02-01");
    EXPECT_EQ(shown(plan, "task/1", plan::field::url), "http://example.org/\xC3\xA9");
    EXPECT_EQ(
        shown(link_of(plan, "task/1", plan::link::depends, "task/9")->fields, plan::field::lag),
        "-2d");
    expect_same(plan, "links");
}

TEST(Gan, CountsDaysByTheFilesHolidays) {
    const std::string calendars =
        "<calendars><default-week sun=\"1\" mon=\"0\" tue=\"0\" wed=\"0\" thu=\"0\" fri=\"1\" "
        "sat=\"1\"/>"
        "<date year=\"2027\" month=\"3\" date=\"2\" type=\"HOLIDAY\"><![CDATA[Fair day]]></date>"
        "<date year=\"2027\" month=\"3\" date=\"6\" type=\"WORKING_DAY\"/>"
        "<date year=\"\" month=\"2\" date=\"29\" type=\"HOLIDAY\"/>"
        "<date year=\"2027\" month=\"2\" date=\"30\" type=\"HOLIDAY\"/></calendars>";
    const std::string saved =
        "<previous><previous-tasks name=\"First idea\"><previous-task id=\"1\" "
        "start=\"2027-02-22\" duration=\"3\" meeting=\"false\" super=\"false\"/>"
        "</previous-tasks></previous>";
    const ImportedPlan plan = read(project(task("1", five_days), calendars + saved));
    // Monday, Wednesday, Thursday, the Saturday worked, Monday.
    EXPECT_EQ(shown(plan, "task/1", plan::field::span), "2027-03-01..2027-03-08 5d");
    EXPECT_EQ(plan.report.dropped.count(), 1U) << "30 February";
    const auto& days = row_of(plan, "calendar")->elements;
    ASSERT_EQ(days.size(), 3U) << "29 February is a day of 2028";
    EXPECT_EQ(days[0].element, "t2027-03-02 off Fair day");
    EXPECT_EQ(days[2].element, "t2028-02-29 off");
    EXPECT_EQ(row_of(plan, "baseline/1")->title, "First idea");
    ImportedPlan sound = plan;
    sound.report = {};
    expect_same(sound, "holidays");
}

TEST(Gan, WritesWhatItCannotHoldAsWholeDaysAndSaysSo) {
    ExportedPlan plan;
    const auto add = [&](std::uint8_t id, const char* start, std::int64_t minutes) {
        ExportedItem item{ItemId{{id}}, plan::kind::task, merge::root_item(), {}, {}};
        std::vector<Value> span(8);
        if (start != nullptr) span[plan::part::start] = *Value::minute(start);
        span[plan::part::duration] = Value::integer(minutes);
        item.fields.push_back({plan::field::span, {}, *Value::composite(span)});
        plan.items.push_back(item);
    };
    add(1, "2027-03-01T08:00", 600);
    add(2, nullptr, 480);
    plan.items.push_back({ItemId{{3}}, plan::kind::risk, merge::root_item(), {}, {}});
    const WrittenGan written = write_gan(plan, "Plan");
    EXPECT_EQ(written.left_out, 1U);
    EXPECT_EQ(written.rounded, 1U);
    const ImportedPlan read_back = read(written.text);
    EXPECT_EQ(shown(read_back, "task/0", plan::field::span), "2027-03-01..2027-03-02 2d");
    EXPECT_EQ(shown(read_back, "task/1", plan::field::span), "1d") << "no date is made up";
}

TEST(HostileGan, RefusesWhatIsNoPlanOfGanttProject) {
    EXPECT_EQ(refusal("<project><task><pID>1</pID></task></project>").fault,
              ImportFault::wrong_format);
    EXPECT_EQ(refusal("<Project><Tasks/></Project>").fault, ImportFault::wrong_format);
    EXPECT_EQ(refusal("<project/>").fault, ImportFault::wrong_format);
    EXPECT_EQ(refusal("").fault, ImportFault::malformed);
    EXPECT_EQ(refusal("<!DOCTYPE p [<!ENTITY a \"b\">]>" + project("")).fault,
              ImportFault::forbidden);
    EXPECT_EQ(refusal(project(""), {.bytes_max = 20}).fault, ImportFault::too_large);
}

TEST(HostileGan, KeepsWithinItsLimits) {
    std::string deep;
    for (int i = 0; i < 100; ++i) deep += "<task id=\"" + std::to_string(i) + "\">";
    for (int i = 0; i < 100; ++i) deep += "</task>";
    EXPECT_EQ(refusal(project(deep)).fault, ImportFault::too_large);
    std::string tasks;
    for (int i = 0; i < 50; ++i)
        tasks +=
            task(std::to_string(i), five_days, "<depend id=\"" + std::to_string(i + 1) + "\"/>");
    EXPECT_EQ(refusal(project(tasks), {.rows_max = 20}).fault, ImportFault::too_large);
    EXPECT_EQ(refusal(project(tasks), {.links_max = 20}).fault, ImportFault::too_large);
    std::string days;
    for (int i = 0; i < 28; ++i)
        days += "<date year=\"\" month=\"1\" date=\"" + std::to_string(i + 1) + "\"/>";
    EXPECT_LE(row_of(read(project(task("1", "start=\"0001-01-01\" duration=\"1\"") +
                                      task("2", "start=\"9999-12-31\" duration=\"1\""),
                                  "<calendars>" + days + "</calendars>")),
                     "calendar")
                  ->elements.size(),
              1'500U)
        << "yearly days are written out for fifty years at most";
}

TEST(HostileGan, KeepsWhatIsSoundBesideMissingAndRepeatedIds) {
    const ImportedPlan plan =
        read(project(task("1",
                          five_days,
                          "<depend id=\"2\"/><depend id=\"2\"/><depend id=\"1\"/>"
                          "<depend id=\"77\"/><depend/>") +
                     task("2", five_days, "<depend id=\"1\"/>") + task("2", five_days) +
                     "<task name=\"Nobody\">" + task("3", five_days) + "</task>"));
    EXPECT_EQ(row_of(plan, "task/3")->parent, RowKey{"project"});
    EXPECT_NE(link_of(plan, "task/1", plan::link::depends, "task/2"), nullptr) << "a cycle is kept";
    EXPECT_EQ(plan.links.size(), 2U);
    EXPECT_EQ(plan.report.dropped.count(), 6U);
}

TEST(HostileGan, DropsAbsurdValuesAndKeepsTheRest) {
    for (const char* value :
         {"start=\"0000-01-01\"",
          "start=\"99999-01-01\"",
          "start=\"2027-02-30\"",
          "start=\"yesterday\"",
          "duration=\"-1\"",
          "duration=\"99999999999999999999\"",
          "duration=\"five\"",
          "complete=\"101\"",
          "complete=\"-5\"",
          "start=\"2027-03-01\" thirdDate=\"never\" thirdDate-constraint=\"1\""}) {
        const ImportedPlan plan = read(project(task("1", value)));
        EXPECT_EQ(plan.report.dropped.count(), 1U) << value;
        EXPECT_EQ(row_of(plan, "task/1")->title, "T1") << value;
    }
}

TEST(HostileGan, TakesTheFirstAndTheLastYearInAndOut) {
    const ImportedPlan plan = read(project(task("1", "start=\"0001-01-01\" duration=\"1\"") +
                                           task("2", "start=\"9999-12-31\" duration=\"9\"")));
    EXPECT_EQ(shown(plan, "task/1", plan::field::span), "0001-01-01..0001-01-01 1d");
    EXPECT_EQ(plan.report.dropped.count(), 0U);
    expect_same(plan, "years");
}

TEST(HostileGan, IsKnownWhateverStandsBeforeIt) {
    const std::string text = project(task("1", five_days));
    EXPECT_EQ(guessed_format("plan.xml", "\xEF\xBB\xBF" + text), ImportFormat::gan);
    EXPECT_EQ(read("\xEF\xBB\xBF" + text).rows.size(), 3U) << "project, calendar, task";
    EXPECT_EQ(guessed_format("plan", "<!-- <Project> --> <?x ?><project>"), ImportFormat::gan);
    EXPECT_EQ(guessed_format("plan", "<Project xmlns=\"...\">"), ImportFormat::mspdi);
    EXPECT_EQ(guessed_format("plan.gan", "title,id\n"), ImportFormat::csv);
    EXPECT_EQ(guessed_format("plan", "<"), ImportFormat::mspdi);
    EXPECT_EQ(guessed_format("plan", "  {\"cairn\": {}}"), ImportFormat::json);
    EXPECT_EQ(guessed_format("plan.tjp", "project \"A\" 2027-01-01 +1y"), ImportFormat::tjp);
}

}  // namespace
}  // namespace cairn::exchange
