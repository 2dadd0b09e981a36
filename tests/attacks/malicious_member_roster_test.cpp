// Records that a member may not make, or makes to shut others out or to stay.
#include "shared/identity/sealed_key.h"
#include "tests/attacks/lying_server.h"
#include "tests/attacks/malicious_member.h"

namespace cairn::attacks {
namespace {

struct MaliciousMemberRecords : MaliciousMember {
    explicit MaliciousMemberRecords(Role role = Role::editor) : MaliciousMember(role) {}

    Bytes record(Desk& actor, RecordBody body) {
        const RosterView& roster = actor.workspace.roster();
        return sign_record({.index = {roster.length().value},
                            .previous = roster.head(),
                            .actor = actor.id(),
                            .wall = world.now(),
                            .body = std::move(body)},
                           actor.device.signing());
    }
    // The server refuses it; a server that is in league gives its receipt, and every client refuses
    // it all the same.
    void expect_refused_by_all(const Bytes& bytes) {
        const auto refused = append_as(mallory, bytes);
        ASSERT_TRUE(refused);
        EXPECT_EQ(refused->code, RecordRefusal::invalid);
        const replica::StoredRecord receipted{
            .bytes = bytes,
            .receipt = receipt_for(*world.server, world.id(), bytes).signature,
            .incarnation = world.server->store.incarnation()};
        for (Desk* desk : {world.ada, world.ben, world.cleo})
            EXPECT_FALSE(desk->workspace.adopt_records(std::span(&receipted, 1))) << desk->name;
        world.expect_unharmed();
    }
    [[nodiscard]] MemberId member(Desk& desk) { return *desk.workspace.me(); }
    [[nodiscard]] EpochRecord last_epoch() {
        const EpochEntry& epoch = *mallory.workspace.roster().current_epoch();
        return {.commitment = epoch.commitment,
                .sealed = *epoch.sealed,
                .old_key = {world.random.make<WrappedKey>()}};
    }
    void start_epoch(Desk& by) {
        const auto started = world.carry_out(by, {}, {});  // rotates the key
        EXPECT_FALSE(started.refused_wish) << *started.refused_wish;
    }
};
struct MaliciousAdmin : MaliciousMemberRecords {
    MaliciousAdmin() : MaliciousMemberRecords(Role::admin) {}
};

TEST_F(MaliciousMemberRecords, MakesHerselfAnOwner) {
    expect_refused_by_all(record(
        mallory, RoleChangedRecord{.member = member(mallory), .role = Role::owner, .pins = {}}));
}

TEST_F(MaliciousMemberRecords, RemovesTheOwner) {
    expect_refused_by_all(record(
        mallory, MemberRemovedRecord{.member = member(*world.ada), .pins = {}, .epoch = {}}));
}

TEST_F(MaliciousMemberRecords, RevokesAnothersLaptop) {
    expect_refused_by_all(record(
        mallory,
        DeviceRevokedRecord{.device = world.ben->id(), .kept = {}, .pins = {}, .epoch = {}}));
}

TEST_F(MaliciousMemberRecords, StartsAnEpoch) {
    expect_refused_by_all(record(mallory, last_epoch()));
}

TEST_F(MaliciousMemberRecords, SignsInAnothersName) {
    const RosterView& roster = mallory.workspace.roster();
    const Record theirs{
        .index = {roster.length().value},
        .previous = roster.head(),
        .actor = world.ada->id(),
        .wall = world.now(),
        .body = RoleChangedRecord{.member = member(mallory), .role = Role::owner, .pins = {}}};
    expect_refused_by_all(sign_record(theirs, mallory.device.signing()));
}

TEST_F(MaliciousAdmin, MakesHerselfAnOwner) {
    expect_refused_by_all(record(
        mallory, RoleChangedRecord{.member = member(mallory), .role = Role::owner, .pins = {}}));
}

TEST_F(MaliciousAdmin, RemovesTheOwner) {
    expect_refused_by_all(record(
        mallory, MemberRemovedRecord{.member = member(*world.ada), .pins = {}, .epoch = {}}));
}

TEST_F(MaliciousAdmin, OpensAnInviteForOwners) {
    const InviteSecret secret(std::array<std::uint8_t, 16>{3});
    expect_refused_by_all(
        make_invite_opened(author(mallory), secret, {.role_cap = Role::owner, .expires = {1}}));
}

TEST_F(MaliciousAdmin, ReusesTheKeyOfAnEarlierEpoch) {
    start_epoch(*world.ada);
    world.sync_all();
    world.sync(mallory);
    expect_refused_by_all(record(mallory, last_epoch()));
}

TEST_F(MaliciousAdmin, LeavesSomebodyOutOfAnEpoch) {
    start_epoch(*world.ada);
    world.sync_all();
    world.sync(mallory);
    EpochRecord epoch = last_epoch();
    epoch.commitment = world.random.make<Hash32>();
    std::erase_if(epoch.sealed, [&](const SealedFor& share) {
        return share.recipient == world.cleo->device.box_key();
    });
    expect_refused_by_all(record(mallory, epoch));
}

TEST_F(MaliciousAdmin, SealsAnEpochToAFriendBesides) {
    start_epoch(*world.ada);
    world.sync_all();
    world.sync(mallory);
    EpochRecord epoch = last_epoch();
    epoch.commitment = world.random.make<Hash32>();
    epoch.sealed.push_back({.recipient = DeviceSecrets::make(world.random).box_key(),
                            .sealed = epoch.sealed[0].sealed});
    std::sort(epoch.sealed.begin(), epoch.sealed.end(), [](const auto& a, const auto& b) {
        return a.recipient < b.recipient;
    });
    expect_refused_by_all(record(mallory, epoch));
}

TEST_F(MaliciousAdmin, SealsAnotherKeyToOneOfTheMembers) {
    const auto made = make_epoch(author(mallory), mallory.workspace.keys(), world.random);
    auto epoch = std::get<EpochRecord>(read_record(*made)->record.body);
    const EpochPlace place{
        .workspace = world.id(),
        .epoch = epoch_id(world.id(), mallory.workspace.roster().head(), epoch.commitment)};
    for (SealedFor& share : epoch.sealed)
        if (share.recipient == world.cleo->device.box_key())
            share.sealed = *seal_key(
                EpochKey(world.random.make<Hash32>().bytes), share.recipient, place, world.random);
    ASSERT_FALSE(append_as(mallory, record(mallory, epoch)));
    world.sync(*world.ben);
    world.write(*world.ben, "under the new key");
    world.sync(*world.ben);
    world.sync(*world.cleo);
    EXPECT_FALSE(world.shows(*world.cleo, "under the new key"));
    EXPECT_TRUE(World::codes(*world.cleo).contains("wrong_key"));
    world.sync(*world.ada);
    start_epoch(*world.ada);
    world.expect_unharmed();
    EXPECT_TRUE(world.shows(*world.cleo, "under the new key")) << "nothing was lost";
    EXPECT_FALSE(World::codes(*world.cleo).contains("wrong_key"));
}

TEST_F(MaliciousAdmin, PinsLessThanOthersHold) {
    world.write(*world.ben, "honest work");
    world.sync_all();
    const RoleChangedRecord low{.member = member(*world.ben),
                                .role = Role::reader,
                                .pins = {.devices = {{world.ben->id(), {}}}}};
    world.sync(mallory);
    const auto refused = append_as(mallory, record(mallory, low));
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->code, RecordRefusal::pins_differ);
    world.expect_unharmed();
    EXPECT_TRUE(world.shows(*world.cleo, "honest work"));
}

TEST_F(MaliciousAdmin, CutsMoreAndEverybodySeesIt) {
    world.write(*world.ben, "honest work");
    world.sync_all();
    world.sync(mallory);
    const RoleChangedRecord low{.member = member(*world.ben),
                                .role = Role::reader,
                                .pins = {.devices = {{world.ben->id(), {}}}, .cuts_more = true}};
    EXPECT_FALSE(append_as(mallory, record(mallory, low)));
    world.ben->honest = false;  // a reader from now on
    world.sync_all();
    for (Desk* desk : {world.ada, world.cleo})
        EXPECT_TRUE(World::codes(*desk).contains("back_dated")) << "it is told, and not lost";
    const auto tips = world.ada->replica().frontier().tips();
    const auto raised = world.sync_wishing(*world.ada, [&](engine::Workspace& w, WallTime at) {
        std::vector<DeviceTips> all;
        for (const DeviceTips& of : tips)
            if (of.device == world.ben->id()) all.push_back(of);
        return Result<std::optional<Bytes>, RosterError>(make_pins_raised(
            Author{w.roster(), *w.device(), at}, {w.roster().length().value - 1}, all));
    });
    EXPECT_FALSE(raised.refused_wish);
    world.expect_unharmed();
    EXPECT_TRUE(world.shows(*world.cleo, "honest work")) << "an owner gave it back";
}

TEST_F(MaliciousAdmin, PinsWhatNobodyHolds) {
    const Tip made_up{.number = {99}, .hash = world.random.make<EnvelopeHash>()};
    const RoleChangedRecord high{.member = member(*world.ben),
                                 .role = Role::reader,
                                 .pins = {.devices = {{world.ben->id(), {made_up}}}}};
    const auto refused = append_as(mallory, record(mallory, high));
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->code, RecordRefusal::pins_differ);
    world.expect_unharmed();
}

TEST_F(MaliciousAdmin, PinsAnothersDevices) {
    expect_refused_by_all(record(
        mallory,
        RoleChangedRecord{.member = member(*world.ben),
                          .role = Role::reader,
                          .pins = {.devices = {{world.cleo->id(), {}}}, .cuts_more = true}}));
}

TEST_F(MaliciousMemberRecords, UsesAnInviteForOneTogetherWithAFriend) {
    const InviteLine line =
        world.open_invite(*world.ada, {.role_cap = Role::editor, .expires = {INT64_MAX}});
    Wire wire;
    bool raced = false;
    wire.to_server = [&](ClientMessage& message) {
        if (!std::holds_alternative<RosterAppend>(message) || std::exchange(raced, true))
            return true;
        EXPECT_FALSE(world.try_to_join(line, "Eve", *world.server));
        return true;
    };
    const auto second = world.try_to_join(line, "Dora", *world.server, wire);
    ASSERT_TRUE(raced && second) << "one of the two was too late";
    EXPECT_EQ(second->fault, SyncFault::refused);
    world.sync(*world.ada);
    EXPECT_EQ(world.ada->workspace.roster().members().size(), 5U);
    world.expect_unharmed();
}

TEST_F(MaliciousMemberRecords, FillsTheWorkspaceToStopHerRemoval) {
    world.server->limits.workspace_bytes_max = 0;  // full
    world.server->limits.device_bytes_guaranteed = 64 * 1024;
    world.server->say_restored(world.random);
    world.sync_all();
    Forgery forgery = next_of(world, mallory, {});
    std::vector<Envelope> flood;
    for (int i = 0; i < 200; ++i) {
        flood.push_back(sealed(world, mallory, forgery));
        forgery.slot.number = forgery.slot.number.next();
        forgery.slot.previous = flood.back().hash();
        forgery.run.predecessor = {};
    }
    const PushResult result = push(flood);
    EXPECT_FALSE(result.refused.empty());
    EXPECT_EQ(result.refused.front().code, PushRefusal::over_quota);
    EXPECT_FALSE(world.remove(*world.ada, mallory).refused_wish);
    EXPECT_FALSE(world.ada->workspace.roster().device(mallory.id())->active());
    world.expect_unharmed();  // reading and the others' guaranteed share go on
}

TEST_F(MaliciousMemberRecords, FillsTheListOfMembersToStopHerRemoval) {
    std::uint64_t used = 0;
    const auto state = world.server->store.load(world.id());
    for (const ReceiptedRecord& one : state->roster) used += one.record.size();
    world.server->limits.roster_bytes_max = 3 * used;
    world.server->say_restored(world.random);
    world.sync_all();
    std::optional<RecordRefused> refused;
    for (int i = 0; i < 200 && !refused; ++i) {
        world.sync(mallory);
        refused = append_as(
            mallory,
            *make_member_named(
                author(mallory), mallory.workspace.keys(), std::string(256, 'm'), world.random));
    }
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->code, RecordRefusal::no_room);
    const auto removal = world.remove(*world.ada, mallory);
    EXPECT_FALSE(removal.refused_wish) << *removal.refused_wish;
    EXPECT_FALSE(world.ada->workspace.roster().device(mallory.id())->active());
    world.expect_unharmed();
}

TEST_F(MaliciousMemberRecords, WritesOnAndOnToStopHerRemoval) {
    const auto flooding = [&](bool cuts_more) {
        Wire wire;
        wire.to_server = [&](ClientMessage& message) {
            if (!std::holds_alternative<RosterAppend>(message)) return true;
            const Envelope more = sealed(
                world,
                mallory,
                next_of(world, mallory, {{.item = item, .field = title_field, .value = "tmore"}}));
            World::hand(mallory, {more});
            push({more});
            return true;
        };
        return world.remove(*world.ada, mallory, cuts_more, wire);
    };
    const auto stopped = flooding(false);
    ASSERT_TRUE(stopped.refused_wish);
    EXPECT_NE(stopped.refused_wish->find("--cut"), std::string::npos) << "it says what to do";
    const auto cut = flooding(true);
    EXPECT_FALSE(cut.refused_wish) << *cut.refused_wish;
    EXPECT_FALSE(world.ada->workspace.roster().device(mallory.id())->active());
    world.expect_unharmed();
}

TEST_F(MaliciousMemberRecords, ShowsPresenceInAnothersName) {
    Intruder intruder(world, *world.server, mallory.device);
    intruder.greet_as(mallory);
    PresenceNote note;
    note.device = world.ben->id();
    intruder.say(note);
    ASSERT_TRUE(intruder.refused());
    EXPECT_EQ(intruder.refused()->code, RefusalCode::not_allowed);
    world.expect_unharmed();
}

// The last owner cannot be talked into leaving nobody in charge.
TEST_F(MaliciousMemberRecords, TalksTheLastOwnerIntoStepping) {
    const RoleChangedRecord down{.member = member(*world.ada), .role = Role::editor, .pins = {}};
    const auto refused = append_as(*world.ada, record(*world.ada, down));
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->code, RecordRefusal::invalid);
    world.expect_unharmed();
}

}  // namespace
}  // namespace cairn::attacks
