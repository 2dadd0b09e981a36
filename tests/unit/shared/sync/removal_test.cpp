// Who loses a right, and what the server does about it (schema/PROTOCOL.md section 9.1).
#include <gtest/gtest.h>

#include "tests/support/sync/office.h"

namespace cairn::test {
namespace {

class Removal : public testing::Test {
protected:
    Removal() : ben_himself(office.plan.join(Role::editor)) {
        owner = office.found();
        ben = office.laptop(ben_himself.device, 11);
    }
    // By the owner, on what the owner's laptop holds; nobody has it yet.
    Bytes removal(bool cuts_more = false) {
        const auto tips = owner->frontier().tips();
        const HeldTips held{.tips = tips, .cuts_more = cuts_more};
        const Bytes record =
            *make_member_removed(office.plan.by(office.plan.founder),
                                 office.plan.founder.keys,
                                 office.plan.view.member_of(ben->device().id())->id,
                                 held,
                                 office.plan.random);
        return record;
    }
    Bytes demotion(Role role) {
        const auto tips = owner->frontier().tips();
        return *make_role_changed(office.plan.by(office.plan.founder),
                                  office.plan.view.member_of(ben->device().id())->id,
                                  role,
                                  {.tips = tips});
    }
    // Over a connection of its own.
    void append(const Bytes& record) {
        auto connection = office.connect(*owner);
        office.server->settle();
        ASSERT_TRUE(connection->client().append_record(record));
        office.server->settle();
    }
    void expect_told_of_the_removal(const std::optional<SyncFailure>& failure) {
        ASSERT_TRUE(failure.has_value());
        EXPECT_EQ(failure->refusal, RefusalCode::removed);
        EXPECT_EQ(failure->retry, Retry::after_person);
        EXPECT_FALSE(ben->view().device(ben->device().id())->active());
    }

    Office office;
    Person ben_himself;
    std::unique_ptr<TestReplica> owner;
    std::unique_ptr<TestReplica> ben;
};

TEST_F(Removal, ALiveConnectionHearsOfItAndIsClosed) {
    auto his = office.connect(*ben);
    office.server->settle();
    ben->write();
    ben->hand_over(his->client());
    office.server->settle();
    ASSERT_EQ(ben->outbox_size(), 0U);
    office.sync(*owner);

    append(removal());

    expect_told_of_the_removal(his->failure());
    EXPECT_EQ(ben->view().head(), owner->view().head());
}

TEST_F(Removal, WhoWasAwayIsToldUpToTheirRemovalAndNoFurther) {
    append(removal());
    const RosterLength then = owner->view().length();
    office.plan.take(office.store.load(office.id())->roster.back().record);
    append(make_invite_opened(office.plan.by(office.plan.founder), {}, {.expires = {}}));
    ASSERT_GT(owner->view().length(), then);

    expect_told_of_the_removal(office.sync(*ben));

    EXPECT_EQ(ben->view().length(), then);
    expect_told_of_the_removal(office.sync(*ben));
}

TEST_F(Removal, TheServerTakesNoPinsButItsOwnTips) {
    ben->write();
    office.sync(*ben);  // the owner has not seen it
    auto connection = office.connect(*owner);
    const Bytes record = removal();

    office.server->settle();
    ASSERT_GT(owner->envelope_count(), 0U);
    ASSERT_TRUE(connection->client().append_record(record));
    office.server->settle();
    ASSERT_EQ(owner->records_not_taken.size(), 1U);
    EXPECT_EQ(owner->records_not_taken[0].code, RecordRefusal::pins_differ);

    ASSERT_TRUE(connection->client().append_record(removal()));
    office.server->settle();
    EXPECT_FALSE(owner->view().device(ben->device().id())->active());
}

TEST_F(Removal, PinsAboveTheServersAreRefusedUntilItHasWhatTheyPin) {
    ben->write();
    owner->write();
    office.sync(*owner);
    TestReplica stick(ben_himself.device, office.id(), 12);  // what the owner got by another way
    stick.adopt(office.store.load(office.id())->roster);
    const EnvelopeHash hash = stick.write();
    const std::vector<DeviceTips> tips{{ben->device().id(), {{{1}, hash}}}};
    append(*make_member_removed(office.plan.by(office.plan.founder),
                                office.plan.founder.keys,
                                office.plan.view.member_of(ben->device().id())->id,
                                {.tips = tips},
                                office.plan.random));
    ASSERT_EQ(owner->records_not_taken.size(), 1U);
    EXPECT_EQ(owner->records_not_taken[0].code, RecordRefusal::pins_differ);
}

TEST_F(Removal, WhoFloodsTheServerIsCutWhereItIsMeant) {
    ben->write();
    office.sync(*ben);
    auto connection = office.connect(*owner);
    const Bytes record = removal(true);
    office.server->settle();
    ASSERT_TRUE(connection->client().append_record(record));
    office.server->settle();
    EXPECT_FALSE(owner->view().device(ben->device().id())->active());
}

TEST_F(Removal, WhatADemotedDeviceWroteBeforeIsTakenOnlyAsNeeded) {
    ben->write();
    append(demotion(Role::commenter));

    EXPECT_FALSE(office.sync(*ben).has_value());
    ASSERT_EQ(ben->refused.size(), 1U);
    EXPECT_EQ(ben->refused[0].code, PushRefusal::beyond_pin);

    ben->needed_flag = true;
    EXPECT_FALSE(office.sync(*ben).has_value());
    EXPECT_EQ(ben->refused.size(), 1U);
    EXPECT_EQ(office.store.load(office.id())->head.value, 1U);
}

TEST_F(Removal, ARestoredServerTakesTheRemovalBackThoughItLacksWhatIsPinned) {
    const server::MemoryStore before = office.store;
    ben->write();
    office.sync(*ben);
    office.sync(*owner);
    append(removal());
    office.store = before;
    office.store.renew(SeededRandom(77).make<Incarnation>());
    office.restart();
    owner->needed_flag = true;

    EXPECT_FALSE(office.sync(*owner).has_value());

    const auto restored = office.store.load(office.id());
    EXPECT_EQ(restored->roster.size(), owner->view().length().value);
    EXPECT_EQ(restored->head.value, 1U) << "and his pinned work, which the owner brings";
}

}  // namespace
}  // namespace cairn::test
