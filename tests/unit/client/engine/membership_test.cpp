// What waits for the server, judged anew when the list of members moved meanwhile.
#include "client/engine/membership.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace cairn::engine
