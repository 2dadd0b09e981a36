// Files made to hurt: each is refused, or read with a report, in little time and memory.
#include <gtest/gtest.h>

#include "client/exchange/csv_import.h"
#include "client/exchange/mspdi.h"
#include "tests/unit/client/exchange/plan_reading.h"

namespace cairn::exchange {
namespace {

const std::string head = "<Project xmlns=\"http://schemas.microsoft.com/project\">";

std::string repeated(std::string_view text, std::size_t count) {
    std::string out;
    out.reserve(text.size() * count);
    for (std::size_t i = 0; i < count; ++i) out += text;
    return out;
}

ImportError refusal(const std::string& text, const ImportLimits& limits = {}) {
    const auto plan = read_mspdi(text, limits);
    EXPECT_FALSE(plan);
    return plan ? ImportError{} : plan.error();
}

TEST(HostileMspdi, RefusesEveryDocumentType) {
    const std::string laughs =
        "<!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;&lol;&lol;\">"
        "<!ENTITY lol3 \"&lol2;&lol2;&lol2;&lol2;\">]>" +
        head + "<Title>&lol3;</Title><Tasks/></Project>";
    EXPECT_EQ(refusal(laughs).fault, ImportFault::forbidden);
    const std::string external =
        "<!DOCTYPE Project SYSTEM \"file:///etc/passwd\">" + head + "<Tasks/></Project>";
    EXPECT_EQ(refusal(external).fault, ImportFault::forbidden);
    EXPECT_NE(refusal(head + "<Tasks><!DOCTYPE x></Tasks></Project>").message, "");
}

TEST(HostileMspdi, LeavesAnEntityOfTheFilesOwnAsText) {
    const auto plan = read_mspdi(head + "<Title>&secret;</Title><Tasks/></Project>");
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->title, "&secret;");
}

TEST(HostileMspdi, RefusesDeepNestingWithoutRunningOutOfStack) {
    const std::string deep =
        head + repeated("<a>", 400000) + repeated("</a>", 400000) + "</Project>";
    EXPECT_EQ(refusal(deep).fault, ImportFault::too_large);
    EXPECT_EQ(refusal(head + repeated("<a>", 400000)).fault, ImportFault::malformed);
}

TEST(HostileMspdi, KeepsWithinItsLimits) {
    const std::string tasks =
        head + "<Tasks>" + repeated("<Task><UID>1</UID></Task>", 50) + "</Tasks></Project>";
    EXPECT_EQ(refusal(tasks, {.bytes_max = 100}).fault, ImportFault::too_large);
    EXPECT_EQ(refusal(tasks, {.xml_tags_max = 100}).fault, ImportFault::too_large);
    EXPECT_EQ(refusal(tasks, {.rows_max = 20}).fault, ImportFault::too_large);
    const std::string links =
        head + "<Tasks><Task><UID>1</UID>" +
        repeated("<PredecessorLink><PredecessorUID>2</PredecessorUID></PredecessorLink>", 50) +
        "</Task></Tasks></Project>";
    EXPECT_EQ(refusal(links, {.links_max = 20}).fault, ImportFault::too_large);
}

TEST(HostileMspdi, RefusesBytesThatAreNotXml) {
    EXPECT_EQ(refusal(head + std::string("<Title>a\0b</Title></Project>", 28)).fault,
              ImportFault::malformed);
    EXPECT_EQ(refusal("").fault, ImportFault::malformed);
    EXPECT_EQ(refusal("\n\n<Project><Tasks></Project>").message.substr(0, 6), "line 3");
}

std::string one_task(const std::string& inside) {
    return head + "<CurrencyCode>EUR</CurrencyCode><Tasks><Task><UID>1</UID><Name>T</Name>" +
           inside + "</Task></Tasks></Project>";
}

TEST(HostileMspdi, DropsAbsurdValuesAndKeepsTheRest) {
    for (const char* inside : {"<Duration>PT99999999999999999999H0M0S</Duration>",
                               "<Duration>P1000000Y</Duration>",
                               "<Duration>forever</Duration>",
                               "<Duration>PT1e300H</Duration>",
                               "<Duration>PTnanH</Duration>",
                               "<Start>0000-00-00T00:00:00</Start>",
                               "<Start>0000-01-01T00:00:00</Start>",
                               "<Start>99999-01-01T00:00:00</Start>",
                               "<Start>2027-02-30T08:00:00</Start>",
                               "<Start>2027-03-01T08:00:00+02:00</Start>",
                               "<ConstraintType>99</ConstraintType>",
                               "<PercentComplete>-5</PercentComplete>",
                               "<PercentComplete>99999999999999999999</PercentComplete>",
                               "<CalendarUID>77</CalendarUID>"}) {
        const auto plan = read_mspdi(one_task(inside));
        ASSERT_TRUE(plan) << inside;
        EXPECT_EQ(plan->report.dropped.count(), 1U) << inside;
        EXPECT_TRUE(row_of(*plan, "task/1")->fields.empty()) << inside;
    }
}

TEST(HostileMspdi, TakesTheFirstAndTheLastYear) {
    const auto plan = read_mspdi(
        one_task("<Start>0001-01-01T00:00:00</Start><Finish>9999-12-31T23:59:59</Finish>"));
    ASSERT_TRUE(plan);
    EXPECT_EQ(shown(*plan, "task/1", plan::field::span), "0001-01-01T00:00..9999-12-31T23:59 asap");
}

TEST(HostileMspdi, IgnoresCostsThatCannotBe) {
    for (const char* cost : {"1e999", "inf", "9999999999999999999999", "-"}) {
        const auto plan = read_mspdi(one_task("<Cost>" + std::string(cost) + "</Cost>"));
        ASSERT_TRUE(plan) << cost;
        EXPECT_EQ(shown(*plan, "task/1", plan::field::budget), "") << cost;
    }
}

TEST(HostileMspdi, DropsTheSecondOfTwoRowsWithOneId) {
    const auto plan = read_mspdi(head +
                                 "<Tasks><Task><UID>1</UID><Name>A</Name></Task>"
                                 "<Task><UID>1</UID><Name>B</Name></Task>"
                                 "<Task><Name>C</Name></Task></Tasks></Project>");
    ASSERT_TRUE(plan);
    EXPECT_EQ(row_of(*plan, "task/1")->title, "A");
    EXPECT_EQ(plan->report.dropped.count(), 2U);
}

TEST(HostileMspdi, BoundsTheTreeAndItsNotes) {
    std::string tasks;
    for (int i = 1; i <= 3000; ++i) {
        tasks += "<Task><UID>" + std::to_string(i) + "</UID><OutlineLevel>" + std::to_string(i) +
                 "</OutlineLevel><Start>never</Start></Task>";
    }
    const auto plan = read_mspdi(head + "<Tasks>" + tasks + "</Tasks></Project>");
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->rows.size(), 3001U);
    EXPECT_LE(plan->report.dropped.notes().size(), notes_kept_max);
    std::size_t depth = 0;
    for (std::string key = "task/3000"; !key.empty(); ++depth) {
        key = row_of(*plan, key)->parent.text;
    }
    EXPECT_LE(depth, ImportLimits{}.outline_depth_max + 2);
}

TEST(HostileMspdi, ShortensTitlesWithoutCuttingACharacterAndKeepsNotesWhole) {
    const auto plan =
        read_mspdi(head + "<Tasks><Task><UID>1</UID><Name>a" + repeated("\xC3\xA9", 5000) +
                   "</Name><Notes>" + repeated("n", 70000) + "</Notes></Task></Tasks></Project>");
    ASSERT_TRUE(plan);
    EXPECT_TRUE(merge::Value::text(row_of(*plan, "task/1")->title));
    EXPECT_LE(row_of(*plan, "task/1")->title.size(), 4096U);
    EXPECT_EQ(shown(*plan, "task/1", plan::field::notes), repeated("n", 70000));
}

TEST(HostileMspdi, NamesTextThatIsNotUtf8WithoutRepeatingIt) {
    const auto plan = read_mspdi(head +
                                 "<Tasks><Task><UID>1</UID><Name>\xC3\x28</Name>"
                                 "<Notes>\xFF</Notes></Task></Tasks></Project>");
    ASSERT_TRUE(plan);
    EXPECT_EQ(row_of(*plan, "task/1")->title, "Untitled");
    for (const ImportNote& note : plan->report.dropped.notes()) {
        EXPECT_TRUE(merge::Value::text(note.where + note.what));
    }
}

TEST(HostileCsv, ReadsAHundredThousandRowsAndNoMore) {
    const auto table = read_csv("id,title\n" + repeated("x,y\n", 100001));
    ASSERT_FALSE(table);
    EXPECT_EQ(table.error().fault, ImportFault::too_large);
    EXPECT_FALSE(read_csv("a\n" + repeated(",", 2000) + "\n"));
}

TEST(HostileCsv, HangsALongChainWithoutRecursion) {
    std::string text = "id,up,title\n";
    for (int i = 0; i < 50000; ++i) {
        text += std::to_string(i) + "," + std::to_string(i + 1) + ",T\n";
    }
    const auto table = read_csv(text);
    ASSERT_TRUE(table);
    const auto plan = import_csv(*table, *parse_csv_map("id=id,parent=up,title=title"));
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->rows.size(), 50000U);
    EXPECT_EQ(plan->rows.front().key.text, "row/49999");
}

}  // namespace
}  // namespace cairn::exchange
