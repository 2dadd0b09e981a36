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
    auto first = gate.enter(address(1), {0});
    auto second = gate.enter(address(1), {0});
    ASSERT_TRUE(first && second);
    EXPECT_FALSE(gate.enter(address(1), {0}));
    EXPECT_TRUE(gate.enter(address(2), {0})) << "others are not hindered";
    first->recognise();
    first->recognise();
    auto third = gate.enter(address(1), {0});
    EXPECT_TRUE(third);
    third->recognise();
    second->recognise();
    EXPECT_FALSE(gate.enter(address(1), {0})) << "three of one address, strangers or not";
}

TEST(Gate, BoundsStrangersAndConnectionsInAll) {
    Gate gate(small());
    std::vector<Gate::Pass> passes;
    const auto enter = [&](std::uint8_t from) {
        auto pass = gate.enter(address(from), {0});
        ASSERT_TRUE(pass);
        passes.push_back(std::move(*pass));
    };
    for (std::uint8_t i = 0; i < 3; ++i) enter(i);
    EXPECT_FALSE(gate.enter(address(9), {0})) << "three strangers";
    for (Gate::Pass& pass : passes) pass.recognise();
    enter(9);
    enter(10);
    EXPECT_EQ(gate.connections(), 5U);
    EXPECT_EQ(gate.strangers(), 2U);
    EXPECT_FALSE(gate.enter(address(11), {0})) << "five connections";
    passes.clear();
    EXPECT_EQ(gate.connections(), 0U);
    EXPECT_EQ(gate.strangers(), 0U);
    EXPECT_TRUE(gate.enter(address(11), {0}));
}

TEST(Gate, LimitsAttemptsThatComeToNothing) {
    GateLimits limits;
    limits.attempts_per_minute = 3;
    Gate gate(limits);
    constexpr Instant now{1'000'000};
    for (int guess = 0; guess < 3; ++guess) EXPECT_TRUE(gate.enter(address(1), now));
    EXPECT_FALSE(gate.enter(address(1), now)) << "three at once";
    EXPECT_TRUE(gate.enter(address(2), now)) << "others are not hindered";
    EXPECT_TRUE(gate.enter(address(1), {now.ms + 20'000})) << "a third of a minute for each";
    EXPECT_FALSE(gate.enter(address(1), {now.ms + 20'000}));
    EXPECT_TRUE(gate.enter(address(1), {now.ms + 3'600'000}));
}

TEST(Gate, CountsNoAttemptThatShowedAMember) {
    GateLimits limits;
    limits.attempts_per_minute = 3;
    Gate gate(limits);
    for (int device = 0; device < 100; ++device) {
        auto pass = gate.enter(address(1), {0});
        ASSERT_TRUE(pass) << device;
        pass->recognise();
    }
}

TEST(Gate, KeepsTheLastQuarterForAddressesThatAreNotThere) {
    Gate gate({.strangers_max = 8, .strangers_per_address_max = 100});
    std::vector<Gate::Pass> flood;
    for (int i = 0; i < 20; ++i)
        if (auto pass = gate.enter(address(1), {0})) flood.push_back(std::move(*pass));
    EXPECT_EQ(flood.size(), 6U);
    EXPECT_TRUE(gate.enter(address(2), {0})) << "whoever floods keeps nobody else out";
}

TEST(Gate, RemembersABoundedNumberOfAddresses) {
    GateLimits limits;
    limits.attempts_per_minute = 1;
    Gate gate(limits);
    AddressGroup group{};
    for (std::uint32_t i = 0; i < 100'000; ++i) {
        std::copy_n(reinterpret_cast<const std::uint8_t*>(&i), 4, group.begin());
        static_cast<void>(gate.enter(group, {i}));
    }
    EXPECT_EQ(gate.connections(), 0U);
}

TEST(Gate, APassThatWasMovedLeavesOnce) {
    Gate gate(small());
    {
        auto pass = gate.enter(address(1), {0});
        const Gate::Pass moved = std::move(*pass);
        EXPECT_EQ(gate.connections(), 1U);
    }
    EXPECT_EQ(gate.connections(), 0U);
}

}  // namespace
}  // namespace cairn::server
