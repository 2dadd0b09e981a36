// Role x record: each kind of record by a member of each role, otherwise flawless.
#include <map>

#include <gtest/gtest.h>

#include "tests/unit/shared/roster/losses.h"

namespace cairn::test {
namespace {

enum class Act {
    epoch,
    share,
    invite,
    invite_own,
    close,
    close_own,
    add,
    name,
    change_role,
    remove,
    revoke,
    revoke_own,
    raise
};
constexpr std::array acts{Act::epoch,
                          Act::share,
                          Act::invite,
                          Act::invite_own,
                          Act::close,
                          Act::close_own,
                          Act::add,
                          Act::name,
                          Act::change_role,
                          Act::remove,
                          Act::revoke,
                          Act::revoke_own,
                          Act::raise};
constexpr std::array roles{Role::owner, Role::admin, Role::editor, Role::commenter, Role::reader};

// PROTOCOL.md section 9 "who may", written down once more: columns are the acts above.
const std::map<Role, std::array<bool, acts.size()>> allowed{
    {Role::owner, {true, true, true, true, true, true, true, true, true, true, true, true, true}},
    {Role::admin, {true, true, true, true, true, true, true, true, true, true, true, true, true}},
    {Role::editor,
     {false, true, false, true, false, true, true, true, false, false, false, true, false}},
    {Role::commenter,
     {false, true, false, true, false, true, true, true, false, false, false, true, false}},
    {Role::reader,
     {false, true, false, true, false, true, true, true, false, false, false, true, false}},
};

// Of an editor's rights.
Bytes record_of_loss(SmallWorkspace& w, Person& actor, Act act) {
    const Person ben = w.join(Role::editor);
    const MemberId his = w.view.member_of(ben.id())->id;
    const HeldTips none{.tips = {}};
    switch (act) {
        case Act::change_role:
            return *make_role_changed(w.by(actor), his, Role::reader, none);
        case Act::remove:
            return *make_member_removed(w.by(actor), actor.keys, his, none, w.random);
        case Act::revoke:
            return *make_device_revoked(w.by(actor), actor.keys, ben.id(), {}, none, w.random);
        case Act::revoke_own: {
            const Person lost = w.add_device(actor);
            return *make_device_revoked(w.by(actor), actor.keys, lost.id(), {}, none, w.random);
        }
        default: {
            w.take(make_role_changed(w.by(w.founder), his, Role::reader, none));
            return make_pins_raised(
                w.by(actor), {w.view.length().value - 1}, {{ben.id(), {some_tip(w, 1)}}});
        }
    }
}

Bytes record_of(SmallWorkspace& w, Person& actor, Act act) {
    const InviteTerms terms{.role_cap = Role::reader, .expires = {}};
    InviteSecret secret;
    w.random.fill(secret.writable());
    switch (act) {
        case Act::epoch:
            return *make_epoch(w.by(actor), actor.keys, w.random);
        case Act::share: {
            const Person late = w.use_invite(w.open_invite(terms));
            const EpochId epoch = w.view.current_epoch()->id;
            return *make_key_share(w.by(actor), actor.keys, epoch, {late.id()}, w.random);
        }
        case Act::invite:
            return make_invite_opened(w.by(actor), secret, terms);
        case Act::invite_own:
            return make_invite_opened(w.by(actor), secret, {.for_own_device = true});
        case Act::close: {
            const Person opener = w.join(Role::admin);
            return make_invite_closed(w.by(actor), {w.invite_id(w.open_invite(terms, opener))});
        }
        case Act::close_own: {
            const auto own = w.open_invite({.for_own_device = true}, actor);
            return make_invite_closed(w.by(actor), {w.invite_id(own)});
        }
        case Act::add: {
            const auto fresh = DeviceSecrets::make(w.random);
            const auto claim = claim_by_device(w.view.workspace(), *w.view.device(actor.id()));
            return make_device_added(w.by(actor), introduce(fresh, claim));
        }
        case Act::name:
            return *make_member_named(w.by(actor), actor.keys, "Ada", w.random);
        default:
            return record_of_loss(w, actor, act);
    }
}

using Cell = std::tuple<Role, Act>;
class RosterMatrix : public testing::TestWithParam<Cell> {};

TEST_P(RosterMatrix, AllowsWhatTheProtocolSays) {
    const auto [role, act] = GetParam();
    SmallWorkspace w(7);
    Person actor = role == Role::owner ? w.founder : w.join(role);
    const Bytes record = record_of(w, actor, act);

    const auto appended = w.view.append(record);

    const bool expected = allowed.at(role)[static_cast<std::size_t>(act)];
    EXPECT_EQ(appended.has_value(), expected);
    if (!appended) {
        EXPECT_EQ(appended.error().fault, RosterFault::not_allowed);
    }
}

TEST_P(RosterMatrix, KnowsADeviceAddedLaterByTheSameRights) {
    const auto [role, act] = GetParam();
    SmallWorkspace w(8);
    const Person first = role == Role::owner ? w.founder : w.join(role);
    Person second = w.add_device(first);
    w.share_current_key(w.founder, second);
    const Bytes record = record_of(w, second, act);
    EXPECT_EQ(w.view.append(record).has_value(), allowed.at(role)[static_cast<std::size_t>(act)]);
}

INSTANTIATE_TEST_SUITE_P(All,
                         RosterMatrix,
                         testing::Combine(testing::ValuesIn(roles), testing::ValuesIn(acts)));

// PROTOCOL.md section 9: an owner anything; an admin what is below owner, to who is below admin.
TEST(RosterMatrix, ChangesRolesRemovesAndRevokesByRank) {
    for (const Role actor_role : roles)
        for (const Role of : roles)
            for (const Role to : roles) {
                SmallWorkspace w(10);
                const auto in_role = [&](Role role) {
                    Person person = w.join(role == Role::owner ? Role::editor : role);
                    if (role == Role::owner)
                        w.take(make_role_changed(w.by(w.founder),
                                                 w.view.member_of(person.id())->id,
                                                 role,
                                                 {.tips = {}}));
                    return person;
                };
                const Person actor = in_role(actor_role);
                const Person whom = in_role(of);
                const MemberId id = w.view.member_of(whom.id())->id;
                const bool outranks =
                    actor_role == Role::owner || (actor_role == Role::admin && of > Role::admin);
                const bool may_give = actor_role == Role::owner || to != Role::owner;
                SCOPED_TRACE(std::string(name_of(actor_role)) + " makes " +
                             std::string(name_of(of)) + " " + std::string(name_of(to)));
                RosterView other = w.view;
                if (of != to) {
                    EXPECT_EQ(other.append(*make_role_changed(w.by(actor), id, to, {.tips = {}}))
                                  .has_value(),
                              outranks && may_give);
                }
                EXPECT_EQ(w.view
                              .append(*make_member_removed(
                                  w.by(actor), actor.keys, id, {.tips = {}}, w.random))
                              .has_value(),
                          outranks);
            }
}

TEST(RosterMatrix, LetsAnInviteGiveWhatItsOpenerHasAndNoMore) {
    for (const Role opener_role : {Role::owner, Role::admin})
        for (const Role cap : roles) {
            SmallWorkspace w(9);
            const Person opener = opener_role == Role::owner ? w.founder : w.join(opener_role);
            InviteSecret secret;
            const auto appended = w.view.append(
                make_invite_opened(w.by(opener), secret, {.role_cap = cap, .expires = {}}));
            EXPECT_EQ(appended.has_value(), cap != Role::owner) << name_of(cap);
        }
}

}  // namespace
}  // namespace cairn::test
