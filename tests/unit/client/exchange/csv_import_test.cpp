#include "client/exchange/csv_import.h"

#include <gtest/gtest.h>

#include "tests/unit/client/exchange/plan_reading.h"

namespace cairn::exchange {
namespace {

ImportedPlan import(std::string_view text, std::string_view map_text) {
    const auto table = read_csv(text);
    const auto map = parse_csv_map(map_text);
    EXPECT_TRUE(table && map);
    auto plan = import_csv(*table, *map);
    EXPECT_TRUE(plan) << (plan ? "" : plan.error().message);
    return plan ? std::move(*plan) : ImportedPlan{};
}

TEST(CsvImport, BuildsRowsFieldsAndTheTree) {
    const ImportedPlan plan = import(
        "key,up,name,state,start,end,days,labels,cost\n"
        "2,1,Pour,In Progress,2027-03-02,2027-03-03,2d,\"b;a\",12.50 EUR\n"
        "1,,Bridge,blocked: no steel,,,,,\n",
        "id=key,parent=up,title=name,status=state,start=start,finish=end,duration=days,"
        "labels=labels,budget=cost");
    ASSERT_EQ(plan.rows.size(), 2U);
    EXPECT_EQ(plan.rows[0].key.text, "row/1") << "parents stand before their children";
    EXPECT_EQ(plan.rows[1].parent.text, "row/1");
    EXPECT_EQ(shown(plan, "row/2", plan::field::span), "2027-03-02..2027-03-03 2d");
    EXPECT_EQ(shown(plan, "row/2", plan::field::status), "in-progress");
    EXPECT_EQ(shown(plan, "row/1", plan::field::status), "blocked: no steel");
    EXPECT_EQ(shown(plan, "row/2", plan::field::budget), "12.50 EUR");
    ASSERT_EQ(plan.rows[1].elements.size(), 2U);
    EXPECT_EQ(plan.report.dropped.count(), 0U);
}

TEST(CsvImport, MakesPeopleTeamsAndGroupsOnceEach) {
    const ImportedPlan plan = import(
        "id,title,lead,team,group,authors\n"
        "1,A,@Ann,Core,Roads,\"@ann;@bob\"\n"
        "2,B,@ann,core,roads,TBD\n",
        "id=id,title=title,owner=lead,team=team,parent:initiative=group,people=authors");
    EXPECT_EQ(plan.report.read.at("people"), 2U);
    EXPECT_EQ(plan.report.read.at("teams"), 1U);
    EXPECT_EQ(plan.report.read.at("initiatives"), 1U);
    EXPECT_EQ(row_of(plan, "person/ann")->title, "@Ann");
    EXPECT_EQ(shown(plan, "row/2", plan::field::owner), "-> person/ann");
    EXPECT_EQ(row_of(plan, "row/2")->parent.text, "initiative/roads");
    EXPECT_NE(link_of(plan, "row/1", plan::link::responsible, "person/bob"), nullptr);
}

TEST(CsvImport, NamesAPersonOfTheFileWhereThereIsOne) {
    const ImportedPlan plan =
        import("id,kind,title,owner\np1,person,Release lead,\n1,task,Ship,release lead\n",
               "id=id,kind=kind,title=title,owner=owner");
    EXPECT_EQ(plan.rows.size(), 2U);
    EXPECT_EQ(shown(plan, "row/1", plan::field::owner), "-> row/p1");
}

TEST(CsvImport, LinksRowsByIdAliasPathAndPredecessor) {
    const ImportedPlan plan = import(
        "id,dir,title,see,needs\n"
        "1,1-one,One,,\n"
        "2,2-two,Two,/k/g/1-one/README.md,1SS+2d\n"
        "3,3-three,Three,https://example.org/1-one,\"1;2FF\"\n",
        "id=id,alias=dir,title=title,see-also=see,depends=needs");
    EXPECT_NE(link_of(plan, "row/2", plan::link::see_also, "row/1"), nullptr);
    const ImportedLink* link = link_of(plan, "row/2", plan::link::depends, "row/1");
    ASSERT_NE(link, nullptr);
    EXPECT_EQ(shown(link->fields, plan::field::dependency), "ss");
    EXPECT_EQ(shown(link->fields, plan::field::lag), "2d");
    EXPECT_EQ(plan.links.size(), 4U);
    ASSERT_EQ(plan.report.dropped.count(), 1U) << "a URL is not a path within the file";
    EXPECT_EQ(plan.report.dropped.notes()[0].where, "line 4, column 'see'");
}

TEST(CsvImport, TurnsLinksRoundThatAreNamedFromTheOtherEnd) {
    const ImportedPlan plan =
        import("id,title,for\n1,A,\n2,B,1\n", "id=id,title=title,needed-by=for");
    EXPECT_NE(link_of(plan, "row/1", plan::link::depends, "row/2"), nullptr);
}

TEST(CsvImport, DropsCellsThatDoNotFitAndSaysWhere) {
    const ImportedPlan plan = import("id,title,progress,due,health\n1,A,140,soon,green\n",
                                     "id=id,title=title,progress=progress,due=due,health=health");
    EXPECT_EQ(shown(plan, "row/1", plan::field::health), "green");
    EXPECT_EQ(shown(plan, "row/1", plan::field::progress), "");
    ASSERT_EQ(plan.report.dropped.count(), 2U);
    EXPECT_EQ(plan.report.dropped.notes()[0].where, "line 2, column 'progress'");
    EXPECT_NE(plan.report.dropped.notes()[1].what.find("'soon' is not a date"), std::string::npos);
}

TEST(CsvImport, KnowsRowsWithoutIdsByTheirTitles) {
    const ImportedPlan plan = import("title\nA\nB\nA\n", "title=title");
    EXPECT_EQ(plan.rows.size(), 3U);
    EXPECT_NE(row_of(plan, "row//A 2"), nullptr);
    EXPECT_EQ(plan.report.warnings.count(), 1U);
}

TEST(CsvImport, TellsOfCellsBeyondTheHeaderAndOfRowsWithoutATitle) {
    const ImportedPlan plan = import("id,title\n1,A,lost,\n2,\n", "id=id,title=title");
    ASSERT_EQ(plan.report.dropped.count(), 1U) << "an empty cell loses nothing";
    EXPECT_EQ(plan.report.dropped.notes()[0].where, "line 2, cell 3");
    EXPECT_NE(plan.report.dropped.notes()[0].what.find("'lost'"), std::string::npos);
    ASSERT_EQ(plan.report.warnings.count(), 1U);
    EXPECT_EQ(plan.report.warnings.notes()[0].where, "line 3");
    EXPECT_EQ(row_of(plan, "row/2")->title, "row/2");
}

TEST(CsvImport, KeepsValuesThatCannotBeMeantAndTellsOfThem) {
    const ImportedPlan plan =
        import("id,title,estimate,status,owner\n1,A,-3d,published,2\n2,B,,,\n",
               "id=id,title=title,estimate=estimate,status=status,owner=owner");
    EXPECT_EQ(shown(plan, "row/1", plan::field::estimate), "-3d");
    EXPECT_EQ(shown(plan, "row/1", plan::field::status), "published");
    EXPECT_EQ(shown(plan, "row/1", plan::field::owner), "-> row/2");
    EXPECT_EQ(plan.report.dropped.count(), 0U);
    ASSERT_EQ(plan.report.warnings.count(), 3U);
    EXPECT_EQ(plan.report.warnings.notes()[2].what, "its owner is no person or team");
}

TEST(CsvImport, CutsACircleOfParentsAndDropsARepeatedId) {
    const ImportedPlan plan =
        import("id,up,title\n1,2,A\n2,1,B\n3,3,C\n3,,D\n4,9,E\n", "id=id,parent=up,title=title");
    EXPECT_EQ(plan.rows.size(), 4U);
    EXPECT_EQ(plan.report.dropped.count(), 1U);
    int at_top = 0;
    for (const ImportedRow& row : plan.rows) at_top += row.parent.text.empty() ? 1 : 0;
    EXPECT_EQ(at_top, 3) << "one of the circle, the one under itself, the one under nobody";
}

TEST(CsvImport, RefusesAMapThatDoesNotFit) {
    const auto table = *read_csv("id,title\n1,A\n");
    const auto absent = import_csv(table, *parse_csv_map("title=Summary"));
    ASSERT_FALSE(absent);
    EXPECT_EQ(absent.error().message, "the file has no column 'Summary'");
    const auto untitled = import_csv(table, *parse_csv_map("id=id"));
    ASSERT_FALSE(untitled);
    EXPECT_EQ(untitled.error().fault, ImportFault::bad_map);
}

TEST(CsvImport, HangsEverythingUnderAProgramIfAsked) {
    const ImportedPlan plan =
        import("id,title,g\n1,A,X\n", "id=id,title=title,parent:initiative=g,program=Roads");
    EXPECT_EQ(row_of(plan, "program")->title, "Roads");
    EXPECT_EQ(row_of(plan, "initiative/x")->parent.text, "program");
    EXPECT_EQ(row_of(plan, "row/1")->parent.text, "initiative/x");
}

}  // namespace
}  // namespace cairn::exchange
