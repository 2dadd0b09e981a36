#include "client/merge/state_hash.h"

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

#include "shared/base/random.h"

namespace cairn::merge {
namespace {

Hash32 filled(std::uint8_t byte) {
    Hash32 hash;
    hash.bytes.fill(byte);
    return hash;
}

TEST(StateHash, IsASumModulo2To256) {
    Hash32 one;
    one.bytes[0] = 1;
    StateHash sum(filled(0xFF));
    EXPECT_TRUE(sum.add(one).value().is_zero()) << "every carry runs through";
    EXPECT_EQ(sum.subtract(one).value(), filled(0xFF)) << "and every borrow";
    EXPECT_EQ(sum.add(filled(0xFF)).subtract(filled(0xFF)).value(), filled(0xFF));
}

TEST(StateHash, DoesNotDependOnTheOrderOfItsTerms) {
    SeededRandom random(1);
    std::vector<Hash32> terms;
    for (int i = 0; i < 100; ++i) terms.push_back(random.make<Hash32>());
    StateHash forward;
    for (const Hash32& term : terms) forward.add(term);
    StateHash backward;
    std::for_each(terms.rbegin(), terms.rend(), [&](const Hash32& t) { backward.add(t); });
    EXPECT_EQ(forward, backward);
    EXPECT_EQ(StateHash(forward.value()), forward);
    for (const Hash32& term : terms) forward.subtract(term);
    EXPECT_TRUE(forward.value().is_zero());
}

TEST(StateHash, HasATermOfItsOwnForEachPart) {
    SeededRandom random(2);
    const auto item = random.make<ItemId>();
    const EditId edit{random.make<ChangeId>(), 3};
    const LiveValue link{true, item, 4, random.make<ItemId>()};
    const PlaceValue place{1, random.make<ItemId>(), *OrderKey::from_hex("40")};
    PlaceValue reordered = place;
    reordered.key = *OrderKey::from_hex("50");
    std::vector<Hash32> terms{heads_term(item, 10, "", edit, true),
                              heads_term(item, 10, "", edit, false),
                              heads_term(item, 10, "x", edit, true),
                              heads_term(item, 11, "", edit, true),
                              heads_term(item, 10, "", {edit.change, 4}, true),
                              register_term(item, 10, "tx"),
                              register_term(item, 10, "ty"),
                              element_term(item, 10, "x"),
                              counter_term(item, 10, CounterSum().add(1)),
                              counter_term(item, 10, CounterSum().add(2)),
                              link_term(item, link),
                              place_term(item, place),
                              place_term(item, reordered)};
    std::sort(terms.begin(), terms.end());
    EXPECT_EQ(std::adjacent_find(terms.begin(), terms.end()), terms.end());
    LiveValue dead = link;
    dead.live = false;
    EXPECT_EQ(link_term(item, dead), link_term(item, link)) << "only live links have a term";
}

}  // namespace
}  // namespace cairn::merge
