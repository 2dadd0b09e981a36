#include "client/exchange/csv_map.h"

#include <gtest/gtest.h>

#include "client/exchange/csv_values.h"

namespace cairn::exchange {
namespace {

CsvTable table(std::string_view text) { return *read_csv(text); }

TEST(CsvMap, ReadsRulesAsPeopleWriteThem) {
    const auto map = parse_csv_map(
        "title=Title, id = group + number, parent:initiative=sig,people=authors\n"
        "# a comment, with a comma\n"
        "status = State\nstatus[Won't do] = dropped\n"
        "start = \"Start, planned\"\n"
        "default-kind = deliverable\ndates = dmy\nlist = |\nprogram = Big one\n");
    ASSERT_TRUE(map) << map.error().message;
    ASSERT_EQ(map->rules.size(), 6U);
    EXPECT_EQ(map->rules[1].use, CsvUse::id);
    EXPECT_EQ(map->rules[1].columns, (std::vector<std::string>{"group", "number"}));
    EXPECT_EQ(map->rules[2].makes, plan::kind::initiative);
    EXPECT_EQ(map->rules[3].link.link->number, plan::link::responsible);
    EXPECT_EQ(map->rules[3].makes, plan::kind::person);
    EXPECT_EQ(replaced(map->rules[4], " Won't do "), "dropped");
    EXPECT_EQ(map->rules[5].columns, std::vector<std::string>{"Start, planned"});
    EXPECT_EQ(map->rules[5].field.part, plan::part::start);
    EXPECT_EQ(map->default_kind, plan::kind::deliverable);
    EXPECT_EQ(map->dates, DateOrder::day_first);
    EXPECT_EQ(map->list_separator, '|');
    EXPECT_EQ(map->program, "Big one");
}

TEST(CsvMap, SaysWhatItDoesNotUnderstand) {
    const auto message = [](std::string_view text) {
        const auto map = parse_csv_map(text);
        return map ? std::string("taken") : map.error().message;
    };
    EXPECT_NE(message("title").find("write TARGET = COLUMN"), std::string::npos);
    EXPECT_NE(message("colour-of-mood = X").find("is no field, link or setting"),
              std::string::npos);
    EXPECT_NE(message("parent:dragon = X").find("is no kind of item"), std::string::npos);
    EXPECT_NE(message("dates = ymd").find("iso, dmy or mdy"), std::string::npos);
    EXPECT_NE(message("status[x] = done").find("comes before"), std::string::npos);
    EXPECT_NE(message("title =").find("names no column"), std::string::npos);
    EXPECT_NE(message("title[x = y").find("write TARGET = COLUMN"), std::string::npos);
    EXPECT_EQ(message(""), "taken");
}

TEST(CsvMap, ReplacesWholeCellsOrWhatBeginsSo) {
    const auto map = parse_csv_map("status = s\nstatus[done*] = done\nstatus[x] = open");
    ASSERT_TRUE(map);
    EXPECT_EQ(replaced(map->rules[0], "done # almost"), "done");
    EXPECT_EQ(replaced(map->rules[0], "x"), "open");
    EXPECT_EQ(replaced(map->rules[0], "xx"), "xx");
}

TEST(CsvMap, GuessesFromTheNamesOfOtherTools) {
    const CsvTable jira = table(
        "Summary,Issue key,Issue Type,Assignee,Status,Due Date,Story Points,Labels,Labels,Sprint\n"
        "Fix it,AB-1,Task,Ann,To Do,2027-03-01,3,a,b,7\n");
    const auto columns = preview(jira, guess_csv_map(jira));
    ASSERT_EQ(columns.size(), 10U);
    EXPECT_EQ(columns[0].target, "title");
    EXPECT_EQ(columns[1].target, "id");
    EXPECT_EQ(columns[2].target, "kind");
    EXPECT_EQ(columns[3].target, "owner (makes people)");
    EXPECT_EQ(columns[4].target, "status");
    EXPECT_EQ(columns[8].target, "labels") << "repeated headers are one column";
    EXPECT_EQ(columns[9].target, "") << "left out";
    EXPECT_EQ(columns[0].samples, std::vector<std::string>{"Fix it"});
}

TEST(CsvValues, ReadsTheDatesOfOtherTools) {
    const auto day = [](std::string_view text, DateOrder order = DateOrder::iso) {
        return plain_date(text, order).value_or("refused");
    };
    EXPECT_EQ(day("2027-03-01"), "2027-03-01");
    EXPECT_EQ(day("2027/3/1"), "2027-03-01");
    EXPECT_EQ(day("2027-03-01T09:30:15"), "2027-03-01T09:30");
    EXPECT_EQ(day("2027-03-01 09:30"), "2027-03-01T09:30");
    EXPECT_EQ(day("1.3.2027"), "2027-03-01");
    EXPECT_EQ(day("09/Jan/24 3:54 PM"), "2024-01-09T15:54");
    EXPECT_EQ(day("09/Jan/24 12:05 AM"), "2024-01-09T00:05");
    EXPECT_EQ(day("1 March 2027"), "2027-03-01");
    EXPECT_EQ(day("Mar 1, 2027"), "2027-03-01");
    EXPECT_EQ(day("03/04/2027"), "refused") << "nobody knows which is the month";
    EXPECT_EQ(day("03/04/2027", DateOrder::day_first), "2027-04-03");
    EXPECT_EQ(day("03/04/2027", DateOrder::month_first), "2027-03-04");
    for (const char* text : {"",
                             "fri",
                             "+2w",
                             "2027-02-30",
                             "0000-01-01",
                             "2027",
                             "1/2",
                             "99999-01-01",
                             "2027-03-01 25:00",
                             "2027-03-01 9:99",
                             ":",
                             "a:b"}) {
        EXPECT_EQ(day(text), "refused") << text;
    }
}

TEST(CsvValues, TakesPredecessorsApart) {
    const auto check = [](std::string_view text,
                          std::string_view key,
                          plan::ChoiceNumber type,
                          std::string_view lag) {
        const PredecessorText out = split_predecessor(text);
        EXPECT_EQ(out.key, key) << text;
        EXPECT_EQ(out.type, type) << text;
        EXPECT_EQ(out.lag, lag) << text;
    };
    check("12", "12", plan::dependency::finish_start, "");
    check("12FS+2d", "12", plan::dependency::finish_start, "+2d");
    check("12 SS -1 day", "12", plan::dependency::start_start, "-1day");
    check("AB-7ff", "AB-7", plan::dependency::finish_finish, "");
    check("staffs", "staffs", plan::dependency::finish_start, "");
    check("FS", "FS", plan::dependency::finish_start, "");
    check("", "", plan::dependency::finish_start, "");
}

}  // namespace
}  // namespace cairn::exchange
