#include "shared/roster/server_line.h"

#include <gtest/gtest.h>

#include "shared/base/random.h"

namespace cairn {
namespace {

ServerLine some_line() {
    SeededRandom random(3);
    const SigningKey signer = SigningKey::make(random);
    ServerLine line{.server = {.sign = random.make<ServerId>(),
                               .channel = random.make<ChannelKey>(),
                               .host = "plan.example.org",
                               .port = 7447},
                    .workspace = random.make<WorkspaceId>(),
                    .signed_at = {1'800'000'000'000},
                    .signer = signer.public_key_as<DeviceId>(),
                    .signature = {}};
    sign_server_line(signer, line);
    return line;
}

TEST(ServerLine, ComesBackAsItWas) {
    EXPECT_EQ(parse_server_line(encode_line(some_line())), some_line());
    ServerLine longest = some_line();
    longest.server.host = std::string(253, 'h');
    EXPECT_EQ(parse_server_line(encode_line(longest)), longest);
}

TEST(ServerLine, IsOfOneSignerAndNothingInItCanBeChanged) {
    EXPECT_TRUE(verify_server_line(some_line()));
    std::vector<ServerLine> changed(6, some_line());
    changed[0].server.host = "plan.example.com";
    changed[1].server.port = 7448;
    changed[2].server.sign.bytes[0] ^= 1;
    changed[3].server.channel.bytes[0] ^= 1;
    changed[4].workspace.bytes[0] ^= 1;
    changed[5].signed_at.ms += 1;
    for (const ServerLine& line : changed) EXPECT_FALSE(verify_server_line(line));
    ServerLine other = some_line();
    SeededRandom random(4);
    other.signer = SigningKey::make(random).public_key_as<DeviceId>();
    EXPECT_FALSE(verify_server_line(other));
}

TEST(ServerLine, IsNoInviteAndNoInviteIsOne) {
    const auto as_invite = parse_invite_line(encode_line(some_line()));
    ASSERT_FALSE(as_invite.has_value());
    EXPECT_EQ(as_invite.error().fault, LineFault::other_kind);
    const auto as_line =
        parse_server_line(encode_line(TicketLine{.server = some_line().server, .secret = {}}));
    ASSERT_FALSE(as_line.has_value());
    EXPECT_EQ(as_line.error().fault, LineFault::other_kind);
}

}  // namespace
}  // namespace cairn
