// iCalendar, Markdown, Mermaid, SVG and XLSX: what other programs are given to read.
#include "client/exchange/export_texts.h"

#include <algorithm>
#include <map>

#include <gtest/gtest.h>
#include <pugixml.hpp>

#include "client/exchange/chart.h"
#include "client/exchange/export_table.h"
#include "client/merge/schema.h"
#include "client/plan/value_text.h"

namespace cairn::exchange {
namespace {

using merge::Value;

ItemId id(std::uint8_t number) {
    ItemId made;
    made.bytes.fill(number);
    return made;
}

plan::Date day(const char* iso) { return *plan::date_from_iso(iso); }

ExportedField typed(plan::FieldNumber number, std::string_view text) {
    return {number, "", *plan::parse_value(*plan::find_field(number), text, plan::TextContext{})};
}

ExportedPlan sample() {
    ExportedPlan plan;
    plan.workspace.bytes.fill(3);
    plan.items = {
        {id(1),
         plan::kind::milestone,
         merge::root_item(),
         "40",
         {typed(plan::field::title, "Beta; fast, \\ and good"),
          typed(plan::field::span, "2027-03-01..2027-03-01")}},
        {id(2),
         plan::kind::task,
         id(1),
         "80",
         {typed(plan::field::title, "Write *FAQ* <b>" + std::string(60, 'x') + "\xC3\xA9\xC3\xA9"),
          typed(plan::field::due, "2027-12-31"),
          typed(plan::field::status, "done"),
          typed(plan::field::progress, "100"),
          typed(plan::field::notes, "One\nTwo")}},
        {id(4),
         plan::kind::task,
         id(1),
         "90",
         {typed(plan::field::title, "=cmd() "), typed(plan::field::due, "2027-04-01T12:30")}}};
    plan.links = {{id(2), plan::link::depends, id(1), {}}};
    return plan;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find("\r\n", at);
        EXPECT_NE(end, std::string::npos);
        lines.push_back(text.substr(at, end - at));
        at = end + 2;
    }
    return lines;
}

TEST(ICalendar, HoldsMilestonesAndDeadlinesUnderUidsThatStay) {
    const WrittenCalendar written = write_icalendar(sample(), "Road", WallTime{1'800'000'000'000});
    EXPECT_EQ(written.events, 3U);
    std::string unfolded;
    for (const std::string& line : lines_of(written.text)) {
        EXPECT_LE(line.size(), 75U);
        EXPECT_TRUE(Value::text(line)) << "no character is cut in two: " << line;
        if (line.starts_with(' '))
            unfolded += line.substr(1);
        else
            unfolded += "\n" + line;
    }
    const auto has = [&](const std::string& line) {
        return (unfolded + "\n").find("\n" + line + "\n") != std::string::npos;
    };
    const std::string at = "@" + to_base32(sample().workspace.view()) + ".cairn";
    EXPECT_TRUE(has("SUMMARY:Beta\\; fast\\, \\\\ and good")) << unfolded;
    EXPECT_TRUE(has("DTSTART;VALUE=DATE:20270301"));
    EXPECT_TRUE(has("DTEND;VALUE=DATE:20270302"));
    EXPECT_TRUE(has("UID:" + to_base32(id(1).view()) + at));
    EXPECT_TRUE(has("UID:" + to_base32(id(2).view()) + "-due" + at));
    EXPECT_TRUE(has("DTEND;VALUE=DATE:20280101"));
    EXPECT_TRUE(has("DTSTART:20270401T123000")) << "an hour of nobody's zone";
    EXPECT_TRUE(has("DTSTAMP:20270115T080000Z"));
    EXPECT_TRUE(unfolded.ends_with("\nEND:VCALENDAR"));
}

TEST(Markdown, IsTheOutlineWithMarkupTakenAsText) {
    const std::string text = write_markdown(sample(), "Road # 1", {});
    EXPECT_EQ(
        text.find("# Road \\# 1\n\n## Beta; fast, \\\\ and good\n\nmilestone, 2027-03-01\n\n"), 0U)
        << text;
    EXPECT_NE(text.find("- [x] **Write \\*FAQ\\* \\<b\\>"), std::string::npos) << text;
    EXPECT_NE(text.find("due 2027-12-31, progress 100 %, after Beta"), std::string::npos) << text;
    EXPECT_NE(text.find("\n  > One\n  > Two\n"), std::string::npos) << text;
    EXPECT_NE(text.find("- [ ] **=cmd()**: task"), std::string::npos) << text;
    ExportedPlan with_calendar = sample();
    with_calendar.items.push_back(
        {id(5), plan::kind::calendar, id(1), "a0", {typed(plan::field::title, "Hours")}});
    EXPECT_EQ(write_markdown(with_calendar, "Road # 1", {}), text) << "furniture";
}

boards::TimelineRow bar(std::size_t depth, const char* start, const char* finish) {
    boards::TimelineRow row;
    row.depth = depth;
    row.start = day(start);
    row.finish = day(finish);
    return row;
}

Chart chart() {
    Chart chart{"Road & <more>", day("2027-02-10"), {}};
    chart.rows.push_back({id(1), "Build: all; of #it", bar(0, "2027-02-01", "2027-03-31")});
    chart.rows.back().bar.is_summary = true;
    chart.rows.push_back({id(2), "Dig: \"deep\" 50%", bar(1, "2027-02-01", "2027-02-26")});
    chart.rows.back().bar.percent_done = 40;
    chart.rows.back().bar.is_critical = true;
    chart.rows.back().bar.baseline_finish = day("2027-02-19");
    chart.rows.push_back({id(4), std::string(200, 'W'), bar(1, "2027-03-31", "2027-03-31")});
    chart.rows.back().bar.is_milestone = true;
    return chart;
}

TEST(Mermaid, NamesBarsWithoutBreakingItsSyntax) {
    const std::string text = write_mermaid(chart());
    EXPECT_EQ(text.find("gantt\n    title Road & <more>\n    dateFormat YYYY-MM-DD\n"), 0U);
    EXPECT_NE(text.find("\n    section Build"), std::string::npos);
    EXPECT_NE(text.find(" :crit, active, i" + to_base32(id(2).view()).substr(0, 12) +
                        ", 2027-02-01, 2027-02-26\n"),
              std::string::npos)
        << text;
    EXPECT_NE(text.find(" :milestone, i"), std::string::npos);
    const std::size_t bars = text.find("section");
    EXPECT_EQ(text.find('#', bars), std::string::npos);
    EXPECT_EQ(text.find(';', bars), std::string::npos);
    EXPECT_EQ(std::count(text.begin(), text.end(), ':'), 2) << "one for each bar";
}

// All numbers of an attribute among the elements called so.
double greatest(const pugi::xml_node& svg, const char* element, const char* at, const char* size) {
    double most = 0;
    for (const pugi::xml_node node : svg.children(element))
        most = std::max(most, node.attribute(at).as_double() + node.attribute(size).as_double());
    return most;
}

TEST(Svg, IsOneDocumentInWhichNothingIsClipped) {
    const std::string text = write_svg(chart(), Page::as_needed);
    pugi::xml_document document;
    ASSERT_TRUE(document.load_string(text.c_str()));
    const pugi::xml_node svg = document.child("svg");
    const double width = svg.attribute("width").as_double();
    const double height = svg.attribute("height").as_double();
    EXPECT_GT(width, 1000);
    EXPECT_LE(greatest(svg, "rect", "x", "width"), width);
    EXPECT_LE(greatest(svg, "rect", "y", "height"), height);
    EXPECT_LE(greatest(svg, "text", "y", ""), height);
    EXPECT_STREQ(svg.child_value("title"), "Road & <more>");
    for (const char* legend : {"done", "critical", "milestone", "today, 2027-02-10"})
        EXPECT_NE(text.find(std::string(">") + legend + "<"), std::string::npos) << legend;
    EXPECT_EQ(text.find("http", text.find("xmlns") + 30), std::string::npos) << "nothing outside";
    EXPECT_EQ(text.find("<script"), std::string::npos);
    EXPECT_NE(text.find("W\xE2\x80\xA6<"), std::string::npos) << "a long title ends in time";
}

TEST(Svg, FitsOnThePageThatIsAskedFor) {
    Chart many = chart();
    for (int i = 0; i < 500; ++i) many.rows.push_back(many.rows[1]);
    const std::string text = write_svg(many, Page::a4);
    EXPECT_NE(text.find("width=\"297mm\" height=\"210mm\" viewBox=\"0 0 "), std::string::npos);
    EXPECT_EQ(page_named("a3"), Page::a3);
    EXPECT_FALSE(page_named("a7"));
    EXPECT_NE(write_svg({"Empty", day("2027-02-10"), {}}, Page::letter).find("</svg>"),
              std::string::npos);
}

// The members of a ZIP file that is not compressed, by their local headers.
std::map<std::string, std::string> members_of(const std::string& zip) {
    const auto number = [&](std::size_t at, std::size_t bytes) {
        std::size_t value = 0;
        for (std::size_t i = bytes; i > 0; --i)
            value = value << 8U | static_cast<unsigned char>(zip.at(at + i - 1));
        return value;
    };
    std::map<std::string, std::string> members;
    for (std::size_t at = 0; zip.compare(at, 4, "PK\x03\x04") == 0;) {
        const std::size_t size = number(at + 18, 4);
        const std::size_t name = number(at + 26, 2);
        members[zip.substr(at + 30, name)] = zip.substr(at + 30 + name, size);
        at += 30 + name + size;
    }
    return members;
}

TEST(Xlsx, HasDatesAsDatesNumbersAsNumbersAndFormulasAsText) {
    const ExportedTable table = table_of(sample(), {}, {});
    const std::string bytes = write_xlsx(table, "Road [1]/2");
    EXPECT_EQ(bytes, write_xlsx(table, "Road [1]/2"));
    const auto members = members_of(bytes);
    ASSERT_EQ(members.size(), 6U);
    for (const auto& [name, content] : members) {
        pugi::xml_document document;
        EXPECT_TRUE(document.load_string(content.c_str())) << name;
    }
    EXPECT_NE(members.at("xl/workbook.xml").find("name=\"Road  1  2\""), std::string::npos);
    const std::string& sheet = members.at("xl/worksheets/sheet1.xml");
    EXPECT_NE(sheet.find("s=\"2\"><v>46752</v>"), std::string::npos) << "2027-12-31";
    EXPECT_NE(sheet.find("s=\"3\"><v>46478.52083</v>"), std::string::npos) << "12:30";
    EXPECT_NE(sheet.find("<v>100</v>"), std::string::npos);
    EXPECT_NE(sheet.find(">=cmd() <"), std::string::npos);
    EXPECT_EQ(sheet.find("<f>"), std::string::npos);
    EXPECT_NE(sheet.find("state=\"frozen\""), std::string::npos);
}

TEST(Xlsx, CutsWhatACellCannotHold) {
    ExportedTable table{{"notes"}, {{{std::string(40'000, 'n'), {}}}}};
    const auto members = members_of(write_xlsx(table, ""));
    const std::string& sheet = members.at("xl/worksheets/sheet1.xml");
    EXPECT_NE(sheet.find(">" + std::string(32'766, 'n') + "\xE2\x80\xA6<"), std::string::npos);
}

}  // namespace
}  // namespace cairn::exchange
