// Somebody has Ben's laptop, with its keys and an open session of Ben's.
#include "tests/attacks/malicious_member.h"

namespace cairn::attacks {
namespace {

struct Thief : MaliciousMember {
    Thief() : second(world.add_device(*world.ben, "Ben's other laptop")) {
        world.sync_all();
        world.ben->honest = false;
    }
    Desk& laptop() { return *world.ben; }
    void revoke_it() {
        const auto revoked = world.revoke(second, laptop().id());
        EXPECT_FALSE(revoked.refused_wish) << *revoked.refused_wish;
        world.sync(*world.ada);
    }
    Envelope forged() { return sealed(world, laptop(), forged_title(world, laptop(), item)); }
    Bytes record(RecordBody body) {
        const RosterView& roster = laptop().workspace.roster();
        return sign_record({.index = {roster.length().value},
                            .previous = roster.head(),
                            .actor = laptop().id(),
                            .wall = world.now(),
                            .body = std::move(body)},
                           laptop().device.signing());
    }
    // What the thief's own new device says of itself.
    DeviceKeys introduced(const DeviceSecrets& device) {
        const RosterView& roster = laptop().workspace.roster();
        return introduce(device, claim_by_device(world.id(), *roster.device(laptop().id())));
    }
    Desk& second;
    DeviceSecrets own = DeviceSecrets::make(world.random);
};

TEST_F(Thief, WritesAfterTheRevocation) {
    const Envelope envelope = forged();
    revoke_it();
    EXPECT_EQ(push_as(*world.cleo, {envelope}).refused.at(0).code, PushRefusal::beyond_pin);
    for (Desk* desk : {world.ada, world.cleo, &second}) World::hand(*desk, {envelope});
    world.expect_unharmed();
    EXPECT_TRUE(World::codes(*world.cleo).contains("back_dated"));
}

TEST_F(Thief, ConnectsAfterTheRevocation) {
    revoke_it();
    EXPECT_EQ(world.sync(laptop()).failure->refusal, RefusalCode::removed);
    EXPECT_TRUE(world.sync(second).live) << "the person stays";
    world.expect_unharmed();
}

TEST_F(Thief, IsConnectedDuringTheRevocation) {
    Intruder intruder(world, *world.server, laptop().device);
    intruder.greet_as(laptop());
    revoke_it();
    intruder.listen();
    ASSERT_TRUE(intruder.over());
    EXPECT_EQ(intruder.refused()->code, RefusalCode::removed);
    world.expect_unharmed();
}

TEST_F(Thief, ReadsNothingThatIsWrittenAfterTheRevocation) {
    revoke_it();
    world.write(*world.ada, "for the others");
    world.sync_all();
    World::carry(*world.ada, laptop());
    EXPECT_FALSE(world.shows(laptop(), "for the others"));
    world.expect_unharmed();
}

TEST_F(Thief, AddsADeviceBeforeTheRevocation) {
    ASSERT_FALSE(append_as(laptop(), make_device_added(author(laptop()), introduced(own))));
    world.sync(second);
    revoke_it();
    const DeviceEntry* added = world.ada->workspace.roster().device(own.id());
    ASSERT_NE(added, nullptr);
    EXPECT_FALSE(added->active()) << "it goes with what added it";
    Intruder intruder(world, *world.server, own);
    intruder.greet();
    EXPECT_EQ(intruder.refused()->code, RefusalCode::removed);
    world.expect_unharmed();
}

TEST_F(Thief, OpensAnInviteForADeviceBeforeTheRevocation) {
    const InviteLine line =
        world.open_invite(laptop(), {.expires = {INT64_MAX}, .for_own_device = true});
    world.sync(second);
    revoke_it();
    const auto failure = world.try_to_join(line, "Eve", *world.server);
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->refusal, RefusalCode::not_authenticated);
    world.expect_unharmed();
}

TEST_F(Thief, LetsADeviceInThroughAnInviteBeforeTheRevocation) {
    const InviteLine line =
        world.open_invite(laptop(), {.expires = {INT64_MAX}, .for_own_device = true});
    ASSERT_FALSE(world.try_to_join(line, "Eve", *world.server));
    world.desk("Eve").honest = false;
    world.sync(second);
    revoke_it();
    EXPECT_FALSE(world.ada->workspace.roster().device(world.desk("Eve").id())->active());
    EXPECT_EQ(world.sync(world.desk("Eve")).failure->refusal, RefusalCode::removed);
    world.expect_unharmed();
}

TEST_F(Thief, RevokesTheOwnersOtherLaptopFirst) {
    // What a member may do, the thief may do until somebody acts; the owner puts it right.
    EXPECT_FALSE(world.revoke(laptop(), second.id()).refused_wish);
    second.honest = false;
    world.sync(*world.ada);
    EXPECT_FALSE(world.remove(*world.ada, laptop()).refused_wish);
    const Envelope envelope = forged();
    for (Desk* desk : {world.ada, world.cleo}) World::hand(*desk, {envelope});
    world.expect_unharmed();
}

TEST_F(Thief, RegistersTheStolenKeyOnceMore) {
    const DeviceKeys again = introduced(laptop().device);
    const auto refused = append_as(laptop(), make_device_added(author(laptop()), again));
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->code, RecordRefusal::invalid);
    world.expect_unharmed();
}

TEST_F(Thief, RegistersTheStolenBoxKeyUnderANewDevice) {
    DeviceKeys mixed = introduced(own);
    mixed.box = laptop().device.box_key();
    const auto refused = append_as(laptop(), make_device_added(author(laptop()), mixed));
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->code, RecordRefusal::invalid);
    world.expect_unharmed();
}

TEST_F(Thief, BringsTheRevokedKeyBackThroughAFriend) {
    revoke_it();
    world.sync(mallory);
    const RosterView& roster = mallory.workspace.roster();
    const DeviceKeys again =
        introduce(laptop().device, claim_by_device(world.id(), *roster.device(mallory.id())));
    const auto refused = append_as(mallory, make_device_added(author(mallory), again));
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->code, RecordRefusal::invalid);
    world.expect_unharmed();
}

TEST_F(Thief, RunsACopyOfTheLaptopBesideIt) {
    world.ben->honest = true;
    Desk& copy = world.clone(laptop(), "The copy");
    world.write(copy, "by the copy");
    world.write(laptop(), "by the laptop");
    EXPECT_TRUE(world.sync(copy).live);
    const auto ended = world.sync(laptop());
    EXPECT_TRUE(ended.report.own_branch) << "its owner is told";
    world.expect_unharmed();
    EXPECT_TRUE(World::codes(laptop()).contains("branched"));
    for (Desk* desk : {world.ada, world.cleo})
        EXPECT_TRUE(world.shows(*desk, "by the copy") && world.shows(*desk, "by the laptop"));
}

}  // namespace
}  // namespace cairn::attacks
