#include <gtest/gtest.h>

#include "client/engine/change_builder.h"
#include "client/engine/move_commands.h"
#include "client/engine/resolve_commands.h"
#include "client/engine/shown_conflicts.h"
#include "client/merge/schema.h"
#include "tests/unit/client/engine/workspaces.h"

namespace cairn::engine {
namespace {

class Resolve : public testing::Test {
protected:
    Workspaces laptops;
    ItemId item = laptops.make(laptops.here(), "Beta");
};

TEST_F(Resolve, ByCandidateClearsTheConflictEverywhere) {
    laptops.split();
    laptops.set(laptops.here(), item, "due=2027-04-01");
    laptops.set(laptops.there(), item, "due=2027-05-01");
    laptops.exchange();
    ASSERT_EQ(laptops.there().read().conflicts().size(), 1U);
    EXPECT_EQ(resolve_by_candidate(laptops.here(), item, "due", 3, laptops.now()).error().fault,
              EngineFault::wrong_value);
    const std::string shown = laptops.shown(laptops.here(), item, "due");
    ASSERT_TRUE(resolve_by_candidate(laptops.here(), item, "due", 2, laptops.now()));
    EXPECT_NE(laptops.shown(laptops.here(), item, "due"), shown);
    laptops.exchange();
    EXPECT_TRUE(laptops.here().read().conflicts().empty());
    EXPECT_TRUE(laptops.there().read().conflicts().empty());
}

TEST_F(Resolve, OfMoreValuesThanOneEditMayReplace) {
    constexpr merge::FieldNumber title_field = 10;
    Workspace& here = laptops.here();
    ChangeBuilder many(here);
    for (int i = 0; i < 2100; ++i)
        many.write_over(item,
                        title_field,
                        *merge::Value::text("Beta " + std::to_string(i)),
                        {},
                        {},
                        ChangeBuilder::Beside::earlier_edits);
    ASSERT_TRUE(many.commit(laptops.now()));
    const merge::Cell cell{item, title_field, {}};
    ASSERT_EQ(here.read().cell(cell)->heads.size(), 2101U);
    laptops.set(here, item, "title=Gamma");
    EXPECT_EQ(here.read().cell(cell)->heads.size(), 1U);
    EXPECT_EQ(laptops.shown(here, item, "title"), "Gamma");
}

TEST_F(Resolve, ByAValueOfItsOwn) {
    laptops.split();
    laptops.set(laptops.here(), item, "due=2027-04-01");
    laptops.set(laptops.there(), item, "due=2027-05-01");
    laptops.exchange();
    ASSERT_TRUE(resolve_by_value(laptops.here(), item, "due", "2027-06-01", laptops.now()));
    EXPECT_EQ(laptops.shown(laptops.here(), item, "due"), "2027-06-01");
    EXPECT_TRUE(laptops.here().read().conflicts().empty());
}

TEST_F(Resolve, OfPlacesMovesTheItemToTheOneChosen) {
    const ItemId left = laptops.make(laptops.here(), "Left");
    const ItemId right = laptops.make(laptops.here(), "Right");
    laptops.split();
    const std::vector<ItemId> items{item};
    ASSERT_TRUE(move_items(laptops.here(), items, {left, {}, {}}, laptops.now()));
    ASSERT_TRUE(move_items(laptops.there(), items, {right, {}, {}}, laptops.now()));
    laptops.exchange();
    ASSERT_EQ(laptops.here().read().conflicts().size(), 1U);
    ASSERT_TRUE(resolve_by_value(laptops.here(), item, "place", "Left", laptops.now()));
    laptops.exchange();
    EXPECT_EQ(laptops.there().read().item(item)->parent, left);
    EXPECT_TRUE(laptops.there().read().conflicts().empty());
}

// Three values, one of them not known to those who set the others.
TEST_F(Resolve, RefusesWhatWasNotShownAsItStandsWhereTheWorkspaceHeedsIt) {
    constexpr merge::FieldNumber title_field = 10;
    const merge::Cell cell{item, title_field, {}};
    Workspace& here = laptops.here();
    laptops.split();
    laptops.set(here, item, "title=Gamma");
    laptops.set(laptops.there(), item, "title=Delta");
    laptops.exchange();
    const auto decide = [&] {
        const auto done = resolve_by_candidate(here, item, "title", 2, laptops.now());
        return done ? std::string() : done.error().sentence;
    };
    here.heed_shown_conflicts();
    const std::uint64_t before = here.read().counts().changes;
    EXPECT_NE(decide().find("look first with: cairn conflicts"), std::string::npos) << decide();
    const std::vector<Assignment> typed{{"title", "Zeta"}};
    EXPECT_EQ(set_fields(here, item, typed, laptops.now()).error().fault,
              EngineFault::unseen_conflict);
    const auto show = [&] {
        ShownConflicts shown(here);
        shown.add(cell, here.read().cell(cell)->heads);
        shown.save();
    };
    show();
    ChangeBuilder apart(laptops.there());
    apart.write_over(item, title_field, *merge::Value::text("Epsilon"), {});
    ASSERT_TRUE(apart.commit(laptops.now()));
    laptops.exchange();
    EXPECT_NE(decide().find("changed since it was shown"), std::string::npos) << decide();
    EXPECT_EQ(here.read().counts().changes, before + 1) << "only what came from there";
    show();
    EXPECT_EQ(decide(), "");
    EXPECT_TRUE(here.read().conflicts().empty());
}

TEST_F(Resolve, ForgetsTheOldestOfManyConflictsThatWereShown) {
    Workspace& here = laptops.here();
    const auto heads = here.read().cell({item, 10, {}})->heads;
    ShownConflicts shown(here);
    const auto cell = [&](std::size_t n) { return merge::Cell{item, 10, std::to_string(n)}; };
    for (std::size_t n = 0; n <= ShownConflicts::kept_max; ++n) shown.add(cell(n), heads);
    shown.save();
    ShownConflicts kept(here);
    EXPECT_EQ(kept.standing(cell(0), heads), ShownConflicts::Standing::never);
    EXPECT_EQ(kept.standing(cell(1), heads), ShownConflicts::Standing::now);
    EXPECT_EQ(kept.standing(cell(1), {}), ShownConflicts::Standing::before);
}

TEST_F(Resolve, RefusesWhereThereIsNoConflict) {
    EXPECT_EQ(resolve_by_candidate(laptops.here(), item, "due", 1, laptops.now()).error().fault,
              EngineFault::no_conflict);
    EXPECT_EQ(resolve_by_value(laptops.here(), item, "frob", "x", laptops.now()).error().fault,
              EngineFault::no_field);
}

}  // namespace
}  // namespace cairn::engine
