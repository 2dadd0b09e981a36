#include "shared/log/frontier.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "shared/base/domain.h"
#include "shared/base/hash.h"
#include "tests/support/envelopes.h"

namespace cairn {
namespace {

constexpr WorkspaceId workspace{{1}};

struct Author {
    explicit Author(std::uint64_t seed) : random(seed), device(DeviceSecrets::make(random)) {}
    std::vector<Envelope> chain(std::size_t count, const Envelope* previous = nullptr) {
        return test::make_chain(count, workspace, device, random, previous);
    }
    SeededRandom random;
    DeviceSecrets device;
};

void add_all(Frontier& frontier, const std::vector<Envelope>& envelopes) {
    for (const Envelope& envelope : envelopes) frontier.add(envelope.header(), envelope.hash());
}

Tip tip_of(const Envelope& envelope) { return {envelope.header().number, envelope.hash()}; }

TEST(Frontier, NamesTheNewestEnvelopeOfAChain) {
    Author author(1);
    const auto chain = author.chain(5);
    Frontier frontier;
    add_all(frontier, chain);
    EXPECT_EQ(frontier.tips_of(author.device.id()), std::vector{tip_of(chain.back())});
    EXPECT_FALSE(frontier.is_branched(author.device.id()));
}

TEST(Frontier, KeepsBothTipsOfABranchedChain) {
    Author author(2);
    const auto trunk = author.chain(3);
    const auto branch = author.chain(2, &trunk[1]);
    Frontier frontier;
    add_all(frontier, trunk);
    add_all(frontier, branch);
    EXPECT_TRUE(frontier.is_branched(author.device.id()));
    EXPECT_TRUE(frontier.has_tip(author.device.id(), trunk[2].hash()));
    EXPECT_TRUE(frontier.has_tip(author.device.id(), branch[1].hash()));
    EXPECT_EQ(frontier.tips_of(author.device.id()).size(), 2U);
}

TEST(Frontier, KeepsATipOfAnotherDeviceThatIsNamedAsPrevious) {
    Author author(3);
    Author thief(4);
    const auto chain = author.chain(1);
    const auto stolen = thief.chain(1, chain.data());
    Frontier frontier;
    add_all(frontier, chain);
    add_all(frontier, stolen);
    EXPECT_TRUE(frontier.has_tip(author.device.id(), chain[0].hash()));
    EXPECT_TRUE(frontier.has_tip(thief.device.id(), stolen[0].hash()));
}

TEST(Frontier, HasTheDigestOfTheProtocol) {
    Author a(5);
    Author b(6);
    const auto chain_a = a.chain(2);
    const auto chain_b = b.chain(1);
    Frontier frontier;
    add_all(frontier, chain_a);
    add_all(frontier, chain_b);
    Hasher hasher(domain::frontier_digest);
    const bool a_first = a.device.id() < b.device.id();
    const Envelope& first = a_first ? chain_a[1] : chain_b[0];
    const Envelope& second = a_first ? chain_b[0] : chain_a[1];
    for (const Envelope* envelope : {&first, &second})
        hasher.add(envelope->header().device)
            .add_u64(envelope->header().number.value)
            .add(envelope->hash());
    EXPECT_EQ(frontier.digest(), hasher.finish_as<Hash32>());
}

TEST(Frontier, IsTheSameInAnyOrderThatKeepsPredecessorsFirst) {
    for (std::uint64_t seed = 10; seed < 30; ++seed) {
        SCOPED_TRACE(seed);
        Author author(seed);
        std::vector<Envelope> all = author.chain(2);
        while (all.size() < 20) {
            const Envelope root = all[author.random.below(all.size())];
            all.push_back(author.chain(1, &root)[0]);
        }
        Frontier in_order;
        add_all(in_order, all);

        Frontier shuffled;
        std::set<EnvelopeHash> held;
        while (held.size() < all.size()) {
            const Envelope& next = all[author.random.below(all.size())];
            const bool has_previous =
                next.header().previous.is_zero() || held.contains(next.header().previous);
            if (has_previous && held.insert(next.hash()).second)
                shuffled.add(next.header(), next.hash());
        }
        EXPECT_EQ(shuffled, in_order);
        EXPECT_EQ(shuffled.digest(), in_order.digest());

        Frontier stored;
        stored.add_tips(in_order.tips());
        EXPECT_EQ(stored, in_order);
    }
}

TEST(Frontier, DiffersInTheTipsThatTheOtherSideDoesNotName) {
    Author a(7);
    Author b(8);
    const auto chain_a = a.chain(3);
    const auto chain_b = b.chain(1);
    Frontier ours;
    add_all(ours, chain_a);
    add_all(ours, chain_b);
    Frontier theirs;
    theirs.add(chain_a[0].header(), chain_a[0].hash());
    theirs.add(chain_b[0].header(), chain_b[0].hash());
    const std::vector<DeviceTips> only_ours{{a.device.id(), {tip_of(chain_a[2])}}};
    const std::vector<DeviceTips> only_theirs{{a.device.id(), {tip_of(chain_a[0])}}};
    EXPECT_EQ(difference(ours, theirs), only_ours);
    EXPECT_EQ(difference(theirs, ours), only_theirs);
    EXPECT_TRUE(difference(ours, ours).empty());
}

TEST(Frontier, MergesToWhatHoldsBothSides) {
    Author author(9);
    const auto trunk = author.chain(3);
    const auto branch = author.chain(1, trunk.data());
    Frontier ours;
    add_all(ours, trunk);
    Frontier theirs;
    theirs.add(trunk[0].header(), trunk[0].hash());
    theirs.add(trunk[1].header(), trunk[1].hash());
    theirs.add(branch[0].header(), branch[0].hash());
    Frontier both = ours;
    add_all(both, branch);
    std::set<EnvelopeHash> named;
    for (const auto& envelope : trunk) named.insert(envelope.header().previous);
    ours.merge(theirs, [&](const EnvelopeHash& hash) { return named.contains(hash); });
    EXPECT_EQ(ours, both);
}

}  // namespace
}  // namespace cairn
