// How people and laptops come in, from the line's secret to the first key.
#include <gtest/gtest.h>

#include "tests/unit/shared/roster/forge.h"

namespace cairn::test {
namespace {

TEST(Joining, WaitsForAMemberToHandOverTheKeys) {
    SmallWorkspace w(1);
    Person joiner = w.use_invite(w.open_invite({.role_cap = Role::editor, .expires = {}}));
    joiner.keys.learn(w.view, joiner.device);
    EXPECT_EQ(joiner.keys.missing(w.view).size(), 1U);
    EXPECT_EQ(w.view.devices_without_current_key(), std::vector{joiner.id()});

    w.share_current_key(w.founder, joiner);

    EXPECT_TRUE(joiner.keys.missing(w.view).empty());
    EXPECT_TRUE(w.view.devices_without_current_key().empty());
    EXPECT_EQ(w.view.member_of(joiner.id())->role(), Role::editor);
}

TEST(Joining, TakesItsKeysFromAnUnattendedInviteAndKeepsThemForItsDevice) {
    SmallWorkspace w(1);
    const auto secret =
        w.open_invite({.role_cap = Role::editor, .expires = {}, .unattended = true});
    w.start_epoch(w.founder);

    Person joiner = w.use_invite(secret);
    joiner.keys.learn(w.view, derive_invite_keys(secret, w.view.workspace()));
    EXPECT_TRUE(joiner.keys.missing(w.view).empty());
    w.share_current_key(joiner, joiner);

    KeyRing afresh;
    afresh.learn(w.view, joiner.device);
    EXPECT_TRUE(afresh.missing(w.view).empty());
}

TEST(Joining, FindsNoKeyInAnInviteThatNoEpochWasSealedTo) {
    SmallWorkspace w(1);
    const auto secret =
        w.open_invite({.role_cap = Role::editor, .expires = {}, .unattended = true});
    KeyRing keys;
    keys.learn(w.view, derive_invite_keys(secret, w.view.workspace()));
    EXPECT_EQ(keys.missing(w.view).size(), 1U);
}

TEST(Joining, LetsAnInviteBeUsedAsOftenAsItSays) {
    SmallWorkspace w(1);
    const auto secret = w.open_invite({.role_cap = Role::commenter, .expires = {}, .uses = 3});
    for (int use = 0; use < 3; ++use) w.use_invite(secret);
    const auto late = DeviceSecrets::make(w.random);

    const auto refused = w.view.append(*make_invite_used(w.by(late), secret, w.random));

    EXPECT_EQ(refused.error().fault, RosterFault::invite_used_up);
    EXPECT_EQ(w.view.members().size(), 4U);
    EXPECT_FALSE(w.view.invite(w.invite_id(secret))->open());
}

TEST(Joining, AdmitsOneOfTwoWhoRaceForTheLastUse) {
    SmallWorkspace w(1);
    const auto secret = w.open_invite({.role_cap = Role::editor, .expires = {}});
    const auto first = DeviceSecrets::make(w.random);
    const auto second = DeviceSecrets::make(w.random);
    const Bytes one = *make_invite_used(w.by(first), secret, w.random);
    const Bytes other = *make_invite_used(w.by(second), secret, w.random);
    w.take(one);

    EXPECT_EQ(w.view.append(other).error().fault, RosterFault::superseded);
    const auto again = make_invite_used(w.by(second), secret, w.random);
    EXPECT_EQ(w.view.append(*again).error().fault, RosterFault::invite_used_up);
}

TEST(Joining, IsOverOnceTheInviteIsClosedButNotByItsExpiryAlone) {
    SmallWorkspace w(1);
    const auto secret = w.open_invite({.role_cap = Role::editor, .expires = {1}, .uses = 9});
    w.use_invite(secret);  // long after it expired: only a closed record binds
    w.take(make_invite_closed(w.by(w.founder), {w.invite_id(secret)}));
    const auto late = DeviceSecrets::make(w.random);
    EXPECT_EQ(w.view.append(*make_invite_used(w.by(late), secret, w.random)).error().fault,
              RosterFault::invite_closed);
}

TEST(Joining, AddsAFurtherLaptopToTheMemberWhoOpenedABoundInvite) {
    SmallWorkspace w(1);
    const Person reader = w.join(Role::reader);
    const auto secret = w.open_invite({.for_own_device = true}, reader);

    const Person laptop = w.use_invite(secret);

    EXPECT_EQ(w.view.members().size(), 2U);
    EXPECT_EQ(w.view.member_of(laptop.id()), w.view.member_of(reader.id()));
    EXPECT_EQ(w.view.member_of(laptop.id())->role(), Role::reader);
    EXPECT_EQ(w.view.devices_without_current_key(), std::vector{laptop.id()});
}

TEST(Joining, ReadsTheWholeHistoryFromTheNewestKey) {
    SmallWorkspace w(1);
    for (int i = 0; i < 5; ++i) w.start_epoch(w.founder);
    Person joiner = w.join(Role::reader);
    EXPECT_EQ(w.view.epochs().size(), 6U);
    EXPECT_TRUE(joiner.keys.missing(w.view).empty());
}

TEST(Joining, IsNotPossibleWithAnotherWorkspacesSecret) {
    SmallWorkspace here(1);
    SmallWorkspace there(2);
    const auto secret = there.open_invite({.role_cap = Role::editor, .expires = {}});
    const auto device = DeviceSecrets::make(here.random);
    EXPECT_EQ(make_invite_used(here.by(device), secret, here.random).error().fault,
              RosterFault::invite_unknown);
}

}  // namespace
}  // namespace cairn::test
