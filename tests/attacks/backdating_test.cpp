// Work that claims to be older than the loss of the right to make it: by the server, by hand, by a
// friend who is still a member.
#include "tests/attacks/malicious_member.h"

namespace cairn::attacks {
namespace {

struct RemovedMember : MaliciousMember {
    RemovedMember() {
        world.write(mallory, "before the removal");
        world.sync(mallory);
        world.sync_all();
        late = sealed(world, mallory, forged_title(world, mallory, item));
        EXPECT_FALSE(world.remove(*world.ada, mallory).refused_wish);
    }
    void expect_void_by_hand_everywhere(const Envelope& envelope) {
        for (Desk* desk : {world.ada, world.ben, world.cleo}) World::hand(*desk, {envelope});
        world.expect_unharmed();
        for (Desk* desk : {world.ada, world.ben, world.cleo}) {
            EXPECT_TRUE(World::codes(*desk).contains("back_dated")) << desk->name;
            EXPECT_TRUE(world.shows(*desk, "before the removal")) << "what was pinned stays";
        }
    }
    std::optional<Envelope> late;  // under a head from before the removal
};

TEST_F(RemovedMember, CannotConnectAndHearsWhy) {
    const auto ended = world.sync(mallory);
    ASSERT_TRUE(ended.failure);
    EXPECT_EQ(ended.failure->refusal, RefusalCode::removed);
    EXPECT_EQ(ended.failure->retry, Retry::after_person);
    world.expect_unharmed();
}

TEST_F(RemovedMember, HasAFriendBringBackDatedWork) {
    const PushResult plainly = push_as(*world.ben, {*late});
    ASSERT_EQ(plainly.refused.size(), 1U);
    EXPECT_EQ(plainly.refused[0].code, PushRefusal::beyond_pin);
    // Brought as needed it is stored, charged to the friend, and applied nowhere.
    EXPECT_TRUE(push_as(*world.ben, {*late}, true).refused.empty());
    world.expect_unharmed();
    EXPECT_TRUE(World::codes(*world.cleo).contains("back_dated"));
}

TEST_F(RemovedMember, HandsBackDatedWorkRoundOnAStick) { expect_void_by_hand_everywhere(*late); }

TEST_F(RemovedMember, HandsItToThoseWhoHaveNotHeardOfTheRemoval) {
    World::hand(*world.cleo, {*late});
    EXPECT_TRUE(world.shows(*world.cleo, "forged")) << "she cannot know yet";
    world.sync(*world.cleo);
    EXPECT_FALSE(world.shows(*world.cleo, "forged"));
    EXPECT_TRUE(World::codes(*world.cleo).contains("back_dated"));
    world.expect_unharmed();
}

TEST_F(RemovedMember, BranchesOffBeforeThePin) {
    Forgery forgery = forged_title(world, mallory, item);
    forgery.slot.number = {1};
    forgery.slot.previous = {};
    forgery.run.predecessor = {};
    forgery.slot.roster_head = *mallory.workspace.roster().record_hash(
        mallory.workspace.roster().device(mallory.id())->added_at);
    expect_void_by_hand_everywhere(sealed(world, mallory, forgery));
}

TEST_F(RemovedMember, CitesTheListFromAfterTheRemoval) {
    World::carry(*world.ada, mallory);
    Forgery forgery = forged_title(world, mallory, item);
    forgery.slot.epoch = late->header().epoch;
    forgery.slot.roster_head = world.ada->workspace.roster().head();
    const Envelope envelope = sealed(world, mallory, forgery);
    for (Desk* desk : {world.ada, world.ben, world.cleo}) {
        world.sync(*desk);
        World::hand(*desk, {envelope});
    }
    world.expect_unharmed();
    EXPECT_TRUE(World::codes(*world.cleo).contains("not_permitted"));
}

TEST_F(RemovedMember, ReadsNothingThatIsWrittenAfterwards) {
    world.write(*world.ada, "for those who stayed");
    world.sync_all();
    World::carry(*world.ada, mallory);
    EXPECT_FALSE(world.shows(mallory, "for those who stayed"));
    const EpochId now = world.ada->workspace.roster().current_epoch()->id;
    EXPECT_EQ(mallory.workspace.keys().key(now), nullptr);
    world.expect_unharmed();
}

TEST_F(RemovedMember, JoinsAgainWithHerOldDevice) {
    const InviteLine line =
        world.open_invite(*world.ada, {.role_cap = Role::editor, .expires = {INT64_MAX}});
    world.sync(*world.cleo);
    const RosterView& roster = world.cleo->workspace.roster();
    const auto record =
        make_invite_used(Author{roster, mallory.device, world.now()}, line.secret, world.random);
    RosterView tried = roster;
    const auto judged = tried.append(*record);
    ASSERT_FALSE(judged) << "a key appears once ever";
    EXPECT_EQ(judged.error().fault, RosterFault::key_reused);
    Intruder intruder(world, *world.server, line.secret);
    intruder.greet();
    EXPECT_TRUE(intruder.append(*record));
    world.expect_unharmed();
}

// A live connection does not outlive the membership.
TEST_F(MaliciousMember, StaysConnectedWhileSheIsRemoved) {
    Intruder intruder(world, *world.server, mallory.device);
    intruder.greet_as(mallory);
    EXPECT_FALSE(world.remove(*world.ada, mallory).refused_wish);
    world.write(*world.ada, "after it");
    world.sync(*world.ada);
    const auto heard = intruder.listen();
    ASSERT_TRUE(intruder.over());
    EXPECT_EQ(intruder.refused()->code, RefusalCode::removed);
    EXPECT_TRUE(those<Page>(heard).empty());
    EXPECT_TRUE(intruder.push({newest_of(*world.ada)}).accepted.empty());
    world.expect_unharmed();
}

struct DemotedMember : MaliciousMember {
    DemotedMember() {
        late = sealed(world, mallory, forged_title(world, mallory, item));
        EXPECT_FALSE(world.demote(*world.ada, mallory, Role::commenter).refused_wish);
    }
    std::optional<Envelope> late;
};

TEST_F(DemotedMember, SendsWorkFromBeforeTheDemotion) {
    const PushResult result = push_as(*world.ben, {*late});
    ASSERT_EQ(result.refused.size(), 1U);
    EXPECT_EQ(result.refused[0].code, PushRefusal::beyond_pin);
    world.expect_unharmed();
}

TEST_F(DemotedMember, HandsWorkFromBeforeTheDemotionRoundOnAStick) {
    for (Desk* desk : {world.ada, world.ben, world.cleo}) World::hand(*desk, {*late});
    world.expect_unharmed();
    for (Desk* desk : {world.ada, world.ben, world.cleo})
        EXPECT_TRUE(World::codes(*desk).contains("back_dated")) << desk->name;
}

TEST_F(DemotedMember, GoesOnUnderTheNewList) {
    world.sync(mallory);
    const Envelope envelope = sealed(world, mallory, forged_title(world, mallory, item));
    expect_void_everywhere({envelope}, "not_permitted");
}

}  // namespace
}  // namespace cairn::attacks
