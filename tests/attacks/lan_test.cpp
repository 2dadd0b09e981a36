// The same lies on the line between two laptops: nobody stands between them but the list of members
// that each one holds.
#include "client/engine/lan_session.h"
#include "tests/attacks/malicious_member.h"

namespace cairn::attacks {
namespace {

struct OnTheLan : MaliciousMember {
    struct Met {
        engine::LanReport one;
        engine::LanReport other;
        std::optional<engine::EngineError> one_failed;
        std::optional<engine::EngineError> other_failed;
    };
    static bool pass(engine::LanSession& from, engine::LanSession& to) {
        const auto frame = from.next_frame();
        if (!frame) return false;
        if (!to.over()) to.receive(*frame, moment);
        return true;
    }
    // Until nobody has anything to say.
    static Met meet(Desk& one, Desk& other) {
        engine::LanSession here(one.workspace, other.device.channel_key(), moment);
        engine::LanSession there(other.workspace, one.device.channel_key(), moment);
        for (bool moved = true; moved;) {
            const bool answered = pass(here, there);
            moved = pass(there, here) || answered;
        }
        return {here.report(), there.report(), here.failure(), there.failure()};
    }
    // Work of Mallory's under a head from before she lost her right, which her laptop holds.
    void write_late() {
        World::hand(mallory, {sealed(world, mallory, forged_title(world, mallory, item))});
    }
    void expect_back_dated(Desk& desk) {
        EXPECT_FALSE(world.shows(desk, "forged")) << desk.name;
        EXPECT_TRUE(World::codes(desk).contains("back_dated")) << desk.name;
    }
};

TEST_F(OnTheLan, ARemovedMemberIsToldNothingAndBringsNothing) {
    EXPECT_FALSE(world.remove(*world.ada, mallory).refused_wish);
    write_late();
    world.write(*world.ada, "for those who stayed");

    const Met met = meet(*world.ada, mallory);

    ASSERT_TRUE(met.one_failed);
    EXPECT_EQ(met.one_failed->fault, engine::EngineFault::distrust);
    EXPECT_EQ(met.one.envelopes_sent, 0U);
    EXPECT_EQ(met.one.received.envelopes, 0U);
    EXPECT_FALSE(world.shows(mallory, "for those who stayed"));
    world.expect_unharmed();
}

TEST_F(OnTheLan, BackDatedWorkOfARemovedMemberIsTakenBackOnceTheRemovalIsKnown) {
    EXPECT_FALSE(world.remove(*world.ada, mallory).refused_wish);
    write_late();
    meet(*world.cleo, mallory);
    EXPECT_TRUE(world.shows(*world.cleo, "forged")) << "she cannot know yet";

    const Met met = meet(*world.ada, *world.cleo);

    EXPECT_FALSE(met.one_failed);
    EXPECT_GT(met.other.received.records, 0U) << "the removal goes before what rests on it";
    expect_back_dated(*world.cleo);
    expect_back_dated(*world.ada);
    world.expect_unharmed();
}

TEST_F(OnTheLan, BackDatedWorkOfADemotedMemberCountsNowhere) {
    EXPECT_FALSE(world.demote(*world.ada, mallory, Role::commenter).refused_wish);
    write_late();

    const Met met = meet(*world.ada, mallory);

    EXPECT_FALSE(met.one_failed) << "she is a member still";
    EXPECT_GT(met.one.received.envelopes, 0U);
    expect_back_dated(*world.ada);
    EXPECT_FALSE(meet(*world.ben, *world.ada).one_failed);
    expect_back_dated(*world.ben);
    world.expect_unharmed();
}

TEST_F(OnTheLan, ARevokedLaptopGetsNothingFromTheOwnersOther) {
    Desk& second = world.add_device(*world.ben, "Ben's other laptop");
    world.sync_all();
    world.ben->honest = false;
    EXPECT_FALSE(world.revoke(second, world.ben->id()).refused_wish);
    world.write(second, "under the new key");

    const Met met = meet(second, *world.ben);

    ASSERT_TRUE(met.one_failed);
    EXPECT_EQ(met.one.envelopes_sent, 0U);
    EXPECT_FALSE(world.shows(*world.ben, "under the new key"));
    world.expect_unharmed();
}

TEST_F(OnTheLan, ARecordThatNoServerGaveAPlaceIsNotTaken) {
    const RosterView& roster = world.ada->workspace.roster();
    const auto record = make_epoch(author(*world.ada), world.ada->workspace.keys(), world.random);
    ASSERT_TRUE(record) << "all that it lacks is a receipt";
    for (const std::optional<Receipt>& receipt :
         {std::optional<Receipt>(), std::optional(Receipt())}) {
        RosterPage page;
        page.from = {roster.length().value};
        page.records = {ReceiptedRecord{.record = *record, .receipt = receipt}};
        page.length = {roster.length().value + 1};
        engine::LanSession at_ben(world.ben->workspace, mallory.device.channel_key(), moment);

        at_ben.receive(encode_message(ServerMessage(page)), moment);

        EXPECT_EQ(at_ben.report().received.records, 0U);
    }
    EXPECT_EQ(world.ben->workspace.roster().length(), roster.length());
    world.expect_unharmed();
}

}  // namespace
}  // namespace cairn::attacks
