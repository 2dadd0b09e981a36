#include "shared/net/address.h"

#include <gtest/gtest.h>

namespace cairn {
namespace {

TEST(HostAddress, ReadsNamesAndAddressesOfBothKinds) {
    EXPECT_EQ((HostAddress{"plan.example", 7400}), parse_address("plan.example:7400"));
    EXPECT_EQ((HostAddress{"192.0.2.7", 1}), parse_address("192.0.2.7:1"));
    EXPECT_EQ((HostAddress{"2001:db8::1", 65535}), parse_address("[2001:db8::1]:65535"));
}

TEST(HostAddress, RefusesWhatLeavesADoubt) {
    for (const char* text : {"",
                             ":",
                             ":1",
                             "host",
                             "host:",
                             "host:0",
                             "host:65536",
                             "host:-1",
                             "host:1x",
                             "host: 1",
                             "::1:7400",
                             "[::1]",
                             "[::1]7400",
                             "[]:1",
                             "[host]:1",
                             "ho st:1",
                             "h\xC3\xB6st:1",
                             "[a:1"})
        EXPECT_FALSE(parse_address(text).has_value()) << text;
    EXPECT_FALSE(parse_address(std::string(254, 'a') + ":1").has_value());
    EXPECT_TRUE(parse_address(std::string(253, 'a') + ":1").has_value());
}

TEST(HostAddress, ComesBackFromItsText) {
    for (const char* text : {"plan.example:7400", "[::1]:9", "10.0.0.1:80"})
        EXPECT_EQ(text, to_string(*parse_address(text)));
}

}  // namespace
}  // namespace cairn
