// Role x record: each kind of record by a member of each role, otherwise flawless.
#include <map>

#include <gtest/gtest.h>

#include "tests/unit/shared/roster/forge.h"

namespace cairn::test {
namespace {

enum class Act { epoch, share, invite, invite_own, close, close_own, add, name };
constexpr std::array acts{Act::epoch,
                          Act::share,
                          Act::invite,
                          Act::invite_own,
                          Act::close,
                          Act::close_own,
                          Act::add,
                          Act::name};
constexpr std::array roles{Role::owner, Role::admin, Role::editor, Role::commenter, Role::reader};

// PROTOCOL.md section 9 "who may", written down once more: columns are the acts above.
const std::map<Role, std::array<bool, acts.size()>> allowed{
    {Role::owner, {true, true, true, true, true, true, true, true}},
    {Role::admin, {true, true, true, true, true, true, true, true}},
    {Role::editor, {false, true, false, true, false, true, true, true}},
    {Role::commenter, {false, true, false, true, false, true, true, true}},
    {Role::reader, {false, true, false, true, false, true, true, true}},
};

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
    }
    throw std::logic_error("unreachable");
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
