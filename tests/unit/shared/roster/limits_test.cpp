// The largest workspace that the limits allow.
#include "shared/wire/limits.h"

#include <gtest/gtest.h>

#include "tests/unit/shared/roster/forge.h"

namespace cairn::test {
namespace {

InviteTerms many_readers(const SmallWorkspace& w) {
    return {.role_cap = Role::reader, .expires = w.now, .uses = limits::invite_uses_max};
}

// members_max members with two devices each.
SmallWorkspace full_workspace() {
    SmallWorkspace w(1);
    std::vector<Person> people{w.founder};
    InviteSecret secret;
    while (w.view.members().size() < limits::members_max) {
        if ((w.view.members().size() - 1) % limits::invite_uses_max == 0)
            secret = w.open_invite(many_readers(w));
        people.push_back(w.use_invite(secret));
    }
    for (const Person& person : people) w.add_device(person);
    return w;
}

TEST(RosterLimits, HoldWithTheLargestWorkspace) {
    SmallWorkspace w = full_workspace();
    ASSERT_EQ(w.view.members().size(), limits::members_max);
    ASSERT_EQ(w.view.devices().size(), limits::devices_max);

    const auto another = joining(w, w.open_invite(many_readers(w)));
    EXPECT_EQ(w.view.append(forge(w, another.device, another.body)).error().fault,
              RosterFault::too_many_members);
    const auto laptop = joining(w, w.open_invite({.for_own_device = true}));
    EXPECT_EQ(w.view.append(forge(w, laptop.device, laptop.body)).error().fault,
              RosterFault::too_many_devices);

    while (true) {
        InviteSecret secret;
        w.random.fill(secret.writable());
        const auto appended = w.view.append(make_invite_opened(
            w.by(w.founder), secret, {.role_cap = Role::reader, .unattended = true}));
        if (!appended) {
            EXPECT_EQ(appended.error().fault, RosterFault::too_many_invites);
            break;
        }
    }
    // Everybody can still be given a key in one record, and closing an invite makes room.
    const auto epoch = make_epoch(w.by(w.founder), w.founder.keys, w.random);
    ASSERT_TRUE(epoch.has_value());
    EXPECT_LE(epoch->size(), limits::record_bytes_max);
    EXPECT_TRUE(w.view.append(*epoch).has_value());
    EXPECT_GT(w.view.current_epoch()->sealed->size(), 5000U);
    w.take(make_invite_closed(w.by(w.founder), {w.view.invites().back().id}));
    w.open_invite(many_readers(w));
}

TEST(RosterLimits, EndTheRosterAtItsLastRecord) {
    SmallWorkspace w(1);
    const MemberNamedRecord name{w.view.current_epoch()->id, Bytes(41)};
    while (w.view.length().value < limits::records_max)
        ASSERT_TRUE(w.view.append(forge(w, w.founder.device, name)).has_value());
    EXPECT_EQ(w.view.append(forge(w, w.founder.device, name)).error().fault,
              RosterFault::roster_full);
}

}  // namespace
}  // namespace cairn::test
