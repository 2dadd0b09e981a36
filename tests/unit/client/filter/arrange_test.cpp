#include "client/filter/arrange.h"

#include <numeric>

#include <gtest/gtest.h>

#include "tests/support/outline/outline_building.h"

namespace cairn::filter {
namespace {

class Arranged : public testing::Test {
protected:
    Arranged() {
        plan.add("person", "Zoe");
        plan.add("person", "Ann");
        plan.add("task", "b", {{"owner", "Zoe"}, {"due", "2027-02-01"}, {"labels", "y"}});
        plan.add("task", "C", {{"owner", "Ann"}, {"labels", "x"}, {"labels", "w"}});
        plan.add("task", "a", {{"owner", "Zoe"}, {"due", "2027-01-20"}});
    }

    std::string in_order(const std::string& keys) {
        const Vocabulary vocabulary{plan.text(), {}};
        const auto sort_keys = parse_sort(keys, vocabulary);
        if (!sort_keys) return sentence_of(sort_keys.error());
        const outline::Outline outline = plan.outline();
        std::vector<outline::Place> places(3);
        std::iota(places.begin(), places.end(), outline.find(plan.id("b")));
        sort(places, *sort_keys, outline, plan.text());
        std::string titles;
        for (const outline::Place place : places) titles += outline::title_of(outline.at(place));
        return titles;
    }

    test::OutlineBuilder plan;
};

TEST_F(Arranged, SortByValuesAndNotByTheirSpelling) {
    EXPECT_EQ(in_order(""), "bCa");
    EXPECT_EQ(in_order("title"), "abC") << "in any case";
    EXPECT_EQ(in_order("due"), "abC") << "what has none comes last";
    EXPECT_EQ(in_order("-due"), "baC") << "also turned round";
    EXPECT_EQ(in_order("owner,title"), "Cab") << "people by name";
    EXPECT_EQ(in_order("-owner, -title"), "baC");
    EXPECT_EQ(in_order("tilte"), "column 1: there is no field 'tilte'; did you mean 'title'?");
}

TEST_F(Arranged, ShowColumnsAsPeopleReadThem) {
    const Vocabulary vocabulary{plan.text(), {}};
    const auto columns = parse_aspects("kind,title,owner,labels,start", vocabulary);
    ASSERT_TRUE(columns);
    const outline::Outline outline = plan.outline();
    std::string row;
    for (const Aspect& column : *columns)
        row += shown(column, outline, outline.find(plan.id("C")), plan.text()) + "|";
    EXPECT_EQ(row, "task|C|Ann|w, x||");
}

}  // namespace
}  // namespace cairn::filter
