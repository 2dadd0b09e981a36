// Two laptops on a line between them, without a server.
#include <gtest/gtest.h>

#include "client/engine/lan_session.h"
#include "shared/roster/build.h"
#include "tests/unit/client/engine/two_members.h"

namespace cairn::engine {
namespace {

constexpr Instant moment{1'000};

class Lan : public testing::Test {
protected:
    struct Met {
        LanReport ada;
        LanReport ben;
        std::optional<EngineError> ada_failed;
        std::optional<EngineError> ben_failed;
    };
    static bool pass(LanSession& from, LanSession& to) {
        const auto frame = from.next_frame();
        if (!frame) return false;
        if (!to.over()) to.receive(*frame, moment);
        return true;
    }
    Met meet() {
        LanSession at_ada(ada, ben.device()->channel_key(), moment);
        LanSession at_ben(ben, ada.device()->channel_key(), moment);
        for (bool moved = true; moved;) {
            const bool there = pass(at_ada, at_ben);
            moved = pass(at_ben, at_ada) || there;
        }
        EXPECT_TRUE(at_ada.over() || at_ben.over()) << "nobody waits for ever";
        return {at_ada.report(), at_ben.report(), at_ada.failure(), at_ben.failure()};
    }

    TwoMembers members;
    Workspace& ada = members.ada();
    Workspace& ben = members.ben();
};

TEST_F(Lan, LaptopsEndWithEqualPlans) {
    members.make(ada, "Beta");
    members.make(ben, "Gamma");
    const Met met = meet();
    EXPECT_FALSE(met.ada_failed) << met.ada_failed->sentence;
    EXPECT_FALSE(met.ben_failed);
    EXPECT_EQ(met.ada.received.changes, 1U);
    EXPECT_EQ(met.ben.received.changes, 1U);
    EXPECT_FALSE(met.ada.received.cut_short);
    EXPECT_EQ(met.ada.peer, ben.device()->id());
    EXPECT_EQ(ada.read().hashes(), ben.read().hashes());
}

TEST_F(Lan, TheSecondMeetingTellsNothingTwice) {
    for (int i = 0; i < 3; ++i) {
        members.make(ada, "Beta");
        ada.seal_pending();
    }
    meet();
    members.make(ada, "One more");
    const Met met = meet();
    EXPECT_EQ(met.ada.envelopes_sent, 1U);
    EXPECT_EQ(met.ben.envelopes_sent, 0U) << "Ada's own, though she is ahead of what Ben saw";
    EXPECT_EQ(met.ben.received.known, 0U);
    EXPECT_EQ(met.ada.records_sent + met.ben.records_sent, 0U);
    EXPECT_EQ(ada.read().hashes(), ben.read().hashes());
}

TEST_F(Lan, RecordsGoBeforeWhatRestsOnThem) {
    members.add_laptop(ada);
    members.add_laptop(ada);
    members.make(ada, "Beta");
    const Met met = meet();
    EXPECT_EQ(met.ada.records_sent, 2U);
    EXPECT_EQ(met.ben.received.records, 2U);
    EXPECT_EQ(met.ben.received.parked, 0U);
    EXPECT_EQ(ada.read().hashes(), ben.read().hashes());
}

TEST_F(Lan, WhoWasRemovedIsToldNothingFromTheMomentThatIsKnown) {
    members.make(ada, "Secret");
    members.make(ben, "From outside");
    const auto tips = ben.replica().frontier().tips();
    members.append(ben,
                   make_device_revoked(Author{ben.roster(), *ada.device(), members.now()},
                                       ada.keys(),
                                       ben.device()->id(),
                                       {},
                                       {.tips = tips},
                                       members.random())
                       .value());
    const Met met = meet();
    ASSERT_TRUE(met.ada_failed);
    EXPECT_EQ(met.ada_failed->fault, EngineFault::distrust);
    EXPECT_TRUE(met.ben_failed);
    EXPECT_EQ(met.ada.envelopes_sent, 0U);
    EXPECT_EQ(met.ada.received.envelopes, 0U);
    EXPECT_EQ(met.ben.received.envelopes, 0U);
}

TEST_F(Lan, MembershipListsThatPartedStayApartAndWorkGoesOn) {
    members.add_laptop(ada);
    members.add_laptop(ben);
    members.make(ada, "Beta");
    const Met met = meet();
    EXPECT_FALSE(met.ada_failed);
    EXPECT_EQ(met.ada.received.records + met.ben.received.records, 0U);
    EXPECT_EQ(met.ada.received.warnings.size(), 1U);
    EXPECT_EQ(met.ben.received.warnings.size(), 1U);
}

TEST_F(Lan, WhatIsSaidOutOfTurnEndsIt) {
    Page page;
    page.fetched = true;
    for (const ServerMessage& wrong :
         {ServerMessage(page), ServerMessage(FrontierReply{}), ServerMessage(Pong{})}) {
        LanSession session(ada, ben.device()->channel_key(), moment);
        session.receive(encode_message(wrong), moment);
        EXPECT_TRUE(session.over());
        EXPECT_EQ(session.failure()->fault, EngineFault::distrust);
    }
    LanSession session(ada, ben.device()->channel_key(), moment);
    session.receive({1, 2, 3}, moment);
    EXPECT_TRUE(session.over());
}

TEST_F(Lan, SilenceEndsIt) {
    LanSession session(ada, ben.device()->channel_key(), moment);
    session.tick(moment);
    EXPECT_FALSE(session.over());
    session.tick(session.deadline());
    EXPECT_EQ(session.failure()->fault, EngineFault::no_network);
}

TEST_F(Lan, AGreetingTellsMembersAloneWhoIsThere) {
    const Bytes greeting = lan_greeting(ada.id(), ada.device()->id(), members.random());
    ASSERT_NE(device_that_greets(ben.roster(), greeting), nullptr);
    EXPECT_EQ(device_that_greets(ben.roster(), greeting)->id, ada.device()->id());
    EXPECT_NE(lan_greeting(ada.id(), ada.device()->id(), members.random()), greeting)
        << "nobody can follow a laptop from one network to another";
    EXPECT_EQ(
        device_that_greets(ben.roster(), lan_greeting({}, ada.device()->id(), members.random())),
        nullptr)
        << "of another workspace";
    for (std::size_t at = 0; at < greeting.size(); ++at) {
        Bytes changed = greeting;
        changed[at] ^= 1;
        EXPECT_EQ(device_that_greets(ben.roster(), changed), nullptr) << at;
    }
    EXPECT_EQ(device_that_greets(ben.roster(), {}), nullptr);
}

}  // namespace
}  // namespace cairn::engine
