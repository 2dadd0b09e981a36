// Bytes that somebody changed on the way.
#include <gtest/gtest.h>

#include "tests/unit/shared/roster/forge.h"

namespace cairn::test {
namespace {

// One record of every kind, each right after the ones before it.
SmallWorkspace every_kind() {
    SmallWorkspace w(3);
    const auto secret = w.open_invite({.role_cap = Role::editor, .expires = {5}, .uses = 2});
    Person joiner = w.use_invite(secret);
    w.share_current_key(w.founder, joiner);
    w.add_device(joiner);
    w.take(make_member_named(w.by(joiner), joiner.keys, "Ada", w.random));
    w.take(make_invite_closed(w.by(w.founder), {w.invite_id(secret)}));
    w.start_epoch(w.founder);
    return w;
}

TEST(HostileRecord, IsRefusedWhicheverByteWasChanged) {
    const SmallWorkspace w = every_kind();
    RosterView view;
    for (const Bytes& record : w.records) {
        const RosterView before = view;
        for (std::size_t at = 0; at < record.size(); ++at)
            for (const int flip : {0x01, 0x80, 0xFF}) {
                Bytes changed = record;
                changed[at] = static_cast<std::uint8_t>(changed[at] ^ flip);
                ASSERT_FALSE(view.append(changed).has_value())
                    << "record " << before.length().value << ", byte " << at;
            }
        ASSERT_EQ(view.head(), before.head());
        ASSERT_TRUE(view.append(record).has_value());
    }
    EXPECT_EQ(view.head(), w.view.head());
}

TEST(HostileRecord, IsRefusedCutOffOrWithMoreBehind) {
    const SmallWorkspace w = every_kind();
    RosterView view;
    for (const Bytes& record : w.records) {
        for (std::size_t length = 0; length < record.size(); ++length)
            ASSERT_FALSE(view.append(ByteView(record).first(length)).has_value()) << length;
        Bytes longer = record;
        for (int extra = 0; extra < 16; ++extra) {
            longer.push_back(0);
            ASSERT_FALSE(view.append(longer).has_value());
        }
        ASSERT_TRUE(view.append(record).has_value());
    }
}

TEST(HostileRecord, IsRefusedFromAnotherWorkspaceInAnyOrder) {
    const SmallWorkspace here = every_kind();
    const SmallWorkspace there(4);
    RosterView view = here.view;
    for (const Bytes& record : there.records) EXPECT_FALSE(view.append(record).has_value());
    for (const Bytes& record : here.records)
        EXPECT_EQ(view.append(record).error().fault, RosterFault::already_held);
    RosterView young;
    for (std::size_t at = 1; at < here.records.size(); ++at)
        EXPECT_EQ(young.append(here.records[at]).error().fault, RosterFault::gap);
}

TEST(HostileRecord, IsRefusedWithTheBodyOfOneAndTheSignatureOfAnother) {
    const SmallWorkspace w = every_kind();
    RosterView view;
    for (const Bytes& record : w.records) {
        for (const Bytes& other : w.records) {
            if (&other == &record) continue;
            Bytes mixed(record.begin(), record.end() - 64);
            append(mixed, ByteView(other).last(64));
            ASSERT_EQ(view.append(mixed).error().fault, RosterFault::wrong_signature);
        }
        ASSERT_TRUE(view.append(record).has_value());
    }
}

}  // namespace
}  // namespace cairn::test
