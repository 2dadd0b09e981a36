// A server that shows different people different worlds, or an older one, or another list of
// members.
#include <gtest/gtest.h>

#include "client/engine/server_contact.h"
#include "tests/attacks/forging.h"
#include "tests/attacks/intruder.h"
#include "tests/attacks/lying_server.h"

namespace cairn::attacks {
namespace {

using testing::Test;

struct MaliciousServerWorlds : Test {
    std::optional<SyncFault> fault(const Conversation& ended) {
        return ended.failure ? std::optional(ended.failure->fault) : std::nullopt;
    }
    std::set<std::string> cleo_distrusts() { return World::codes(*world.cleo); }
    // A membership record that Cleo has not seen.
    void grow_the_roster() {
        world.open_invite(*world.ada, {.role_cap = Role::reader, .expires = {INT64_MAX}});
    }
    // Ada has synced after this, so that what she writes carries a statement of it.
    void write_at_adas(const std::string& title) {
        world.sync(*world.ada);
        world.write(*world.ada, title);
        world.ada->workspace.seal_pending();
    }
    // The receipted record in which `spoil` changed something, as if the server had written it.
    Wire spoiling_records(std::function<void(Record&)> spoil) {
        return changing_records([this, spoil = std::move(spoil)](RosterPage& page) {
            for (ReceiptedRecord& one : page.records) {
                auto read = read_record(one.record);
                Record record = read->record;
                spoil(record);
                one.record = encode_record(record);
                append(one.record, read->signature.view());
                one.receipt = receipt_for(*world.server, world.id(), one.record);
            }
        });
    }

    World world;
};

TEST_F(MaliciousServerWorlds, RollsBackToAnEarlierState) {
    auto earlier = world.server->split();
    world.write(*world.ben, "later");
    world.sync(*world.ben);
    world.sync(*world.cleo);
    EXPECT_EQ(fault(world.sync(*world.cleo, *earlier)), SyncFault::rolled_back);
    EXPECT_TRUE(cleo_distrusts().contains("rolled_back"));
    world.expect_unharmed();
}

TEST_F(MaliciousServerWorlds, RollsBackUnderANewIncarnationAndIsHealed) {
    auto earlier = world.server->split();
    world.write(*world.ben, "later");
    world.sync(*world.ben);
    world.sync(*world.cleo);
    earlier->say_restored(world.random);
    world.server = std::move(earlier);
    world.sync(*world.cleo);
    world.sync(*world.ada);
    EXPECT_TRUE(world.shows(*world.ada, "later")) << "whoever comes by brings it back";
    world.expect_unharmed();
}

TEST_F(MaliciousServerWorlds, ForgetsTheRosterUnderANewIncarnationAndIsHealed) {
    auto earlier = world.server->split();
    EXPECT_FALSE(world.remove(*world.ada, *world.ben).refused_wish);
    world.ben->honest = false;
    world.sync(*world.cleo);
    earlier->say_restored(world.random);
    world.server = std::move(earlier);
    world.sync(*world.cleo);
    world.write(*world.ben, "forged");
    world.sync(*world.ben);
    EXPECT_FALSE(world.cleo->workspace.roster().device(world.ben->id())->active())
        << "no list of members ever becomes shorter";
    world.expect_unharmed();
    EXPECT_EQ(world.sync(*world.ben).failure->refusal, RefusalCode::removed);
}

TEST_F(MaliciousServerWorlds, LosesEverythingAndIsHealed) {
    world.write(*world.ben, "kept");
    world.sync(*world.ben);
    world.sync(*world.cleo);
    world.server = std::make_unique<Server>(world.secrets,
                                            server::MemoryStore(world.random.make<Incarnation>()));
    world.sync(*world.cleo);
    world.expect_unharmed();
    EXPECT_TRUE(world.shows(*world.ada, "kept"));
}

TEST_F(MaliciousServerWorlds, SignsItsStatementWithAnotherKey) {
    const auto other = ServerSecrets::make(world.random);
    Server impostor(other, world.server->store);
    EXPECT_EQ(fault(world.sync(*world.cleo, impostor)), SyncFault::wrong_statement);
    EXPECT_TRUE(cleo_distrusts().contains("wrong_statement"));
    world.expect_unharmed();
}

TEST_F(MaliciousServerWorlds, ChangesItsStatementAfterSigning) {
    const auto ended =
        world.sync(*world.cleo, *world.server, changing_welcome([](Welcome& welcome) {
            welcome.checkpoint.position = welcome.checkpoint.position.next();
        }));
    EXPECT_EQ(fault(ended), SyncFault::wrong_statement);
    EXPECT_TRUE(cleo_distrusts().contains("wrong_statement"));
    world.expect_unharmed();
}

// The heart of DESIGN 5: a statement travels in everybody's runs.
TEST_F(MaliciousServerWorlds, ShowsTwoPeopleTwoOrdersUntilAnEnvelopePassesBetweenThem) {
    auto other_world = world.server->split();
    world.write(*world.ben, "in the first world");
    world.sync(*world.ben);
    world.write(*world.cleo, "in the second world");
    world.sync(*world.cleo, *other_world);
    world.sync(*world.cleo, *other_world);
    write_at_adas("carried by hand");
    EXPECT_TRUE(cleo_distrusts().empty());
    World::hand(*world.cleo, all_of(*world.ada, world.ben->id()));
    World::hand(*world.cleo, {newest_of(*world.ada)});
    EXPECT_TRUE(world.shows(*world.cleo, "carried by hand"));
    EXPECT_TRUE(cleo_distrusts().contains("other_order"));
    world.server->say_restored(world.random);
    world.expect_unharmed();
}

TEST_F(MaliciousServerWorlds, ShowsTwoOrdersAndOneIsAheadOfTheOther) {
    auto other_world = world.server->split();
    world.write(*world.ben, "in the first world");
    world.sync(*world.ben);
    write_at_adas("carried by hand");
    World::hand(*world.cleo, all_of(*world.ada, world.ben->id()));
    World::hand(*world.cleo, {newest_of(*world.ada)});
    EXPECT_TRUE(cleo_distrusts().empty()) << "Cleo has not come so far herself";
    world.sync(*world.cleo, *other_world);
    EXPECT_TRUE(cleo_distrusts().contains("other_order"))
        << "a position that it signed for Ada is gone";
    world.server->say_restored(world.random);
    world.expect_unharmed();
}

TEST_F(MaliciousServerWorlds, ShowsTwoListsOfMembersUntilAnEnvelopePasses) {
    auto other_world = world.server->split();
    grow_the_roster();
    write_at_adas("under the first list");
    // In the other world the same place of the list is taken by a record of Ben's.
    Intruder ben(world, *other_world, world.ben->device);
    ben.greet_as(*world.ben);
    const InviteSecret secret(std::array<std::uint8_t, 16>{9});
    EXPECT_FALSE(ben.append(
        make_invite_opened(Author{world.ben->workspace.roster(), world.ben->device, world.now()},
                           secret,
                           {.expires = {INT64_MAX}, .for_own_device = true})));
    world.sync(*world.cleo, *other_world);
    World::carry(*world.ada, *world.cleo);
    EXPECT_TRUE(cleo_distrusts().contains("roster_forked"));
    EXPECT_EQ(fault(world.sync(*world.cleo)), SyncFault::roster_forked);
    EXPECT_FALSE(world.shows(*world.cleo, "under the first list")) << "it waits for its record";
    world.cleo->honest = false;  // a fork waits for people: docs/decisions/091
    world.expect_unharmed();
}

TEST_F(MaliciousServerWorlds, HidesARemovalFromSomeAndABundleBringsIt) {
    auto other_world = world.server->split();
    world.remove(*world.ada, *world.ben);
    world.ben->honest = false;
    write_at_adas("after the removal");
    world.write(*world.ben, "forged");
    world.sync(*world.ben, *other_world);
    world.sync(*world.cleo, *other_world);
    ASSERT_TRUE(world.shows(*world.cleo, "forged")) << "she cannot know";
    World::carry(*world.ada, *world.cleo);
    EXPECT_FALSE(world.shows(*world.cleo, "forged"));
    EXPECT_TRUE(cleo_distrusts().contains("back_dated"));
    world.sync(*world.cleo, *other_world);
    EXPECT_TRUE(cleo_distrusts().contains("withheld_records"));
    world.server->say_restored(world.random);
    world.expect_unharmed();
}

TEST_F(MaliciousServerWorlds, HidesARemovalAndOneEnvelopeShowsThatSomethingIsHidden) {
    auto other_world = world.server->split();
    world.remove(*world.ada, *world.ben);
    world.ben->honest = false;
    write_at_adas("after the removal");
    World::hand(*world.cleo, {newest_of(*world.ada)});
    world.sync(*world.cleo, *other_world);
    EXPECT_TRUE(cleo_distrusts().contains("unknown_record"));
    world.expect_unharmed();
    EXPECT_FALSE(cleo_distrusts().contains("unknown_record"));
}

TEST_F(MaliciousServerWorlds, ShowsAJoinerAnOldListOfMembers) {
    const InviteLine line =
        world.open_invite(*world.ada, {.role_cap = Role::editor, .expires = {INT64_MAX}});
    auto other_world = world.server->split();
    world.remove(*world.ada, *world.ben);
    world.ben->honest = false;
    ASSERT_FALSE(world.try_to_join(line, "Dora", *other_world));
    Desk& dora = world.desk("Dora");
    dora.honest = false;
    EXPECT_NE(dora.workspace.roster().device(world.ben->id()), nullptr);
    World::carry(*world.ada, dora);
    EXPECT_TRUE(World::codes(dora).contains("roster_forked"));
    EXPECT_EQ(fault(world.sync(dora)), SyncFault::refused) << "the real list never let her in";
    EXPECT_FALSE(world.ada->workspace.roster().device(dora.id()));
    world.expect_unharmed();
}

TEST_F(MaliciousServerWorlds, SendsARecordWithoutItsReceipt) {
    grow_the_roster();
    const auto ended =
        world.sync(*world.cleo, *world.server, changing_records([](RosterPage& page) {
            for (ReceiptedRecord& record : page.records) record.receipt.reset();
        }));
    EXPECT_EQ(fault(ended), SyncFault::wrong_receipt);
    EXPECT_TRUE(cleo_distrusts().contains("wrong_receipt"));
    world.expect_unharmed();
}

TEST_F(MaliciousServerWorlds, SendsTheReceiptOfAnotherRecord) {
    grow_the_roster();
    const auto ended =
        world.sync(*world.cleo, *world.server, changing_records([this](RosterPage& page) {
            const auto first = world.server->store.load(world.id())->roster.front();
            for (ReceiptedRecord& record : page.records) record.receipt = first.receipt;
        }));
    EXPECT_EQ(fault(ended), SyncFault::wrong_receipt);
    EXPECT_TRUE(cleo_distrusts().contains("wrong_receipt"));
    world.expect_unharmed();
}

TEST_F(MaliciousServerWorlds, HoldsRecordsBackThatItSaysItHas) {
    grow_the_roster();
    const auto ended = world.sync(*world.cleo,
                                  *world.server,
                                  changing_records([](RosterPage& page) { page.records.clear(); }));
    EXPECT_EQ(fault(ended), SyncFault::order_broken);
    EXPECT_TRUE(cleo_distrusts().contains("order_broken"));
    world.expect_unharmed();
}

TEST_F(MaliciousServerWorlds, SubstitutesTheKeysOfAJoiningDevice) {
    world.join("Dora", Role::editor);
    const auto ended =
        world.sync(*world.cleo, *world.server, spoiling_records([this](Record& record) {
            if (auto* used = std::get_if<InviteUsedRecord>(&record.body))
                used->device.box = DeviceSecrets::make(world.random).box_key();
        }));
    EXPECT_EQ(fault(ended), SyncFault::roster_forked);
    EXPECT_TRUE(cleo_distrusts().contains("roster_forked"));
    world.expect_unharmed();
}

TEST_F(MaliciousServerWorlds, GivesAnInviteAHigherRole) {
    grow_the_roster();
    const auto ended = world.sync(*world.cleo, *world.server, spoiling_records([](Record& record) {
        if (auto* opened = std::get_if<InviteOpenedRecord>(&record.body))
            opened->role_cap = Role::admin;
    }));
    EXPECT_EQ(fault(ended), SyncFault::roster_forked);
    EXPECT_TRUE(cleo_distrusts().contains("roster_forked"));
    world.expect_unharmed();
}

// Rightly formed, with its own valid receipt, at the head of the list.
struct MaliciousServerMembers : MaliciousServerWorlds {
    void expect_refused(const Bytes& record) {
        grow_the_roster();  // so that a page travels
        const auto ended =
            world.sync(*world.cleo, *world.server, changing_records([&](RosterPage& page) {
                const auto index = read_record(page.records.front().record)->record.index;
                ASSERT_EQ(index.value, world.cleo->workspace.roster().length().value);
                page.records = {
                    {.record = record, .receipt = receipt_for(*world.server, world.id(), record)}};
            }));
        EXPECT_EQ(fault(ended), SyncFault::roster_forked);
        EXPECT_TRUE(cleo_distrusts().contains("roster_forked"));
        EXPECT_EQ(world.cleo->workspace.roster().members().size(), 3U);
        world.expect_unharmed();
    }
    Record at_head(const DeviceId& actor, RecordBody body) {
        const RosterView& roster = world.cleo->workspace.roster();
        return {.index = {roster.length().value},
                .previous = roster.head(),
                .actor = actor,
                .wall = world.now(),
                .body = std::move(body)};
    }
    DeviceSecrets own = DeviceSecrets::make(world.random);
};

TEST_F(MaliciousServerMembers, AddsADeviceOfItsOwnToAMember) {
    const MemberId ada = *world.ada->workspace.me();
    const DeviceKeys keys = introduce(own, {Hash32{world.id().bytes}, ada, {}});
    expect_refused(sign_record(at_head(own.id(), DeviceAddedRecord{ada, keys}), own.signing()));
}

TEST_F(MaliciousServerMembers, AddsADeviceInAMembersName) {
    const MemberId ada = *world.ada->workspace.me();
    const DeviceKeys keys = introduce(own, {Hash32{world.id().bytes}, ada, {}});
    expect_refused(
        sign_record(at_head(world.ada->id(), DeviceAddedRecord{ada, keys}), own.signing()));
}

TEST_F(MaliciousServerMembers, JoinsWithAnInviteThatNobodyOpened) {
    const InviteSecret secret(std::array<std::uint8_t, 16>{5});
    const InviteKeys invite = derive_invite_keys(secret, world.id());
    const auto member = world.random.make<MemberId>();
    const DeviceKeys keys = introduce(own, claim_by_invite(world.id(), member, invite.id()));
    const InviteUsedRecord used{
        .invite = invite.id(),
        .member = member,
        .device = keys,
        .invite_signature = sign_invite_use(invite.sign, world.id(), keys, member)};
    expect_refused(sign_record(at_head(own.id(), used), own.signing()));
}

TEST_F(MaliciousServerMembers, StartsAnEpochThatItKnowsTheKeyOf) {
    expect_refused(sign_record(at_head(own.id(), EpochRecord{}), own.signing()));
}

TEST_F(MaliciousServerWorlds, LiesAboutTheTime) {
    constexpr std::int64_t fifty_years_ms = 50LL * 365 * 86'400'000;
    for (const std::int64_t off : {-fifty_years_ms, fifty_years_ms}) {
        const auto ended =
            world.sync(*world.cleo, *world.server, changing_welcome([off](Welcome& welcome) {
                welcome.wall.ms += off;
            }));
        EXPECT_TRUE(ended.live);
        EXPECT_GT(std::abs(ended.report.clock_ahead_ms), 60'000) << "which is told to its user";
    }
    world.expect_unharmed();
}

}  // namespace
}  // namespace cairn::attacks
