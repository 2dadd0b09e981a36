#include "shared/roster/view.h"

#include <gtest/gtest.h>

#include "tests/unit/shared/roster/forge.h"

namespace cairn::test {
namespace {

TEST(RosterView, IsEmptyBeforeItsFirstRecord) {
    const RosterView view;
    EXPECT_TRUE(view.empty());
    EXPECT_TRUE(view.workspace().is_zero());
    EXPECT_TRUE(view.head().is_zero());
    EXPECT_EQ(view.current_epoch(), nullptr);
    EXPECT_TRUE(view.epoch_recipients().empty());
    EXPECT_TRUE(view.devices_without_current_key().empty());
}

TEST(RosterView, NamesTheWorkspaceByItsFirstRecord) {
    const SmallWorkspace w(1);
    EXPECT_EQ(w.view.workspace().bytes, w.view.record_hash({0})->bytes);
    EXPECT_EQ(w.view.length(), RosterLength{2});
    EXPECT_EQ(w.view.head(), *w.view.record_hash({1}));
    EXPECT_EQ(w.view.index_of(w.view.head()), RecordIndex{1});
    EXPECT_EQ(w.view.record_hash({2}), std::nullopt);
    EXPECT_EQ(w.view.index_of(RecordHash{}), std::nullopt);
}

TEST(RosterView, MakesItsFounderTheOwner) {
    const SmallWorkspace w(1);
    ASSERT_EQ(w.view.members().size(), 1U);
    const MemberEntry& owner = w.view.members().front();
    EXPECT_EQ(owner.role(), Role::owner);
    EXPECT_EQ(owner.devices, std::vector{w.founder.id()});
    EXPECT_EQ(w.view.member_of(w.founder.id()), &owner);
    EXPECT_EQ(w.view.device(w.founder.id())->box, w.founder.device.box_key());
    EXPECT_EQ(w.view.device(w.founder.id())->channel, w.founder.device.channel_key());
}

TEST(RosterView, RefusesACreateThatAnotherDeviceSigned) {
    SeededRandom random(1);
    const auto maker = DeviceSecrets::make(random);
    auto record = read_record(make_create(maker, random, {}))->record;
    record.actor = DeviceSecrets::make(random).id();
    RosterView view;
    EXPECT_EQ(view.append(sign_record(record, maker.signing())).error().fault,
              RosterFault::actor_unknown);
    EXPECT_TRUE(view.empty());
}

TEST(RosterView, RefusesACreateThatDoesNotSpeakForItsDevice) {
    SeededRandom random(1);
    const auto maker = DeviceSecrets::make(random);
    auto record = read_record(make_create(maker, random, {}))->record;
    std::get<CreateRecord>(record.body).random.bytes[0] ^= 1;
    RosterView view;
    EXPECT_EQ(view.append(sign_record(record, maker.signing())).error().fault,
              RosterFault::wrong_statement);
}

TEST(RosterView, RefusesACreateWithAWeakKey) {
    SeededRandom random(1);
    const auto maker = DeviceSecrets::make(random);
    auto record = read_record(make_create(maker, random, {}))->record;
    std::get<CreateRecord>(record.body).device.box = {};
    RosterView view;
    EXPECT_EQ(view.append(sign_record(record, maker.signing())).error().fault,
              RosterFault::weak_key);
}

TEST(RosterView, BeginsWithNothingButACreate) {
    SmallWorkspace w(1);
    RosterView empty;
    const Record record{.index = {},
                        .previous = {},
                        .actor = w.founder.id(),
                        .wall = {},
                        .body = InviteClosedRecord{}};
    EXPECT_EQ(empty.append(sign_record(record, w.founder.device.signing())).error().fault,
              RosterFault::create_misplaced);
}

TEST(RosterView, WantsTheFirstEpochSecond) {
    SmallWorkspace w(1);
    RosterView young;
    ASSERT_TRUE(young.append(w.records[0]));
    InviteSecret secret;
    const Author founder{.roster = young, .device = w.founder.device, .now = w.now};
    EXPECT_EQ(young.append(make_invite_opened(founder, secret, {})).error().fault,
              RosterFault::epoch_expected);
}

TEST(RosterView, NamesNoDeviceWithoutAKeyBeforeTheFirstEpoch) {
    const SmallWorkspace w(1);
    RosterView young;
    ASSERT_TRUE(young.append(w.records[0]));
    EXPECT_EQ(young.devices().size(), 1U);
    EXPECT_TRUE(young.devices_without_current_key().empty());
}

TEST(RosterView, RefusesAnOldKeyInTheFirstEpoch) {
    SmallWorkspace w(1);
    RosterView young;
    ASSERT_TRUE(young.append(w.records[0]));
    auto record = read_record(w.records[1])->record;
    std::get<EpochRecord>(record.body).old_key.emplace_back();
    EXPECT_EQ(young.append(sign_record(record, w.founder.device.signing())).error().fault,
              RosterFault::wrong_old_key);
}

TEST(RosterView, TellsTheRoleOfADeviceAtEveryHead) {
    SmallWorkspace w(1);
    const Person editor = w.join(Role::editor);
    const RecordIndex joined = w.view.device(editor.id())->added_at;

    EXPECT_EQ(w.view.role_at(editor.id(), {joined.value - 1}), std::nullopt);
    EXPECT_EQ(w.view.role_at(editor.id(), joined), Role::editor);
    EXPECT_EQ(w.view.role_at(editor.id(), {w.view.length().value - 1}), Role::editor);
    EXPECT_EQ(w.view.role_at(editor.id(), {w.view.length().value}), std::nullopt);
    EXPECT_EQ(w.view.role_at(w.founder.id(), {0}), Role::owner);
    EXPECT_EQ(w.view.role_at(DeviceId{}, {0}), std::nullopt);
}

TEST(RosterView, TellsWhoMayWriteAtAHead) {
    SmallWorkspace w(1);
    const RecordHash before = w.view.head();
    const Person editor = w.join(Role::editor);
    const Person commenter = w.join(Role::commenter);
    const Person reader = w.join(Role::reader);
    const RecordHash head = w.view.head();

    EXPECT_EQ(w.view.may_write(w.founder.id(), before), WriteRight::everything);
    EXPECT_EQ(w.view.may_write(editor.id(), head), WriteRight::everything);
    EXPECT_EQ(w.view.may_write(editor.id(), before), WriteRight::none);
    EXPECT_EQ(w.view.may_write(commenter.id(), head), WriteRight::comments);
    EXPECT_EQ(w.view.may_write(reader.id(), head), WriteRight::none);
    EXPECT_EQ(w.view.may_write(editor.id(), RecordHash{}), WriteRight::unknown_head);
}

TEST(RosterView, GivesAnAddedDeviceItsMembersRole) {
    SmallWorkspace w(1);
    const Person admin = w.join(Role::admin);
    const Person laptop = w.add_device(admin);
    const Person third = w.add_device(laptop);
    EXPECT_EQ(w.view.role_at(laptop.id(), *w.view.index_of(w.view.head())), Role::admin);
    EXPECT_EQ(w.view.member_of(third.id())->devices,
              (std::vector{admin.id(), laptop.id(), third.id()}));
}

TEST(RosterView, StaysAsItWasWhenACopyGoesOn) {
    SmallWorkspace w(1);
    const RosterView then = w.view;
    w.join(Role::editor);
    EXPECT_EQ(then.length(), RosterLength{2});
    EXPECT_EQ(then.devices().size(), 1U);
    EXPECT_EQ(then.head(), *w.view.record_hash({1}));
    EXPECT_EQ(then.current_epoch()->shares.size(), 0U);
}

TEST(RosterView, LetsSomebodyElseMakeAWrongShareGood) {
    SmallWorkspace w(1);
    const Person admin = w.join(Role::admin);
    Person late = w.use_invite(w.open_invite({.role_cap = Role::reader, .expires = {}}));
    const EpochId epoch = w.view.current_epoch()->id;
    EXPECT_EQ(w.view.devices_without_current_key(), std::vector{late.id()});
    w.take(forge(w,
                 admin.device,
                 KeyShareRecord{epoch, {{.recipient = late.device.box_key(), .sealed = {}}}}));
    EXPECT_TRUE(w.view.devices_without_current_key().empty());
    late.keys.learn(w.view, late.device);
    EXPECT_EQ(late.keys.key(epoch), nullptr);

    w.share_current_key(w.founder, late);

    EXPECT_NE(late.keys.key(epoch), nullptr);
}

TEST(RosterView, HoldsARecordOfAnyWallTime) {
    SmallWorkspace w(1);
    w.now.ms = INT64_MIN;
    w.take(forge(w, w.founder.device, MemberNamedRecord{w.view.current_epoch()->id, Bytes(41)}));
    w.now.ms = INT64_MAX;
    w.take(forge(w, w.founder.device, MemberNamedRecord{w.view.current_epoch()->id, Bytes(296)}));
    EXPECT_EQ(w.view.members().front().name->sealed.size(), 296U);
}

TEST(RosterView, ReplaysWhatItHasProvenToTheSameView) {
    SmallWorkspace w(7);
    const Person ben = w.join(Role::editor);
    static_cast<void>(w.add_device(ben));
    w.start_epoch(w.founder);
    RosterView again;
    for (const Bytes& record : w.records) ASSERT_TRUE(again.replay(record));
    EXPECT_EQ(again.head(), w.view.head());
    EXPECT_EQ(again.epoch_recipients(), w.view.epoch_recipients());
    EXPECT_EQ(again.role_at(ben.id(), {again.length().value - 1}), Role::editor);
}

TEST(RosterView, ReplaysNothingThatItsOtherRulesRefuse) {
    SmallWorkspace w(8);
    static_cast<void>(w.join(Role::editor));
    RosterView view;
    EXPECT_EQ(view.replay(w.records[1]).error().fault, RosterFault::gap);
    ASSERT_TRUE(view.replay(w.records[0]));
    Bytes changed = w.records[1];
    changed[changed.size() / 2] ^= 1;
    ASSERT_TRUE(view.replay(w.records[1]));
    EXPECT_FALSE(view.replay(changed));  // no longer what the record after it names
    EXPECT_EQ(view.replay(w.records[1]).error().fault, RosterFault::already_held);
    EXPECT_FALSE(view.replay(w.records[3]));
    EXPECT_EQ(view.length(), RosterLength{2});
}

}  // namespace
}  // namespace cairn::test
