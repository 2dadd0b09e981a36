#include "server/app/gate.h"

#include <vector>

#include <gtest/gtest.h>

namespace cairn::server {
namespace {

AddressGroup address(std::uint8_t number) {
    AddressGroup group{};
    group[15] = number;
    return group;
}

GateLimits small() {
    return {.connections_max = 5,
            .per_address_max = 3,
            .strangers_max = 3,
            .strangers_per_address_max = 2};
}

TEST(Gate, LetsFewStrangersOfOneAddressIn) {
    Gate gate(small());
    auto first = gate.enter(address(1));
    auto second = gate.enter(address(1));
    ASSERT_TRUE(first && second);
    EXPECT_FALSE(gate.enter(address(1)));
    EXPECT_TRUE(gate.enter(address(2))) << "others are not hindered";
    first->recognise();
    first->recognise();
    auto third = gate.enter(address(1));
    EXPECT_TRUE(third);
    third->recognise();
    second->recognise();
    EXPECT_FALSE(gate.enter(address(1))) << "three of one address, strangers or not";
}

TEST(Gate, BoundsStrangersAndConnectionsInAll) {
    Gate gate(small());
    std::vector<Gate::Pass> passes;
    const auto enter = [&](std::uint8_t from) {
        auto pass = gate.enter(address(from));
        ASSERT_TRUE(pass);
        passes.push_back(std::move(*pass));
    };
    for (std::uint8_t i = 0; i < 3; ++i) enter(i);
    EXPECT_FALSE(gate.enter(address(9))) << "three strangers";
    for (Gate::Pass& pass : passes) pass.recognise();
    enter(9);
    enter(10);
    EXPECT_EQ(gate.connections(), 5U);
    EXPECT_EQ(gate.strangers(), 2U);
    EXPECT_FALSE(gate.enter(address(11))) << "five connections";
    passes.clear();
    EXPECT_EQ(gate.connections(), 0U);
    EXPECT_EQ(gate.strangers(), 0U);
    EXPECT_TRUE(gate.enter(address(11)));
}

TEST(Gate, APassThatWasMovedLeavesOnce) {
    Gate gate(small());
    {
        auto pass = gate.enter(address(1));
        const Gate::Pass moved = std::move(*pass);
        EXPECT_EQ(gate.connections(), 1U);
    }
    EXPECT_EQ(gate.connections(), 0U);
}

}  // namespace
}  // namespace cairn::server
