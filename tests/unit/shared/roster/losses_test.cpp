// Who loses what, and what stays valid of what they wrote (schema/PROTOCOL.md section 9).
#include "tests/unit/shared/roster/losses.h"

#include <gtest/gtest.h>

namespace cairn::test {
namespace {

RecordIndex last(const SmallWorkspace& w) { return {w.view.length().value - 1}; }

WriteRight right_of(const SmallWorkspace& w, const DeviceId& id, RecordIndex cited, bool pinned) {
    const auto role = w.view.role_at(id, cited);
    const WriteRight given = role ? write_right_of(*role) : WriteRight::none;
    return w.view.right_under(id, cited, given, [&](const RightCut&) { return pinned; });
}

TEST(RosterLosses, ARemovedMemberIsShutOutOfTheNextEpochAndOfTheRoster) {
    SmallWorkspace w(1);
    const Person ben = w.join(Role::editor);
    const EpochId before = w.view.current_epoch()->id;

    remove(w, w.founder, ben);

    const MemberEntry& member = *w.view.member_of(ben.id());
    EXPECT_FALSE(member.active());
    EXPECT_TRUE(member.devices.empty());
    EXPECT_FALSE(w.view.device(ben.id())->active());
    EXPECT_NE(w.view.current_epoch()->id, before);
    KeyRing his;
    his.learn(w.view, ben.device);
    EXPECT_EQ(his.key(w.view.current_epoch()->id), nullptr);
    EXPECT_NE(his.key(before), nullptr) << "what he could read he can still read";
    KeyRing hers;
    hers.learn(w.view, w.founder.device);
    EXPECT_TRUE(hers.missing(w.view).empty());
    const auto late = w.view.append(
        make_invite_opened(w.by(ben), InviteSecret{}, {.expires = {}, .for_own_device = true}));
    ASSERT_FALSE(late.has_value());
    EXPECT_EQ(late.error().fault, RosterFault::actor_unknown);
}

TEST(RosterLosses, ARemovalClosesWhatTheyOpenedAndWhateverSeveralMayUse) {
    SmallWorkspace w(2);
    const Person ada = w.join(Role::admin);
    const InviteTerms one{.role_cap = Role::reader, .expires = {}, .uses = 1, .unattended = true};
    const InviteTerms many{.role_cap = Role::reader, .expires = {}, .uses = 5};
    const auto hers = w.invite_id(w.open_invite(one, ada));
    const auto own_device = w.invite_id(w.open_invite({.for_own_device = true}, ada));
    const auto shared = w.invite_id(w.open_invite(many));
    const auto others = w.invite_id(w.open_invite(one));

    remove(w, w.founder, ada);

    EXPECT_FALSE(w.view.invite(hers)->open());
    EXPECT_FALSE(w.view.invite(own_device)->open());
    EXPECT_FALSE(w.view.invite(shared)->open());
    EXPECT_TRUE(w.view.invite(others)->open());
    const auto& sealed = *w.view.current_epoch()->sealed;
    EXPECT_EQ(sealed.size(), 2U) << "the founder's device and the invite that stays";
}

TEST(RosterLosses, PinnedWorkKeepsTheRightOfItsHeadAndAllElseLosesIt) {
    SmallWorkspace w(3);
    const Person ben = w.join(Role::editor);
    const RecordIndex before = last(w);

    remove(w, w.founder, ben);

    EXPECT_EQ(right_of(w, ben.id(), before, true), WriteRight::everything);
    EXPECT_EQ(right_of(w, ben.id(), before, false), WriteRight::none);
    EXPECT_EQ(right_of(w, ben.id(), last(w), true), WriteRight::none) << "after the removal";
    EXPECT_TRUE(w.view.needs_pin(ben.id(), before));
    EXPECT_FALSE(w.view.needs_pin(w.founder.id(), before));
    EXPECT_EQ(w.view.may_write(ben.id(), w.view.head()), WriteRight::none);
}

TEST(RosterLosses, ADemotionLeavesCommentsAndARestoredRightHoldsFromItsRecordOn) {
    SmallWorkspace w(4);
    const Person ben = w.join(Role::editor);
    const MemberId id = w.view.member_of(ben.id())->id;
    const RecordIndex before = last(w);
    const EpochId epoch = w.view.current_epoch()->id;

    w.take(make_role_changed(w.by(w.founder), id, Role::commenter, {.tips = {}}));
    const RecordIndex demoted = last(w);
    w.take(make_role_changed(w.by(w.founder), id, Role::admin, {.tips = {}}));
    const RecordIndex restored = last(w);

    EXPECT_EQ(right_of(w, ben.id(), before, true), WriteRight::everything);
    EXPECT_EQ(right_of(w, ben.id(), before, false), WriteRight::comments);
    EXPECT_EQ(right_of(w, ben.id(), demoted, false), WriteRight::comments);
    EXPECT_EQ(right_of(w, ben.id(), restored, false), WriteRight::everything);
    EXPECT_TRUE(w.view.needs_pin(ben.id(), before));
    EXPECT_FALSE(w.view.needs_pin(ben.id(), demoted));
    EXPECT_EQ(w.view.current_epoch()->id, epoch) << "who may still read keeps the key";
    EXPECT_EQ(w.view.member(id)->role(), Role::admin);
}

TEST(RosterLosses, ADemotionOfSomebodyWhoInvitesClosesTheirInvites) {
    SmallWorkspace w(5);
    const Person ada = w.join(Role::admin);
    const MemberId id = w.view.member_of(ada.id())->id;
    const InviteTerms terms{.role_cap = Role::editor, .expires = {}};
    const auto hers = w.invite_id(w.open_invite(terms, ada));
    const auto own_device = w.invite_id(w.open_invite({.for_own_device = true}, ada));

    w.take(make_role_changed(w.by(w.founder), id, Role::editor, {.tips = {}}));

    EXPECT_FALSE(w.view.invite(hers)->open());
    EXPECT_TRUE(w.view.invite(own_device)->open());
    EXPECT_FALSE(w.view.needs_pin(ada.id(), {0})) << "she may write as much as before";
}

TEST(RosterLosses, RevokingADeviceRevokesWhatCameThroughItUnlessKept) {
    SmallWorkspace w(6);
    const Person ben = w.join(Role::editor);
    const Person second = w.add_device(ben);
    const Person third = w.add_device(second);
    const Person joined = w.use_invite(w.open_invite({.for_own_device = true}, second));
    const Person phone = w.add_device(ben);
    const MemberId id = w.view.member_of(ben.id())->id;

    w.take(make_device_revoked(
        w.by(w.founder), w.founder.keys, second.id(), {third.id()}, {.tips = {}}, w.random));

    EXPECT_FALSE(w.view.device(second.id())->active());
    EXPECT_FALSE(w.view.device(joined.id())->active()) << "through an invite that it opened";
    EXPECT_TRUE(w.view.device(third.id())->active());
    EXPECT_TRUE(w.view.device(phone.id())->active());
    EXPECT_EQ(w.view.member(id)->devices, (std::vector{ben.id(), third.id(), phone.id()}));
    EXPECT_EQ(
        right_of(w, joined.id(), *w.view.index_of(w.view.device(joined.id())->added_by), false),
        WriteRight::none);
}

TEST(RosterLosses, ALaptopRevokesTheOneThatAddedItAndStays) {
    SmallWorkspace w(7);
    const Person ben = w.join(Role::reader);
    Person second = w.add_device(ben);
    w.share_current_key(w.founder, second);

    w.take(make_device_revoked(w.by(second), second.keys, ben.id(), {}, {.tips = {}}, w.random));

    EXPECT_FALSE(w.view.device(ben.id())->active());
    EXPECT_TRUE(w.view.device(second.id())->active());
    second.keys.learn(w.view, second.device);
    EXPECT_TRUE(second.keys.missing(w.view).empty());
}

TEST(RosterLosses, ARaisedPinJoinsThoseOfItsLoss) {
    SmallWorkspace w(8);
    const Person ben = w.join(Role::editor);
    const std::vector<DeviceTips> held{{ben.id(), {some_tip(w, 3)}}};
    w.take(make_member_removed(
        w.by(w.founder), w.founder.keys, w.view.member_of(ben.id())->id, {.tips = held}, w.random));
    const RecordIndex loss = last(w);
    w.founder.keys.learn(w.view, w.founder.device);
    const Tip later = some_tip(w, 5);

    w.take(make_pins_raised(w.by(w.founder), loss, {{ben.id(), {later}}}));

    const auto& cuts = w.view.device(ben.id())->cuts;
    ASSERT_EQ(cuts.size(), 1U);
    EXPECT_EQ(cuts.front().at, loss);
    EXPECT_EQ(cuts.front().pins.size(), 2U);
    EXPECT_NE(std::find(cuts.front().pins.begin(), cuts.front().pins.end(), later),
              cuts.front().pins.end());
}

TEST(RosterLosses, AnOwnerHandsOverAndStepsDown) {
    SmallWorkspace w(9);
    const Person ben = w.join(Role::editor);
    const MemberId me = w.view.member_of(w.founder.id())->id;
    w.take(make_role_changed(
        w.by(w.founder), w.view.member_of(ben.id())->id, Role::owner, {.tips = {}}));

    w.take(make_role_changed(w.by(w.founder), me, Role::reader, {.tips = {}}));

    EXPECT_EQ(w.view.owners(), 1U);
    remove(w, ben, w.founder);
    EXPECT_EQ(w.view.owners(), 1U);
}

TEST(RosterLosses, ADeviceWithMoreBranchesThanARecordNamesIsCutWhereItIsMeant) {
    SmallWorkspace w(10);
    const Person ben = w.join(Role::editor);
    const MemberId id = w.view.member_of(ben.id())->id;
    DeviceTips many{.device = ben.id(), .tips = {}};
    for (std::size_t i = 0; i <= limits::pinned_tips_per_device_max; ++i)
        many.tips.push_back(some_tip(w, 2));
    std::sort(many.tips.begin(), many.tips.end(), [](const Tip& a, const Tip& b) {
        return a.hash < b.hash;
    });
    const std::vector<DeviceTips> held{many};

    const auto refused =
        make_member_removed(w.by(w.founder), w.founder.keys, id, {.tips = held}, w.random);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().fault, RosterFault::too_many_pins);

    w.take(make_member_removed(
        w.by(w.founder), w.founder.keys, id, {.tips = held, .cuts_more = true}, w.random));
    EXPECT_EQ(w.view.device(ben.id())->cuts.front().pins.size(),
              limits::pinned_tips_per_device_max);
}

}  // namespace
}  // namespace cairn::test
