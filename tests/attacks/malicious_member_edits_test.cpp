// Edits that a member may not make, or that cannot be: void at their own grain, and told.
#include "client/merge/derived_id.h"
#include "client/merge/order_key.h"
#include "client/merge/place.h"
#include "client/plan/numbers.h"
#include "tests/attacks/malicious_member.h"

namespace cairn::attacks {
namespace {

struct MaliciousCommenter : MaliciousMember {
    MaliciousCommenter() : MaliciousMember(Role::commenter) {}
};
struct MaliciousReader : MaliciousMember {
    MaliciousReader() : MaliciousMember(Role::reader) {}
};

TEST_F(MaliciousCommenter, EditsAnItem) {
    expect_void_everywhere({sealed(world, mallory, forged_title(world, mallory, item))},
                           "not_permitted");
}

TEST_F(MaliciousCommenter, WritesACommentInAnothersName) {
    const auto prefix = merge::comment_prefix(world.id(), *world.ben->workspace.me());
    const ItemId comment = merge::comment_item(prefix, {1, 2, 3, 4, 5, 6, 7, 8});
    expect_void_everywhere({sealed(world, mallory, forged_title(world, mallory, comment))},
                           "not_permitted");
}

TEST_F(MaliciousCommenter, MovesAnItemToTheTrash) {
    const auto key = *merge::OrderKey::from_bytes("\x80");
    const merge::PlaceValue place{.kind = 1, .parent = merge::trash_item(), .key = key};
    const Forgery forgery = next_of(
        world,
        mallory,
        {{.item = item, .field = merge::field_place, .value = place.to_value().canonical()}});
    expect_void_everywhere({sealed(world, mallory, forgery)}, "not_permitted");
    EXPECT_FALSE(world.cleo->workspace.read().in_trash(item));
}

TEST_F(MaliciousReader, Writes) {
    expect_refused_and_void(sealed(world, mallory, forged_title(world, mallory, item)),
                            PushRefusal::not_allowed,
                            "not_permitted");
}

TEST_F(MaliciousReader, HasAnEditorBringWhatMayNotBeWritten) {
    const Envelope envelope = sealed(world, mallory, forged_title(world, mallory, item));
    const PushResult result = push_as(*world.ben, {envelope}, true);
    ASSERT_EQ(result.refused.size(), 1U);
    EXPECT_EQ(result.refused[0].code, PushRefusal::not_allowed) << "judged by the author";
    world.expect_unharmed();
}

TEST_F(MaliciousMember, PoisonsTheClock) {
    for (const std::int64_t wall : {INT64_MAX, INT64_MIN, std::int64_t{0}}) {
        const Forgery forgery = next_of(
            world,
            mallory,
            {{.item = item, .field = title_field, .value = "tfrom " + std::to_string(wall)}},
            {wall});
        const Envelope envelope = sealed(world, mallory, forgery);
        EXPECT_TRUE(push({envelope}).refused.empty());
        World::hand(mallory, {envelope});
    }
    world.sync_all();
    world.retitle(*world.ben, item, "settled by Ben");
    world.expect_unharmed();
    EXPECT_EQ(world.cleo->workspace.read().cell({item, title_field, {}})->value, "tsettled by Ben")
        << "whoever has seen it writes over it, whatever its clock claims";
}

TEST_F(MaliciousMember, WritesWhatIsNoValue) {
    std::vector<ForgedEdit> edits;
    for (const std::string& value : {std::string("t\xff\xfe"),
                                     std::string("t\0forged", 8),
                                     std::string("i007"),
                                     std::string("forged"),
                                     std::string(),
                                     std::string("d2027-02-30")})
        edits.push_back({.item = item, .field = title_field, .value = value});
    edits.push_back({.item = item, .field = title_field, .value = "tforged", .element = "tred"});
    expect_void_everywhere({sealed(world, mallory, next_of(world, mallory, edits))},
                           "against_rules");
}

TEST_F(MaliciousMember, CitesMoreHeadsThanAnyEditMay) {
    Forgery forgery = next_of(world, mallory, {});
    cairn::Run& run = forgery.run;
    run.items.push_back(item);
    constexpr std::uint32_t many = 1'025;
    for (std::uint32_t i = 0; i < many; ++i)
        run.edits.push_back({.field = title_field, .element = {}, .value = "tone of many"});
    run.edits.push_back({.field = title_field,
                         .element = {},
                         .value = "tforged",
                         .over_first = 0,
                         .over_count = many});
    for (std::uint32_t i = 0; i < many; ++i) run.references.push_back({.edit = i});
    run.changes[0].edit_count = many + 1;
    expect_void_everywhere({sealed(world, mallory, forgery)}, "against_rules");
}

TEST_F(MaliciousMember, JoinsAnItemUnderAMadeUpLink) {
    const ItemId made_up = world.random.make<ItemId>();
    const merge::LiveValue live{.live = true, .from = item, .type = 1, .to = made_up};
    const Forgery forgery = next_of(
        world,
        mallory,
        {{.item = made_up, .field = merge::field_live, .value = live.to_value().canonical()}});
    expect_void_everywhere({sealed(world, mallory, forgery)}, "against_rules");
    EXPECT_TRUE(world.cleo->workspace.read().links_from(item).empty());
}

TEST_F(MaliciousMember, ClosesACircleOfItems) {
    const ItemId below = world.random.make<ItemId>();
    const auto key = *merge::OrderKey::from_bytes("\x80");
    const auto place = [&](const ItemId& parent) {
        return merge::PlaceValue{.kind = 1, .parent = parent, .key = key}.to_value().canonical();
    };
    const Forgery forgery =
        next_of(world,
                mallory,
                {{.item = below, .field = merge::field_place, .value = place(item)},
                 {.item = item, .field = merge::field_place, .value = place(below)},
                 {.item = merge::root_item(), .field = merge::field_place, .value = place(below)}});
    EXPECT_TRUE(push({sealed(world, mallory, forgery)}).refused.empty());
    world.expect_unharmed();
    EXPECT_EQ(world.cleo->workspace.read().item(below)->parent, item);
    EXPECT_EQ(world.cleo->workspace.read().item(item)->parent, merge::root_item())
        << "skipped, and told among the conflicts";
}

TEST_F(MaliciousMember, OverflowsACounter) {
    const std::string most = "i" + std::to_string(INT64_MAX);
    std::vector<ForgedEdit> edits;
    for (int i = 0; i < 3; ++i)
        edits.push_back({.item = item, .field = plan::field::votes, .value = most});
    EXPECT_TRUE(push({sealed(world, mallory, next_of(world, mallory, edits))}).refused.empty());
    world.expect_unharmed();
    EXPECT_EQ(world.cleo->workspace.read().cell({item, plan::field::votes, {}})->value,
              "i27670116110564327421");
}

TEST_F(MaliciousMember, PatchesATextWhereItIsNot) {
    const Forgery forgery = next_of(
        world, mallory, {{.item = item, .field = plan::field::notes, .value = "p99+6:forged;"}});
    expect_void_everywhere({sealed(world, mallory, forgery)}, "against_rules");
}

}  // namespace
}  // namespace cairn::attacks
