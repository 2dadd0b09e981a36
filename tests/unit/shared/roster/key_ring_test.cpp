#include "shared/roster/key_ring.h"

#include <gtest/gtest.h>

#include "shared/identity/sealed_key.h"
#include "tests/unit/shared/roster/forge.h"

namespace cairn::test {
namespace {

TEST(KeyRing, HoldsWhatIsSealedToItsDevice) {
    SmallWorkspace w(1);
    w.start_epoch(w.founder);
    EXPECT_TRUE(w.founder.keys.missing(w.view).empty());
    const auto& epochs = w.view.epochs();
    ASSERT_EQ(epochs.size(), 2U);
    EXPECT_FALSE(*w.founder.keys.key(epochs[0].id) == *w.founder.keys.key(epochs[1].id));
    for (const EpochEntry& epoch : epochs)
        EXPECT_EQ(epoch_commitment(*w.founder.keys.key(epoch.id)), epoch.commitment);
}

TEST(KeyRing, RefusesAKeyThatTheEpochDidNotCommitTo) {
    const SmallWorkspace w(1);
    KeyRing ring;
    EXPECT_FALSE(ring.add(*w.view.current_epoch(), EpochKey{}));
    EXPECT_EQ(ring.key(w.view.current_epoch()->id), nullptr);
}

TEST(KeyRing, OpensNothingForAStranger) {
    SmallWorkspace w(1);
    w.start_epoch(w.founder);
    KeyRing ring;
    ring.learn(w.view, DeviceSecrets::make(w.random));
    EXPECT_EQ(ring.missing(w.view).size(), 2U);
}

// The maker of an epoch seals a key that it did not commit to, or wraps nonsense.
Bytes spoilt_epoch(SmallWorkspace& w,
                   const Person& by,
                   const std::function<void(EpochRecord&)>& f) {
    auto body = body_of<EpochRecord>(*make_epoch(w.by(by), by.keys, w.random));
    f(body);
    return forge(w, by.device, body);
}

TEST(KeyRing, TakesTheRightKeyFromSomebodyElseWhenOneWasSealedWrong) {
    SmallWorkspace w(1);
    Person victim = w.join(Role::editor);
    const auto box = victim.device.box_key();
    w.take(spoilt_epoch(w, w.founder, [&](EpochRecord& body) {
        for (SealedFor& share : body.sealed)
            if (share.recipient == box) share.sealed.bytes[40] ^= 1;
    }));
    w.founder.keys.learn(w.view, w.founder.device);
    victim.keys.learn(w.view, victim.device);
    const EpochId epoch = w.view.current_epoch()->id;
    ASSERT_EQ(victim.keys.missing(w.view), std::vector{epoch});
    const Person second = w.add_device(w.founder);

    w.take(make_key_share(w.by(second), w.founder.keys, epoch, {victim.id()}, w.random));

    victim.keys.learn(w.view, victim.device);
    EXPECT_TRUE(victim.keys.missing(w.view).empty());
}

TEST(KeyRing, IsNotMisledByAKeyOfTheWrongEpoch) {
    SmallWorkspace w(1);
    Person late = w.use_invite(w.open_invite({.role_cap = Role::reader, .expires = {}}));
    const EpochId epoch = w.view.current_epoch()->id;
    const auto wrong = seal_key(EpochKey{},
                                late.device.box_key(),
                                {.workspace = w.view.workspace(), .epoch = epoch},
                                w.random);
    w.take(forge(w,
                 w.founder.device,
                 KeyShareRecord{epoch, {{.recipient = late.device.box_key(), .sealed = *wrong}}}));
    late.keys.learn(w.view, late.device);
    EXPECT_EQ(late.keys.key(epoch), nullptr);
}

TEST(KeyRing, KeepsNewKeysWhenAWrappedOldOneIsSpoilt) {
    SmallWorkspace w(1);
    const EpochId first = w.view.current_epoch()->id;
    w.take(
        spoilt_epoch(w, w.founder, [](EpochRecord& body) { body.old_key.front().bytes[0] ^= 1; }));
    w.founder.keys.learn(w.view, w.founder.device);
    Person late = w.join(Role::editor);
    EXPECT_EQ(late.keys.missing(w.view), std::vector{first});

    // The old key can still be handed over by itself.
    w.take(make_key_share(w.by(w.founder), w.founder.keys, first, {late.id()}, w.random));
    late.keys.learn(w.view, late.device);
    EXPECT_TRUE(late.keys.missing(w.view).empty());
}

TEST(KeyRing, OpensNames) {
    SmallWorkspace w(1);
    Person ada = w.join(Role::editor);
    const MemberId member = w.view.member_of(ada.id())->id;
    EXPECT_EQ(ada.keys.name_of(w.view, member), std::nullopt);
    w.take(make_member_named(w.by(ada), ada.keys, "Ada Lovelace", w.random));
    w.take(make_member_named(w.by(ada), ada.keys, "Ada King", w.random));

    EXPECT_EQ(w.founder.keys.name_of(w.view, member), "Ada King");
    EXPECT_EQ(KeyRing{}.name_of(w.view, member), std::nullopt);
    EXPECT_EQ(w.founder.keys.name_of(w.view, MemberId{}), std::nullopt);
}

TEST(KeyRing, DoesNotShowAnothersNameAsOnesOwn) {
    SmallWorkspace w(1);
    Person ada = w.join(Role::editor);
    const Person eve = w.join(Role::reader);
    w.take(make_member_named(w.by(ada), ada.keys, "Ada", w.random));
    const SealedName adas = *w.view.member_of(ada.id())->name;
    w.take(forge(w, eve.device, MemberNamedRecord{adas.epoch, adas.sealed}));
    EXPECT_EQ(ada.keys.name_of(w.view, w.view.member_of(eve.id())->id), std::nullopt);
}

TEST(Builders, SayWhenTheKeyIsMissing) {
    SmallWorkspace w(1);
    const Person late = w.use_invite(w.open_invite({.role_cap = Role::admin, .expires = {}}));
    const EpochId epoch = w.view.current_epoch()->id;
    const Author author = w.by(late);
    EXPECT_EQ(make_epoch(author, late.keys, w.random).error().fault, RosterFault::key_missing);
    EXPECT_EQ(make_key_share(author, late.keys, epoch, {w.founder.id()}, w.random).error().fault,
              RosterFault::key_missing);
    EXPECT_EQ(make_member_named(author, late.keys, "Eve", w.random).error().fault,
              RosterFault::key_missing);
}

TEST(Builders, RefuseNamesThatAreTooShortOrTooLong) {
    SmallWorkspace w(1);
    const Author author = w.by(w.founder);
    const auto name = [&](const std::string& text) {
        return make_member_named(author, w.founder.keys, text, w.random);
    };
    EXPECT_EQ(name("").error().fault, RosterFault::wrong_name_length);
    EXPECT_EQ(name(std::string(257, 'a')).error().fault, RosterFault::wrong_name_length);
    EXPECT_TRUE(w.view.append(*name(std::string(256, 'a'))).has_value());
}

}  // namespace
}  // namespace cairn::test
