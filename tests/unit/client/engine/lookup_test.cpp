#include "client/engine/lookup.h"

#include <gtest/gtest.h>

#include "client/engine/move_commands.h"
#include "client/merge/schema.h"
#include "tests/unit/client/engine/workspaces.h"

namespace cairn::engine {
namespace {

TEST(Lookup, FindsByTheShortestStartOfAnId) {
    Workspaces laptops;
    std::vector<ItemId> items;
    for (int i = 0; i < 200; ++i)
        items.push_back(laptops.make(laptops.here(), "Item " + std::to_string(i)));
    for (const ItemId& item : items) {
        const std::string shortest = short_id(laptops.here(), item);
        EXPECT_GE(shortest.size(), 4U);
        const auto found = find_item(laptops.here(), shortest);
        ASSERT_TRUE(found) << found.error().sentence;
        EXPECT_EQ(*found, item);
    }
    EXPECT_EQ(find_item(laptops.here(), "0").error().fault, EngineFault::ambiguous);
}

TEST(Lookup, RefusesWhatIsOneItemsIdAndAnothersTitle) {
    Workspaces laptops;
    const ItemId first = laptops.make(laptops.here(), "Beta");
    const std::string start = short_id(laptops.here(), first);
    const ItemId second = laptops.make(laptops.here(), start);
    const auto found = find_item(laptops.here(), start);
    ASSERT_FALSE(found) << "an edit of the wrong item would be worse";
    EXPECT_EQ(found.error().fault, EngineFault::ambiguous);
    EXPECT_EQ(find_item(laptops.here(), to_base32(first.view())).value(), first);
    EXPECT_EQ(find_item(laptops.here(), short_id(laptops.here(), second)).value(), second);
}

TEST(Lookup, NamesTheCandidatesOfAnAmbiguousTitle) {
    Workspaces laptops;
    const ItemId first = laptops.make(laptops.here(), "Beta");
    laptops.make(laptops.here(), "Beta");
    const auto found = find_item(laptops.here(), "Beta");
    ASSERT_FALSE(found);
    EXPECT_NE(found.error().sentence.find(short_id(laptops.here(), first)), std::string::npos);
}

TEST(Lookup, PrefersTheLivingUnlessTheTrashIsMeant) {
    Workspaces laptops;
    const ItemId old = laptops.make(laptops.here(), "Beta");
    const std::vector<ItemId> items{old};
    ASSERT_TRUE(trash_items(laptops.here(), items, laptops.now()));
    EXPECT_EQ(find_item(laptops.here(), "Beta").value(), old) << "the only one";
    const ItemId present = laptops.make(laptops.here(), "Beta");
    EXPECT_EQ(find_item(laptops.here(), "Beta").value(), present);
    EXPECT_EQ(find_item(laptops.here(), "Beta", Prefer::in_trash).value(), old);
}

TEST(Lookup, KnowsTheTopLevelByName) {
    Workspaces laptops;
    EXPECT_EQ(find_parent(laptops.here(), "").value(), merge::root_item());
    EXPECT_EQ(find_parent(laptops.here(), "/").value(), merge::root_item());
    EXPECT_EQ(title_of(laptops.here(), merge::trash_item()), "trash");
}

}  // namespace
}  // namespace cairn::engine
