#include "client/merge/derived_id.h"

#include <gtest/gtest.h>

#include "shared/base/random.h"

namespace cairn::merge {
namespace {

TEST(DerivedId, IsTheSameForTheSameAndDiffersOtherwise) {
    SeededRandom random(1);
    const auto workspace = random.make<WorkspaceId>();
    const auto a = random.make<ItemId>();
    const auto b = random.make<ItemId>();
    const ItemId link = link_item(workspace, a, 1, b);
    EXPECT_EQ(link, link_item(workspace, a, 1, b));
    EXPECT_NE(link, link_item(workspace, b, 1, a)) << "a link has a direction";
    EXPECT_NE(link, link_item(workspace, a, 2, b));
    EXPECT_NE(link, link_item(random.make<WorkspaceId>(), a, 1, b));
    EXPECT_NE(derived_item(workspace, 1, {}), derived_item(workspace, 2, {}));
    EXPECT_NE(imported_item(workspace, 5, a, bytes_of("1")),
              imported_item(workspace, 5, b, bytes_of("1")));
}

// The expected values were computed by another program (Python's hashlib) from the protocol.
TEST(DerivedId, NeverChangesBetweenVersions) {
    WorkspaceId workspace;
    workspace.bytes.fill(7);
    ItemId from;
    from.bytes.fill(1);
    ItemId to;
    to.bytes.fill(2);
    MemberId member;
    member.bytes.fill(3);
    EXPECT_EQ(to_hex(link_item(workspace, from, 300, to).view()),
              "c6a10c069895524a0ef3fe1c3aee57fb");
    EXPECT_EQ(to_hex(imported_item(workspace, 5, from, bytes_of("row 1")).view()),
              "686a9b95ba2f06e1b89b7f262086eeb8");
    EXPECT_EQ(to_hex(person_item(workspace, 8, member).view()), "7151c1ddfeb6f85614e9eda1bbacea02");
    EXPECT_EQ(to_hex(comment_prefix(workspace, member)), "87a50f162d650d89");
}

TEST(DerivedId, TellsACommentersOwnItemsFromOthers) {
    SeededRandom random(2);
    const auto workspace = random.make<WorkspaceId>();
    const CommentPrefix mine = comment_prefix(workspace, random.make<MemberId>());
    const CommentPrefix theirs = comment_prefix(workspace, random.make<MemberId>());
    const ItemId comment = comment_item(mine, {1, 2, 3, 4, 5, 6, 7, 8});
    EXPECT_TRUE(is_comment_of(mine, comment));
    EXPECT_FALSE(is_comment_of(theirs, comment));
    EXPECT_EQ(comment.bytes[15], 8);
}

}  // namespace
}  // namespace cairn::merge
