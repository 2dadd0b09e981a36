#include "client/merge/folds.h"

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

#include "client/merge/derived_id.h"
#include "client/merge/place.h"
#include "shared/base/random.h"

namespace cairn::merge {
namespace {

Head head(std::string_view value, std::int64_t wall, std::uint64_t lamport, std::uint8_t change) {
    Head made{{}, {lamport}, {wall}, value};
    made.id.change.bytes[0] = change;
    return made;
}

// Whatever the order in which the heads are listed.
std::string_view shown(std::vector<Head> heads) {
    const std::string_view first = shown_head(heads)->value;
    std::reverse(heads.begin(), heads.end());
    EXPECT_EQ(shown_head(heads)->value, first);
    return first;
}

TEST(ShownHead, IsTheGreatestByWallThenLamportThenEditId) {
    EXPECT_EQ(shown({head("ta", 5, 1, 1), head("tb", 4, 9, 9)}), "ta");
    EXPECT_EQ(shown({head("ta", 5, 1, 9), head("tb", 5, 2, 1)}), "tb");
    EXPECT_EQ(shown({head("ta", 5, 2, 1), head("tb", 5, 2, 2)}), "tb");
    Head second = head("tb", 5, 2, 1);
    second.id.index = 1;
    EXPECT_EQ(shown({head("ta", 5, 2, 1), second}), "tb");
    EXPECT_EQ(shown({head("ta", -5, 2, 1), head("tb", INT64_MIN, 2, 2)}), "ta");
    EXPECT_EQ(shown_head({}), nullptr);
}

TEST(RegisterConflict, NeedsTwoDistinctValues) {
    const std::vector<Head> same{head("ta", 1, 1, 1), head("ta", 2, 2, 2)};
    const std::vector<Head> distinct{head("ta", 1, 1, 1), head("ta", 2, 2, 2), head("n", 3, 3, 3)};
    EXPECT_FALSE(register_conflict({}));
    EXPECT_FALSE(register_conflict(same));
    EXPECT_TRUE(register_conflict(distinct));
    EXPECT_TRUE(in_conflict(Fold::reg, distinct));
    EXPECT_TRUE(in_conflict(Fold::composite, distinct));
    EXPECT_FALSE(in_conflict(Fold::quiet, distinct));
}

TEST(SetElement, IsPresentIfAnyHeadSaysSo) {
    EXPECT_FALSE(set_present({}));
    EXPECT_FALSE(set_present(std::vector<Head>{head("b0", 1, 1, 1)}));
    const std::vector<Head> both{head("b0", 9, 9, 9), head("b1", 1, 1, 1)};
    EXPECT_TRUE(set_present(both));
    EXPECT_FALSE(in_conflict(Fold::set, both));
}

TEST(Link, IsLiveIfAnyHeadSaysSo) {
    const std::string on = LiveValue{true, {}, 1, {}}.to_value().canonical();
    const std::string off = LiveValue{false, {}, 1, {}}.to_value().canonical();
    EXPECT_TRUE(link_live(std::vector<Head>{head(off, 9, 9, 9), head(on, 1, 1, 1)}));
    EXPECT_FALSE(link_live(std::vector<Head>{head(off, 9, 9, 9)}));
}

TEST(PlaceConflict, NeedsTwoParentsWhateverTheKeys) {
    SeededRandom random(1);
    const auto a = random.make<ItemId>();
    const std::string in_a = PlaceValue{1, a, *OrderKey::from_hex("40")}.to_value().canonical();
    const std::string in_a_too = PlaceValue{1, a, *OrderKey::from_hex("50")}.to_value().canonical();
    const std::string in_trash =
        PlaceValue{1, trash_item(), *OrderKey::from_hex("40")}.to_value().canonical();
    EXPECT_FALSE(place_conflict(std::vector<Head>{head(in_a, 1, 1, 1), head(in_a_too, 1, 1, 2)}));
    const std::vector<Head> moved_and_deleted{head(in_a, 1, 1, 1), head(in_trash, 1, 1, 2)};
    EXPECT_TRUE(place_conflict(moved_and_deleted));
    EXPECT_TRUE(in_conflict(Fold::place, moved_and_deleted));
    EXPECT_FALSE(in_conflict(Fold::order, moved_and_deleted));
}

TEST(CounterSum, DoesNotOverflow) {
    CounterSum sum;
    for (int i = 0; i < 20; ++i) sum.add(INT64_MAX);
    EXPECT_EQ(sum.to_decimal(), "184467440737095516140");
    for (int i = 0; i < 40; ++i) sum.add(INT64_MIN);
    EXPECT_EQ(sum.to_decimal(), "-184467440737095516180");
    for (int i = 0; i < 40; ++i) sum.subtract(INT64_MIN);
    for (int i = 0; i < 20; ++i) sum.subtract(INT64_MAX);
    EXPECT_TRUE(sum.is_zero());
}

TEST(CounterSum, KeepsItsValueThroughItsHalvesAndInAnyOrder) {
    SeededRandom random(2);
    for (int round = 0; round < 200; ++round) {
        std::vector<std::int64_t> deltas;
        for (int i = 0; i < 10; ++i)
            deltas.push_back(static_cast<std::int64_t>(random.below(UINT64_MAX)));
        CounterSum forward;
        for (const std::int64_t delta : deltas) forward.add(delta);
        CounterSum backward;
        std::for_each(deltas.rbegin(), deltas.rend(), [&](std::int64_t d) { backward.add(d); });
        ASSERT_EQ(forward, backward) << "seed 2, round " << round;
        ASSERT_EQ(CounterSum(forward.high(), forward.low()).to_decimal(), forward.to_decimal());
    }
    EXPECT_EQ(CounterSum().to_decimal(), "0");
    EXPECT_EQ(CounterSum().add(-1).to_decimal(), "-1");
    EXPECT_EQ(CounterSum().add(1234567890123).to_decimal(), "1234567890123");
}

}  // namespace
}  // namespace cairn::merge
