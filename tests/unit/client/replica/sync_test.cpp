#include <gtest/gtest.h>

#include "tests/support/laptop/laptop.h"

namespace cairn::test {
namespace {

using replica::ConflictKind;

struct TwoPeople {
    explicit TwoPeople(std::uint64_t seed)
        : workspace(seed),
          ben(workspace.join(Role::editor)),
          ada_laptop(workspace, workspace.founder),
          ben_laptop(workspace, ben) {}
    SmallWorkspace workspace;
    Person ben;
    Laptop ada_laptop;
    Laptop ben_laptop;
};

TEST(ReplicaSync, HoldsAnEnvelopeOnlyWithAllBeforeIt) {
    SmallWorkspace workspace(70);
    Laptop laptop(workspace, workspace.founder);
    Laptop other(workspace, workspace.join(Role::editor));
    const ItemId item = random_item(workspace);
    laptop.create(item, merge::root_item());
    laptop.seal();
    laptop.set(item, title, "tlater");
    laptop.seal();
    const std::vector<Envelope> both = laptop.replica.lacking(Frontier(), SIZE_MAX);
    ASSERT_EQ(both.size(), 2U);
    other.receive({both[1]});
    EXPECT_FALSE(other.replica.holds(both[1].hash()));
    other.receive({both[0]});
    EXPECT_TRUE(other.replica.holds(both[1].hash()));
}

TEST(ReplicaSync, CarriesAPlanToAnotherLaptop) {
    TwoPeople two(1);
    const ItemId parent = random_item(two.workspace);
    const ItemId child = random_item(two.workspace);
    two.ada_laptop.create(parent, merge::root_item());
    two.ada_laptop.create(child, parent);
    two.ada_laptop.set(child, title, "tDig");
    sync(two.ada_laptop, two.ben_laptop);

    EXPECT_EQ(two.ben_laptop.value(child, title), "tDig");
    EXPECT_EQ(two.ben_laptop.read().item(child)->parent, parent);
    EXPECT_EQ(two.ben_laptop.read().hashes(), two.ada_laptop.read().hashes());
    EXPECT_EQ(two.ada_laptop.read().counts().pending_changes, 0U);
    EXPECT_EQ(two.ben_laptop.replica.frontier(), two.ada_laptop.replica.frontier());
}

TEST(ReplicaSync, TellsWhatAnotherIsKnownToHold) {
    TwoPeople two(72);
    Laptop cleo(two.workspace, two.workspace.join(Role::editor));
    const ItemId item = random_item(two.workspace);
    two.ada_laptop.create(item, merge::root_item());
    sync(two.ada_laptop, two.ben_laptop);
    const std::vector<DeviceId> of_ben{two.ben.id()};
    EXPECT_EQ(two.ada_laptop.replica.known_to(of_ben), Frontier());  // has written nothing
    two.ben_laptop.set(item, title, "tBen's");
    sync(two.ada_laptop, two.ben_laptop);
    two.ada_laptop.set(item, title, "tlater");
    two.ada_laptop.seal();
    cleo.create(random_item(two.workspace), merge::root_item());
    sync(two.ada_laptop, cleo);

    const Frontier known = two.ada_laptop.replica.known_to(of_ben);
    const std::vector<Envelope> rest = two.ada_laptop.replica.lacking(known, SIZE_MAX);
    EXPECT_EQ(rest.size(), 2U);  // Ada's later one, and Cleo's
    for (const Envelope& envelope : rest)
        EXPECT_FALSE(two.ben_laptop.replica.holds(envelope.hash()));
    two.ben_laptop.receive(rest);
    EXPECT_EQ(two.ben_laptop.read().hashes(), two.ada_laptop.read().hashes());
}

TEST(ReplicaSync, PutsEditsOfAnothersItemsIntoOneEnvelope) {
    TwoPeople two(71);
    std::vector<ItemId> items;
    for (int i = 0; i < 20; ++i) {
        items.push_back(random_item(two.workspace));
        two.ada_laptop.create(items.back(), merge::root_item());
        two.ada_laptop.set(items.back(), title, "tAda's");
        two.ada_laptop.seal();
    }
    sync(two.ada_laptop, two.ben_laptop);
    for (const ItemId& item : items) two.ben_laptop.set(item, title, "tBen's");
    EXPECT_EQ(two.ben_laptop.seal(), 1U);
    sync(two.ada_laptop, two.ben_laptop);
    for (const ItemId& item : items) EXPECT_EQ(two.ada_laptop.value(item, title), "tBen's");
}

TEST(ReplicaSync, ShowsBothValuesWhenTwoPeopleWroteAtOnce) {
    TwoPeople two(2);
    const ItemId item = random_item(two.workspace);
    two.ada_laptop.create(item, merge::root_item());
    two.ada_laptop.set(item, title, "tbase");
    sync(two.ada_laptop, two.ben_laptop);
    two.ada_laptop.set(item, title, "tAda's");
    two.ben_laptop.clock_ms += 1000;
    two.ben_laptop.set(item, title, "tBen's");
    sync(two.ada_laptop, two.ben_laptop);

    for (Laptop* laptop : {&two.ada_laptop, &two.ben_laptop}) {
        const auto conflicts = laptop->read().conflicts();
        ASSERT_EQ(conflicts.size(), 1U);
        EXPECT_EQ(conflicts.front().kind, ConflictKind::values);
        EXPECT_EQ(conflicts.front().base, "tbase");
        ASSERT_EQ(conflicts.front().candidates.size(), 2U);
        EXPECT_EQ(conflicts.front().candidates.front().value, "tBen's");
        EXPECT_EQ(laptop->value(item, title), "tBen's");
    }
    two.ada_laptop.set(item, title, "tboth");
    sync(two.ada_laptop, two.ben_laptop);
    EXPECT_TRUE(two.ben_laptop.read().conflicts().empty());
    EXPECT_EQ(two.ben_laptop.read().hashes(), two.ada_laptop.read().hashes());
}

TEST(ReplicaSync, TakesEveryEnvelopeOnce) {
    TwoPeople two(3);
    two.ada_laptop.create(random_item(two.workspace), merge::root_item());
    two.ada_laptop.seal();
    const auto envelopes = two.ada_laptop.replica.outbox(SIZE_MAX);
    EXPECT_EQ(two.ben_laptop.receive(envelopes).applied, 1U);
    const auto again = two.ben_laptop.receive(envelopes);
    EXPECT_EQ(again.known, 1U);
    EXPECT_EQ(again.applied, 0U);
}

TEST(ReplicaSync, AppliesWhatCameTooEarlyOnceTheRestIsThere) {
    TwoPeople two(4);
    const ItemId item = random_item(two.workspace);
    two.ada_laptop.create(item, merge::root_item());
    two.ada_laptop.seal();
    two.ada_laptop.set(item, title, "tone");
    two.ada_laptop.seal();
    two.ada_laptop.set(item, title, "ttwo");
    two.ada_laptop.seal();
    const auto envelopes = two.ada_laptop.replica.outbox(SIZE_MAX);
    ASSERT_EQ(envelopes.size(), 3U);

    EXPECT_EQ(two.ben_laptop.receive({envelopes[2]}).parked, 1U);
    EXPECT_TRUE(two.ben_laptop.replica.frontier().tips().empty());
    EXPECT_EQ(two.ben_laptop.receive({envelopes[1]}).parked, 1U);
    EXPECT_EQ(two.ben_laptop.receive({envelopes[0]}).applied, 3U);
    EXPECT_EQ(two.ben_laptop.value(item, title), "ttwo");
    EXPECT_EQ(two.ben_laptop.read().counts().parked_envelopes, 0U);
    EXPECT_EQ(two.ben_laptop.read().hashes(), two.ada_laptop.read().hashes());
}

TEST(ReplicaSync, WaitsForWhatAnotherPersonsWorkBuildsOn) {
    TwoPeople two(5);
    const Person cleo = two.workspace.join(Role::editor);
    const Bytes& joined = two.workspace.records.back();
    static_cast<void>(joined);
    Laptop cleo_laptop(two.workspace, cleo);
    RingOpener opener(two.ada_laptop.person.keys);
    for (Laptop* laptop : {&two.ada_laptop, &two.ben_laptop})
        ASSERT_TRUE(laptop->replica.adopt_records(stored(two.workspace.records), opener));
    const ItemId item = random_item(two.workspace);
    two.ada_laptop.create(item, merge::root_item());
    two.ada_laptop.set(item, title, "tone");
    sync(two.ada_laptop, two.ben_laptop);
    two.ben_laptop.set(item, title, "ttwo");
    two.ben_laptop.seal();

    const auto of_ben = two.ben_laptop.replica.lacking(two.ada_laptop.replica.frontier(), SIZE_MAX);
    ASSERT_EQ(of_ben.size(), 1U);
    EXPECT_EQ(cleo_laptop.receive(of_ben).parked, 1U);
    EXPECT_EQ(cleo_laptop.value(item, title), "nothing");
    EXPECT_EQ(cleo_laptop.pull_from(two.ada_laptop).applied, 2U);
    EXPECT_EQ(cleo_laptop.value(item, title), "ttwo");
}

TEST(ReplicaSync, OutboxEmptiesAsTheServerAcknowledges) {
    TwoPeople two(6);
    two.ada_laptop.create(random_item(two.workspace), merge::root_item());
    two.ada_laptop.seal();
    const auto envelopes = two.ada_laptop.replica.outbox(SIZE_MAX);
    ASSERT_EQ(envelopes.size(), 1U);
    const replica::Acknowledged acknowledged{envelopes.front().hash(), Position{9}};
    two.ada_laptop.replica.acknowledge(std::span(&acknowledged, 1));
    EXPECT_TRUE(two.ada_laptop.replica.outbox(SIZE_MAX).empty());

    replica::Cursor cursor{
        .incarnation = two.workspace.random.make<Incarnation>(), .position = {9}, .running = {}};
    two.ada_laptop.replica.save_cursor(cursor);
    EXPECT_EQ(two.ada_laptop.replica.cursor(), cursor);
    cursor.incarnation = two.workspace.random.make<Incarnation>();
    two.ada_laptop.replica.save_cursor(cursor);
    EXPECT_EQ(two.ada_laptop.replica.outbox(SIZE_MAX).size(), 1U)
        << "another store may lack what the last one had";
    two.ada_laptop.replica.note_server_holds(two.ada_laptop.replica.frontier());
    EXPECT_TRUE(two.ada_laptop.replica.outbox(SIZE_MAX).empty());
}

TEST(ReplicaSync, MovesThatWouldCloseACircleAreSkippedAlikeAndShown) {
    TwoPeople two(7);
    const ItemId a = random_item(two.workspace);
    const ItemId b = random_item(two.workspace);
    two.ada_laptop.create(a, merge::root_item(), 0x40);
    two.ada_laptop.create(b, merge::root_item(), 0x80);
    sync(two.ada_laptop, two.ben_laptop);
    two.ada_laptop.move(a, b);
    two.ben_laptop.move(b, a);
    sync(two.ada_laptop, two.ben_laptop);
    EXPECT_EQ(two.ada_laptop.read().hashes(), two.ben_laptop.read().hashes());
    const auto conflicts = two.ada_laptop.read().conflicts();
    ASSERT_EQ(conflicts.size(), 1U);
    EXPECT_EQ(conflicts.front().kind, ConflictKind::skipped_move);
}

TEST(ReplicaSync, TellsOfAnEditByOneWhoDidNotKnowThatItWasThrownAway) {
    TwoPeople two(8);
    const ItemId item = random_item(two.workspace);
    const ItemId child = random_item(two.workspace);
    two.ada_laptop.create(item, merge::root_item());
    sync(two.ada_laptop, two.ben_laptop);
    two.ada_laptop.move(item, merge::trash_item());
    two.ben_laptop.set(item, title, "tstill here");
    two.ben_laptop.create(child, item);
    sync(two.ada_laptop, two.ben_laptop);
    for (Laptop* laptop : {&two.ada_laptop, &two.ben_laptop}) {
        const auto conflicts = laptop->read().conflicts();
        ASSERT_EQ(conflicts.size(), 2U);
        EXPECT_EQ(conflicts[0].kind, ConflictKind::edited_in_trash);
        EXPECT_EQ(conflicts[1].kind, ConflictKind::under_trashed);
        EXPECT_EQ(conflicts[1].item, child);
        EXPECT_TRUE(laptop->read().in_trash(child));
    }
    two.ada_laptop.move(item, merge::root_item());
    EXPECT_TRUE(two.ada_laptop.read().conflicts().empty());
}

}  // namespace
}  // namespace cairn::test
