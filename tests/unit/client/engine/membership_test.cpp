// What waits for the server, judged anew when the list of members moved meanwhile.
#include "client/engine/membership.h"

#include <gtest/gtest.h>

#include "client/engine/text_editing.h"
#include "client/plan/catalog.h"
#include "shared/roster/build.h"
#include "tests/unit/client/engine/two_members.h"

namespace cairn::engine {
namespace {

// Whoever asks for a new key fears for the one they know; what another laptop made without knowing
// may be that very one.
TEST(MembershipRequests, AKeyThatSomebodyElseChangedMeanwhileIsChangedAllTheSame) {
    TwoMembers two;
    Workspace& ada = two.ada();
    const auto by = [&](Workspace& who) { return Author{ada.roster(), *who.device(), two.now()}; };
    const MemberId ben = ada.roster().member_of(two.ben().device()->id())->id;
    const std::vector<DeviceTips> none;
    two.append(ada, *make_role_changed(by(ada), ben, Role::admin, {.tips = none}));
    MembershipRequest wish;
    wish.kind = MembershipRequest::Kind::rotate_key;
    const auto asked = ask_for(ada, wish, two.now());
    ASSERT_TRUE(asked.has_value()) << asked.error().sentence;
    two.append(ada, *make_epoch(by(two.ben()), ada.keys(), two.random()));

    const auto record = record_for(ada, *queued_request(ada, *asked), two.now());

    ASSERT_TRUE(record.has_value()) << record.error().sentence;
    ASSERT_TRUE(record->has_value()) << "Ben's key counted as hers";
    two.append(ada, **record);
    const auto again = record_for(ada, *queued_request(ada, *asked), two.now());
    ASSERT_TRUE(again.has_value());
    EXPECT_FALSE(again->has_value()) << "once is enough";
}

void bring(Workspace& from, Workspace& to) {
    from.seal_pending();
    std::vector<replica::Arrival> arrivals;
    for (const Envelope& envelope : from.replica().lacking(to.replica().frontier(), SIZE_MAX))
        arrivals.push_back({envelope, std::nullopt});
    to.receive(arrivals, std::nullopt);
}

// No edit comes; one that is on the screen already counts no more, and then counts again.
TEST(OpenTexts, ReadAsTheFileDoesWhenARightChangesUnderThem) {
    TwoMembers two;
    Workspace& ada = two.ada();
    Workspace& ben = two.ben();
    const merge::Cell notes{two.make(ada, "Beta"), plan::field::notes, {}};
    const auto type = [&](Workspace& who, const std::string& words) {
        OpenText open(who, notes);
        ASSERT_TRUE(open.edit(open.length(), 0, words));
        ASSERT_TRUE(open.save(two.now()));
    };
    type(ada, "one ");
    bring(ada, ben);
    type(ben, "two ");
    bring(ben, ada);
    const std::vector<DeviceTips> tips = ada.replica().frontier().tips();
    type(ben, "three ");
    bring(ben, ada);
    OpenText open(ada, notes);
    ASSERT_EQ(open.text(), "one two three ");
    const auto by_ada = [&] { return Author{ada.roster(), *ada.device(), two.now()}; };
    const MemberId member = ada.roster().member_of(ben.device()->id())->id;

    two.append(ada, *make_role_changed(by_ada(), member, Role::reader, {.tips = tips}));
    EXPECT_FALSE(open.refresh().empty());
    EXPECT_EQ(open.text(), "one two ");

    PinsRaisedRecord raised;
    raised.loss = {ada.roster().length().value - 1};
    raised.devices = {DeviceTips{.device = ben.device()->id(),
                                 .tips = ada.replica().frontier().tips_of(ben.device()->id())}};
    two.append(ada, make_pins_raised(by_ada(), raised.loss, raised.devices));
    EXPECT_FALSE(open.refresh().empty());
    EXPECT_EQ(open.text(), "one two three ");
    EXPECT_TRUE(open.refresh().empty());
}

}  // namespace
}  // namespace cairn::engine
