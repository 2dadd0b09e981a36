// What happens when a server loses something, an order is contradicted, a chain branches, or a
// connection breaks at any message.
#include <gtest/gtest.h>

#include "tests/support/sync/office.h"

namespace cairn {
namespace {

using test::Office;
using test::TestReplica;

Incarnation another_incarnation() { return SeededRandom(4).make<Incarnation>(); }

// An owner and an editor, each with work that both hold and the server has.
struct SettledOffice : Office {
    std::unique_ptr<TestReplica> owner;
    std::unique_ptr<TestReplica> editor;

    explicit SettledOffice(int written = 20) {
        const auto device = plan.join(Role::editor).device;
        owner = found();
        editor = laptop(device, 11);
        for (int i = 0; i < written; ++i) {
            owner->write();
            editor->write();
        }
        sync_both();
    }
    void sync_both() {
        for (int i = 0; i < 2; ++i) {
            EXPECT_FALSE(sync(*owner));
            EXPECT_FALSE(sync(*editor));
        }
    }
    // The store becomes what it was at `backup`.
    void restore(const server::MemoryStore& backup, bool renewed) {
        store = backup;
        if (renewed) store.renew(another_incarnation());
        restart();
    }
    void expect_all_alike() {
        EXPECT_EQ(owner->frontier(), editor->frontier());
        EXPECT_EQ(owner->cursor, editor->cursor);
        const auto state = store.load(id());
        ASSERT_TRUE(state);
        EXPECT_EQ(state->head.value, owner->envelope_count());
        EXPECT_EQ(state->tips, owner->frontier().tips());
        EXPECT_EQ(state->roster.size(), owner->view().length().value);
        EXPECT_TRUE(state->settled);
    }
};

TEST(Healing, ARestoredServerGetsBackWhatItLost) {
    SettledOffice office;
    const server::MemoryStore backup = office.store;
    for (int i = 0; i < 10; ++i) {
        office.owner->write();
        office.editor->write();
    }
    office.sync_both();
    office.restore(backup, true);
    office.sync_both();
    office.expect_all_alike();
    EXPECT_EQ(office.owner->envelope_count(), 60U);
}

TEST(Healing, OneDeviceBringsBackTheWorkOfAnotherThatIsAway) {
    SettledOffice office;
    const server::MemoryStore backup = office.store;
    office.editor->write();
    office.sync_both();
    office.restore(backup, true);
    EXPECT_FALSE(office.sync(*office.owner));
    EXPECT_EQ(office.store.load(office.id())->head.value, 41U);
}

TEST(Healing, AServerThatLostEverythingIsFilledAgainByAnyMember) {
    SettledOffice office;
    office.store = server::MemoryStore(another_incarnation());
    office.restart();
    const auto failure = office.sync(*office.editor);
    ASSERT_FALSE(failure) << failure->sentence;
    EXPECT_FALSE(office.store.load(office.id())->settled);
    office.sync_both();
    office.expect_all_alike();
    EXPECT_TRUE(office.owner->all_receipted());
}

// More records may exist than somebody knows who was told of their removal, and of nothing since.
TEST(Healing, AServerThatLostEverythingStillWaitsForAnAdminAfterOneWhoWasRemoved) {
    Office office;
    auto& plan = office.plan;
    const auto device = plan.join(Role::admin).device;
    const auto owner = office.found();
    const auto admin = office.laptop(device, 11);
    {
        auto connection = office.connect(*owner);
        office.server->settle();
        const MemberId member = plan.view.member_of(device.id())->id;
        const std::vector<DeviceTips> nothing;
        ASSERT_TRUE(connection->client().append_record(*make_member_removed(
            plan.by(plan.founder), plan.founder.keys, member, {.tips = nothing}, plan.random)));
        office.server->settle();
    }
    EXPECT_EQ(office.sync(*admin)->refusal, RefusalCode::removed);
    office.store = server::MemoryStore(another_incarnation());
    office.restart();

    static_cast<void>(office.sync(*admin));

    const auto state = office.store.load(office.id());
    ASSERT_TRUE(state);
    EXPECT_EQ(state->roster.size(), owner->view().length().value);
    EXPECT_FALSE(state->settled);
    EXPECT_FALSE(office.sync(*owner));
    EXPECT_TRUE(office.store.load(office.id())->settled);
}

TEST(Healing, AnotherServersRosterNeedsATicket) {
    SettledOffice office;
    office.store = server::MemoryStore(another_incarnation());
    office.secrets = test::make_server_secrets(55);
    office.restart();
    office.owner->checkpoint.reset();
    const auto failure = office.sync(*office.owner);
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->refusal, RefusalCode::workspace_unknown);
    EXPECT_FALSE(office.store.load(office.id()));
}

TEST(Healing, ARestoredServerTakesNoNewRecordBeforeAnAdminCame) {
    SettledOffice office;
    auto& plan = office.plan;
    const auto editor_person = test::Person{.device = office.editor->device(), .keys = {}};
    const server::MemoryStore backup = office.store;
    office.restore(backup, true);
    auto connection = office.connect(*office.editor);
    office.server->settle();
    const Bytes own_invite = make_invite_opened(
        plan.by(editor_person), InviteSecret{}, {.expires = {}, .for_own_device = true});
    ASSERT_TRUE(connection->client().append_record(own_invite));
    office.server->settle();
    ASSERT_EQ(office.editor->records_not_taken.size(), 1U);
    EXPECT_EQ(office.editor->records_not_taken[0].code, RecordRefusal::unsettled);
    EXPECT_FALSE(office.sync(*office.owner));
    ASSERT_TRUE(connection->client().append_record(own_invite));
    office.server->settle();
    EXPECT_EQ(office.editor->view().length().value, plan.view.length().value + 1);
}

// A record that only an absent editor holds, and the owner goes on from an older copy of the
// server.
TEST(Healing, TwoRecordsAtOneIndexAreAForkThatChangesNothing) {
    for (const int records_of_owner : {1, 2}) {
        SCOPED_TRACE(records_of_owner);
        SettledOffice office;
        const auto append = [&](TestReplica& by, std::uint8_t secret) {
            auto connection = office.connect(by);
            office.server->settle();
            const Author author{by.view(), by.device(), {}};
            EXPECT_TRUE(connection->client().append_record(
                make_invite_opened(author,
                                   InviteSecret(std::array<std::uint8_t, 16>{secret}),
                                   {.expires = {}, .for_own_device = true})));
            office.server->settle();
        };
        const server::MemoryStore backup = office.store;
        append(*office.editor, 1);
        const RecordHash head = office.editor->view().head();
        const RosterLength common{office.editor->view().length().value - 1};
        ASSERT_EQ(office.owner->view().length(), common);
        office.restore(backup, true);
        for (int i = 0; i < records_of_owner; ++i)
            append(*office.owner, static_cast<std::uint8_t>(2 + i));
        office.editor->write();
        const std::size_t held = office.editor->envelope_count();

        const auto failure = office.sync(*office.editor);
        ASSERT_TRUE(failure);
        EXPECT_EQ(failure->fault, SyncFault::roster_forked) << failure->sentence;
        EXPECT_EQ(failure->retry, Retry::after_person);
        EXPECT_NE(failure->sentence.find("record " + std::to_string(common.value)),
                  std::string::npos)
            << failure->sentence;
        EXPECT_EQ(office.editor->view().head(), head);
        EXPECT_EQ(office.editor->envelope_count(), held);
        EXPECT_FALSE(office.sync(*office.owner));
    }
}

TEST(Healing, ARestoreThatHidesItselfIsARollback) {
    SettledOffice office;
    const server::MemoryStore backup = office.store;
    office.owner->write();
    EXPECT_FALSE(office.sync(*office.owner));
    office.restore(backup, false);
    const auto failure = office.sync(*office.owner);
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->fault, SyncFault::rolled_back);
    EXPECT_EQ(failure->retry, Retry::after_person);
}

TEST(Healing, AnOrderThatContradictsItselfIsToldAndHealed) {
    SettledOffice office;
    const server::MemoryStore backup = office.store;
    office.owner->write();
    EXPECT_FALSE(office.sync(*office.owner));
    office.restore(backup, false);
    for (int i = 0; i < 3; ++i) office.editor->write();
    EXPECT_FALSE(office.sync(*office.editor));
    EXPECT_FALSE(office.sync(*office.owner));
    EXPECT_EQ(office.owner->contradictions.size(), 1U);
    office.sync_both();
    office.expect_all_alike();
}

TEST(Healing, WhatIsWrittenDuringAComparisonDoesNotCountAsHeldByTheServer) {
    SettledOffice office;
    const server::MemoryStore backup = office.store;
    office.editor->write();
    office.sync_both();
    office.restore(backup, true);
    const auto connection = office.connect(*office.owner);
    EnvelopeHash written;
    connection->on_client_message = [&](const ClientMessage& message) {
        if (std::holds_alternative<FrontierQuestion>(message)) written = office.owner->write();
        return true;
    };
    office.server->settle();
    ASSERT_FALSE(written.is_zero());
    ASSERT_EQ(office.owner->compared.size(), 1U);
    const QueueMissing& told = office.owner->compared.front();
    ASSERT_EQ(told.server.size(), 1U);
    EXPECT_EQ(told.server.front().device, office.editor->device().id());
    ASSERT_EQ(told.alike.size(), 1U);
    EXPECT_EQ(told.alike.front().device, office.owner->device().id());
    for (const Tip& tip : told.alike.front().tips) EXPECT_NE(tip.hash, written);
}

TEST(Healing, BothBranchesOfAChainReachEverybody) {
    SettledOffice office;
    const EnvelopeHash fork = office.owner->write();
    EXPECT_FALSE(office.sync(*office.owner));
    office.owner->write_after(fork);
    office.owner->write_after(fork);
    office.owner->write();
    office.sync_both();
    office.expect_all_alike();
    EXPECT_TRUE(office.editor->frontier().is_branched(office.owner->device().id()));
}

TEST(Healing, ABranchIsFetchedFromWhereItLeaves) {
    // The server's order is unknown, and the owner's chain has branched deep below its tips: a
    // clone of the laptop wrote 40 envelopes that its original has never seen.
    SettledOffice office(1);
    EnvelopeHash base;
    for (int i = 0; i < 5; ++i) base = office.owner->write();
    EXPECT_FALSE(office.sync(*office.owner));
    auto clone = std::make_unique<TestReplica>(*office.owner);
    clone->reseed(99);
    for (int i = 0; i < 40; ++i) clone->write();
    EXPECT_FALSE(office.sync(*clone));
    for (int i = 0; i < 30; ++i) office.owner->write();
    office.store.renew(another_incarnation());
    office.restart();
    EXPECT_FALSE(office.sync(*office.owner));
    EXPECT_FALSE(office.sync(*clone));
    EXPECT_FALSE(office.sync(*office.owner));
    EXPECT_EQ(office.owner->frontier(), clone->frontier());
    EXPECT_EQ(office.owner->frontier().tips_of(clone->device().id()).size(), 2U);
}

// Every connection breaks after some number of messages; connecting again goes on where it stopped.
class BrokenConnections : public ::testing::TestWithParam<int> {};

TEST_P(BrokenConnections, LoseNothingAndRepeatLittle) {
    SettledOffice office(2);
    for (int i = 0; i < 12; ++i) office.owner->write(400'000);
    const int messages = GetParam();
    int connections = 0;
    bool live = false;
    for (; !live || office.owner->outbox_size() > 0; ++connections) {
        ASSERT_LT(connections, 200);
        auto connection = office.connect(*office.owner);
        int left = messages + connections / 4;
        connection->on_client_message = [&](const ClientMessage&) { return left-- > 0; };
        office.server->settle();
        live = connection->live();
        ASSERT_FALSE(connection->failure()) << connection->failure()->sentence;
    }
    for (live = false; !live || office.editor->envelope_count() < 16; ++connections) {
        ASSERT_LT(connections, 400);
        auto connection = office.connect(*office.editor);
        int left = messages + connections / 4;
        connection->on_server_message = [&](ServerMessage&) { return left-- > 0; };
        office.server->settle();
        live = connection->live();
        ASSERT_FALSE(connection->failure()) << connection->failure()->sentence;
    }
    office.sync_both();
    office.expect_all_alike();
    EXPECT_EQ(office.editor->repeated, 0U);
}

INSTANTIATE_TEST_SUITE_P(AfterMessages, BrokenConnections, ::testing::Range(1, 12));

TEST(Healing, AnEmptyServerIsFilledThroughBrokenConnections) {
    for (int messages = 3; messages < 15; ++messages) {
        SettledOffice office;
        office.store = server::MemoryStore(another_incarnation());
        office.restart();
        for (int connections = 0; connections < 60; ++connections) {
            auto connection = office.connect(*office.owner);
            int left = messages + connections;
            connection->on_client_message = [&](const ClientMessage&) { return left-- > 0; };
            office.server->settle();
            ASSERT_FALSE(connection->failure()) << connection->failure()->sentence;
        }
        office.sync_both();
        office.expect_all_alike();
    }
}

TEST(Healing, ManyClientsFillAnEmptyServerAtOnce) {
    Office office;
    std::vector<DeviceSecrets> devices;
    for (int i = 0; i < 6; ++i) devices.push_back(office.plan.join(Role::editor).device);
    auto owner = office.found();
    std::vector<std::unique_ptr<TestReplica>> laptops;
    for (std::size_t i = 0; i < devices.size(); ++i) {
        laptops.push_back(office.laptop(devices[i], 20 + i));
        for (int k = 0; k < 10; ++k) laptops.back()->write();
        EXPECT_FALSE(office.sync(*laptops.back()));
    }
    for (auto& laptop : laptops) EXPECT_FALSE(office.sync(*laptop));
    office.store = server::MemoryStore(another_incarnation());
    office.restart();
    std::vector<std::unique_ptr<test::TestConnection>> connections;
    for (auto& laptop : laptops) connections.push_back(office.connect(*laptop));
    office.server->settle();
    for (const auto& connection : connections) {
        EXPECT_FALSE(connection->failure()) << connection->failure()->sentence;
        EXPECT_TRUE(connection->live());
    }
    EXPECT_EQ(office.store.load(office.id())->head.value, 60U);
}

}  // namespace
}  // namespace cairn
