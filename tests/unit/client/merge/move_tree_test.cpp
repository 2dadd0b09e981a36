#include "client/merge/move_tree.h"

#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "client/merge/plain_replay.h"
#include "client/merge/schema.h"
#include "shared/base/random.h"

namespace cairn::merge {
namespace {

ItemId item(std::uint8_t number) {
    ItemId id;
    id.bytes[0] = number;
    return id;
}

MoveAt at(std::uint64_t lamport, std::uint8_t change = 1, std::uint32_t index = 0) {
    MoveAt move;
    move.lamport.value = lamport;
    move.edit.change.bytes[0] = change;
    move.edit.index = index;
    return move;
}

OrderKey key(std::string_view hex = "80") { return OrderKey::from_hex(hex).value(); }

Move place(const MoveAt& when, const ItemId& what, const ItemId& parent, std::uint32_t kind = 5) {
    return {when, Move::What::place, what, parent, key(), kind};
}

Move order(const MoveAt& when, const ItemId& what, const ItemId& parent, std::string_view hex) {
    return {when, Move::What::order, what, parent, key(hex), 0};
}

ItemId parent_of(const MoveTree& tree, const ItemId& id) { return tree.placement(id)->parent; }

TEST(MoveTree, SkipsTheLaterOfTwoMovesThatCloseACycle) {
    MoveTree tree({place(at(1), item(1), root_item()), place(at(2), item(2), root_item())});
    tree.apply({place(at(4), item(2), item(1))});
    const TreeDelta delta = tree.apply({place(at(3), item(1), item(2))});
    EXPECT_EQ(parent_of(tree, item(1)), item(2));
    EXPECT_EQ(parent_of(tree, item(2)), root_item());
    EXPECT_TRUE(tree.is_effective(at(3)));
    EXPECT_FALSE(tree.is_effective(at(4)));
    EXPECT_EQ(delta.nodes.size(), 2U);
    EXPECT_EQ(delta.effects.size(), 2U) << "one new, one newly skipped";
}

TEST(MoveTree, LetsASkippedMoveInOnceItsObstacleTurnsVoid) {
    MoveTree tree({place(at(1), item(1), root_item()),
                   place(at(2), item(2), root_item()),
                   place(at(3), item(1), item(2)),
                   place(at(4), item(2), item(1))});
    ASSERT_FALSE(tree.is_effective(at(4)));
    const TreeDelta delta = tree.apply({}, {at(3)});
    EXPECT_TRUE(tree.is_effective(at(4)));
    EXPECT_EQ(parent_of(tree, item(2)), item(1));
    EXPECT_EQ(parent_of(tree, item(1)), root_item());
    ASSERT_EQ(delta.effects.size(), 1U);
    EXPECT_EQ(delta.effects[0].edit, at(4).edit);
    EXPECT_TRUE(delta.effects[0].effective);
}

TEST(MoveTree, SkipsMovesOfRootAndTrashAndUnderItself) {
    MoveTree tree({place(at(1), root_item(), item(1)),
                   place(at(2), trash_item(), root_item()),
                   place(at(3), item(1), item(1))});
    EXPECT_TRUE(tree.items().empty());
    EXPECT_TRUE(tree.would_be_skipped(root_item(), item(1)));
    EXPECT_TRUE(tree.would_be_skipped(item(9), item(9)));
}

TEST(MoveTree, BreaksEqualLamportsByTheEditIdsBytes) {
    MoveTree tree;
    tree.apply({place(at(1, 9), item(1), item(9))});
    tree.apply({place(at(1, 8), item(1), item(8))});
    EXPECT_EQ(parent_of(tree, item(1)), item(9));
    tree.apply({place(at(1, 9, 1), item(1), item(7))});
    EXPECT_EQ(parent_of(tree, item(1)), item(7)) << "then by the index";
}

TEST(MoveTree, AppliesAnOrderOnlyWhileItsParentIsTheItems) {
    MoveTree tree({place(at(1), item(1), root_item())});
    tree.apply({order(at(3), item(1), root_item(), "90")});
    EXPECT_EQ(tree.placement(item(1))->key, key("90"));
    EXPECT_EQ(tree.placement(item(1))->positioned, at(3).edit);
    EXPECT_EQ(tree.placement(item(1))->placed, at(1).edit);
    const TreeDelta delta = tree.apply({place(at(2), item(1), item(5))});
    EXPECT_FALSE(tree.is_effective(at(3)));
    EXPECT_EQ(tree.placement(item(1))->key, key("80"));
    EXPECT_EQ(delta.effects.size(), 2U);
}

TEST(MoveTree, TakesTheKindFromTheFirstPlaceInTheReplay) {
    MoveTree tree({place(at(5), item(1), root_item(), 7)});
    const TreeDelta delta = tree.apply({place(at(2), item(1), item(3), 4)});
    EXPECT_EQ(tree.placement(item(1))->kind, 4U);
    EXPECT_EQ(parent_of(tree, item(1)), root_item());
    ASSERT_EQ(delta.nodes.size(), 1U);
    EXPECT_EQ(delta.nodes[0].before->kind, 7U);
    EXPECT_EQ(delta.nodes[0].after->kind, 4U);
    tree.apply({}, {at(2)});
    EXPECT_EQ(tree.placement(item(1))->kind, 7U);
}

TEST(MoveTree, ReportsNothingForWhatItHas) {
    const Move move = place(at(1), item(1), root_item());
    MoveTree tree({move});
    const TreeDelta delta = tree.apply({move, move}, {at(77)});
    EXPECT_TRUE(delta.nodes.empty());
    EXPECT_TRUE(delta.effects.empty());
    EXPECT_EQ(tree.moves(), 1U);
}

TEST(MoveTree, TellsWhereAPathEnds) {
    MoveTree tree({place(at(1), item(1), root_item()),
                   place(at(2), item(2), item(1)),
                   place(at(3), item(3), trash_item()),
                   place(at(4), item(4), item(3)),
                   place(at(5), item(5), item(99))});
    EXPECT_EQ(tree.region(item(2)), MoveTree::Region::root);
    EXPECT_EQ(tree.region(item(4)), MoveTree::Region::trash);
    EXPECT_EQ(tree.region(item(5)), MoveTree::Region::lost);
    EXPECT_EQ(tree.region(item(77)), MoveTree::Region::lost);
    EXPECT_TRUE(tree.would_be_skipped(item(1), item(2)));
    EXPECT_FALSE(tree.would_be_skipped(item(2), item(3)));
}

TEST(MoveTree, RemembersWhereAMoveTookItsItemFrom) {
    MoveTree tree({place(at(1), item(1), item(7)),
                   order(at(2), item(1), item(7), "42"),
                   place(at(3), item(1), trash_item())});
    const auto before = tree.before(at(3));
    ASSERT_TRUE(before.has_value());
    EXPECT_EQ(before->parent, item(7));
    EXPECT_EQ(before->key, key("42"));
    EXPECT_FALSE(tree.before(at(1)).has_value());
    EXPECT_FALSE(tree.before(at(50)).has_value());
}

// --- against the plain replay
// ---------------------------------------------------------------------

Move random_move(SeededRandom& random, std::uint64_t items, std::uint64_t lamports) {
    const auto some_item = [&] {
        const std::uint64_t number = random.below(items + 2);
        if (number == 0) return root_item();
        if (number == 1) return trash_item();
        return item(static_cast<std::uint8_t>(number));
    };
    const std::uint64_t change = random.below(256);  // a change has one Lamport
    const MoveAt when = at(1 + change * 37 % lamports,
                           static_cast<std::uint8_t>(change),
                           static_cast<std::uint32_t>(random.below(5)));
    const std::string hex = random.below(2) == 0 ? "40" : "c0";
    const ItemId what = some_item();
    const ItemId parent = some_item();
    if (random.below(4) == 0) return order(when, what, parent, hex);
    return {when,
            Move::What::place,
            what,
            parent,
            key(hex),
            static_cast<std::uint32_t>(random.below(3))};
}

std::map<ItemId, Placement> placements_of(const MoveTree& tree) {
    std::map<ItemId, Placement> placements;
    for (const ItemId& id : tree.items()) placements.emplace(id, *tree.placement(id));
    return placements;
}

// What a reader of deltas believes; must always equal the tree.
struct Follower {
    std::map<ItemId, Placement> placements;
    std::map<EditId, bool> effective;

    void follow(const TreeDelta& delta) {
        for (const TreeDelta::Node& node : delta.nodes) {
            const auto known = placements.find(node.item);
            ASSERT_EQ(known != placements.end(), node.before.has_value());
            if (node.before) {
                ASSERT_EQ(known->second, *node.before);
            }
            if (node.after) {
                placements.insert_or_assign(node.item, *node.after);
            } else {
                placements.erase(node.item);
            }
        }
        for (const TreeDelta::Effect& effect : delta.effects) {
            const auto known = effective.find(effect.edit);
            ASSERT_TRUE(known == effective.end() || known->second != effect.effective);
            effective[effect.edit] = effect.effective;
        }
    }
};

// Some of the moves that were there before this batch.
std::vector<MoveAt> choose_removed(SeededRandom& random,
                                   const std::map<MoveAt, Move>& all,
                                   const std::vector<Move>& added) {
    std::vector<MoveAt> removed;
    if (random.below(3) != 0) return removed;
    std::set<MoveAt> fresh;
    for (const Move& move : added) fresh.insert(move.at);
    for (const auto& [when, move] : all)
        if (!fresh.contains(when) && random.below(5) == 0) removed.push_back(when);
    return removed;
}

TEST(MoveTree, EqualsThePlainReplayAfterEveryBatch) {
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        SeededRandom random(seed);
        MoveTree tree;
        Follower follower;
        std::map<MoveAt, Move> all;
        for (int batch = 0; batch < 12; ++batch) {
            std::vector<Move> added;
            for (auto n = random.below(12); n > 0; --n) {
                Move move = random_move(random, 6, 20);
                if (all.emplace(move.at, move).second) added.push_back(std::move(move));
            }
            const std::vector<MoveAt> removed = choose_removed(random, all, added);
            for (const MoveAt& gone : removed) {
                all.erase(gone);
                follower.effective.erase(gone.edit);
            }
            follower.follow(tree.apply(std::move(added), removed));

            std::vector<Move> moves;
            for (const auto& [when, move] : all) moves.push_back(move);
            const PlainTree plain = replay(moves);
            ASSERT_EQ(placements_of(tree), plain.placements) << "seed " << seed;
            ASSERT_EQ(follower.placements, plain.placements) << "seed " << seed;
            for (const auto& [when, move] : all) {
                ASSERT_EQ(tree.is_effective(when), plain.effective.contains(when.edit));
                ASSERT_EQ(follower.effective.at(when.edit), tree.is_effective(when));
            }
        }
    }
}

TEST(MoveTree, IsATreeAfterEveryBatch) {
    SeededRandom random(77);
    MoveTree tree;
    for (int batch = 0; batch < 400; ++batch) {
        std::vector<Move> added;
        for (int i = 0; i < 5; ++i) added.push_back(random_move(random, 12, 500));
        tree.apply(std::move(added));
        for (const ItemId& start : tree.items()) {
            std::set<ItemId> path;
            for (auto at_item = tree.placement(start); at_item;
                 at_item = tree.placement(at_item->parent)) {
                ASSERT_TRUE(path.insert(at_item->parent).second) << "seed 77, batch " << batch;
                ASSERT_NE(at_item->parent, start);
            }
        }
    }
}

}  // namespace
}  // namespace cairn::merge
