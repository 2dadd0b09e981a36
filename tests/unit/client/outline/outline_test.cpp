#include "client/outline/outline.h"

#include <gtest/gtest.h>

#include "tests/support/outline/outline_building.h"

namespace cairn::outline {
namespace {

std::vector<std::string> titles(std::span<const Item> items) {
    std::vector<std::string> all;
    for (const Item& item : items) all.push_back(title_of(item));
    return all;
}

TEST(Outline, PutsWhatIsBelowAnItemBehindItAndTheTrashLast) {
    test::OutlineBuilder plan;
    plan.add("program", "Apollo");
    plan.add("task", "Alone");
    plan.add("milestone", "Beta", {}, "Apollo");
    plan.add("task", "Pour", {}, "Beta");
    plan.add("task", "Launch", {}, "Apollo");
    plan.add("task", "Gone", {}, "Apollo");
    plan.add("task", "Gone with it", {}, "Gone");
    plan.trash("Gone");
    const Outline outline = plan.outline();
    EXPECT_EQ(titles(outline.living()),
              (std::vector<std::string>{"Apollo", "Beta", "Pour", "Launch", "Alone"}));
    EXPECT_EQ(titles(outline.items()).back(), "Gone with it");
    const Place apollo = outline.find(plan.id("Apollo"));
    EXPECT_EQ(outline.at(apollo).end, 4U);
    EXPECT_TRUE(outline.is_below(outline.find(plan.id("Pour")), apollo));
    EXPECT_FALSE(outline.is_below(outline.find(plan.id("Alone")), apollo));
    EXPECT_FALSE(outline.is_below(apollo, apollo));
    EXPECT_EQ(outline.at(outline.find(plan.id("Pour"))).depth, 2U);
    EXPECT_EQ(outline.above(outline.find(plan.id("Pour")), plan::kind::program), apollo);
    EXPECT_EQ(outline.above(outline.find(plan.id("Alone")), plan::kind::program), no_place);
}

TEST(Outline, ShowsLinksFromBothEndsAndNoneThatLeadsIntoTheTrash) {
    test::OutlineBuilder plan;
    plan.add("task", "A");
    plan.add("task", "B");
    plan.add("task", "Gone");
    plan.link("A", "depends", "B");
    plan.link("A", "depends", "Gone");
    plan.trash("Gone");
    const Outline outline = plan.outline();
    const auto from = outline.ends(outline.find(plan.id("A")));
    ASSERT_EQ(from.size(), 1U);
    EXPECT_EQ(from[0].other, outline.find(plan.id("B")));
    EXPECT_FALSE(from[0].is_reversed);
    const auto to = outline.ends(outline.find(plan.id("B")));
    ASSERT_EQ(to.size(), 1U);
    EXPECT_TRUE(to[0].is_reversed);
}

TEST(Outline, LeavesOutWhatHangsOnNothing) {
    std::vector<Row> rows(2);
    rows[0].id.bytes[0] = {};
    rows[0].id.bytes[1] = static_cast<decltype(rows[0].id.bytes)::value_type>(7);
    rows[1].id.bytes[1] = static_cast<decltype(rows[0].id.bytes)::value_type>(8);
    rows[0].parent = rows[1].id;
    rows[1].parent = rows[0].id;
    const Outline outline(rows, {{rows[0].id, rows[0].id, 1, rows[1].id, {}}});
    EXPECT_TRUE(outline.items().empty());
    EXPECT_TRUE(outline.links().empty());
}

TEST(Cells, AreReadByWhatTheyHold) {
    test::OutlineBuilder plan;
    plan.add("person", "Ann");
    plan.add("risk",
             "Rain",
             {{"owner", "Ann"},
              {"impact", "4"},
              {"response", "reduce"},
              {"due", "2027-03-01"},
              {"status", "open: since May"},
              {"labels", "wet"},
              {"labels", "cold"}});
    const Outline outline = plan.outline();
    const Cells& cells = outline.item(plan.id("Rain"))->cells;
    EXPECT_EQ(item_of(cells, plan::field::owner), plan.id("Ann"));
    EXPECT_EQ(integer_of(cells, plan::field::impact), 4);
    EXPECT_EQ(choice_of(cells, plan::field::response), 2U);
    EXPECT_EQ(state_of(cells), plan::state::open);
    EXPECT_TRUE(is_open(cells));
    EXPECT_EQ(date_of_item(cells), plan::make_date({2027, 3, 1}));
    EXPECT_EQ(elements_of(cells, plan::field::labels).size(), 2U);
    EXPECT_EQ(integer_of(cells, plan::field::probability), std::nullopt);
    EXPECT_EQ(text_of(cells, plan::field::title), "Rain");
}

}  // namespace
}  // namespace cairn::outline
