#include "client/engine/verification.h"

#include <gtest/gtest.h>

#include "tests/unit/client/engine/two_members.h"

namespace cairn::engine {
namespace {

class Verifying : public testing::Test {
protected:
    TwoMembers members;
    Workspace& ada = members.ada();
    Workspace& ben = members.ben();
};

TEST_F(Verifying, TwoMembersSeeTheSameWords) {
    const auto at_ada = words_with(ada, *ben.me());
    const auto at_ben = words_with(ben, *ada.me());
    ASSERT_TRUE(at_ada) << at_ada.error().sentence;
    EXPECT_EQ(*at_ada, at_ben.value());
}

TEST_F(Verifying, TheyDifferWhereOneSeesAnotherDeviceOfEither) {
    const auto before = words_with(ada, *ben.me()).value();
    members.add_laptop(ben);  // of which Ada has not heard
    EXPECT_NE(words_with(ben, *ada.me()).value(), before);
    EXPECT_EQ(words_with(ada, *ben.me()).value(), before);
}

TEST_F(Verifying, IsNotedAndForgotten) {
    EXPECT_EQ(verification_of(ada, *ben.me()).trust, Trust::unverified);
    note_verified(ada, *ben.me(), {5});
    EXPECT_EQ(verification_of(ada, *ben.me()).trust, Trust::verified);
    EXPECT_EQ(verification_of(ada, *ben.me()).at->ms, 5);
    EXPECT_TRUE(changed_since_verified(ada).empty());
    members.add_laptop(ada);
    EXPECT_TRUE(changed_since_verified(ada).empty()) << "one's own devices are known";

    EXPECT_TRUE(forget_verified(ada, *ben.me()));
    EXPECT_FALSE(forget_verified(ada, *ben.me()));
    EXPECT_EQ(verification_of(ada, *ben.me()).trust, Trust::unverified);
}

TEST_F(Verifying, SaysWhoseDevicesChanged) {
    note_verified(ben, *ada.me(), {6});
    members.add_laptop(ada);
    constexpr std::size_t all = 64;
    const auto records = ada.replica().records(RecordIndex{ben.roster().length().value}, all);
    ASSERT_TRUE(ben.adopt_records(records));
    EXPECT_EQ(verification_of(ben, *ada.me()).trust, Trust::changed);
    EXPECT_EQ(changed_since_verified(ben), std::vector{*ada.me()});
    note_verified(ben, *ada.me(), {7});
    EXPECT_TRUE(changed_since_verified(ben).empty());
}

TEST_F(Verifying, IsOfOthersWhoAreHere) {
    EXPECT_EQ(words_with(ada, *ada.me()).error().fault, EngineFault::wrong_value);
    EXPECT_EQ(words_with(ada, MemberId{}).error().fault, EngineFault::wrong_value);
}

}  // namespace
}  // namespace cairn::engine
