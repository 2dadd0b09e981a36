#include "shared/roster/invite_line.h"

#include <gtest/gtest.h>

#include "shared/base/byte_io.h"
#include "shared/base/domain.h"
#include "shared/base/hash.h"
#include "shared/base/random.h"

namespace cairn {

inline void PrintTo(LineFault fault, std::ostream* out) {
    *out << "line fault " << static_cast<int>(fault);
}

namespace {

InviteLine some_invite() {
    SeededRandom random(1);
    InviteLine line{.server = {.sign = random.make<ServerId>(),
                               .channel = random.make<ChannelKey>(),
                               .host = "plan.example.org",
                               .port = 7447},
                    .workspace = random.make<WorkspaceId>(),
                    .secret = {},
                    .role_cap = Role::editor,
                    .expires = {1'800'000'000'000},
                    .uses = 25,
                    .unattended = true};
    random.fill(line.secret.writable());
    return line;
}

TicketLine some_ticket() {
    TicketLine line{.server = some_invite().server, .secret = {}};
    SeededRandom(2).fill(line.secret.writable());
    return line;
}

LineFault fault_of(std::string_view text) {
    const auto parsed = parse_invite_line(text);
    if (parsed) return LineFault{};
    EXPECT_FALSE(parsed.error().sentence.empty());
    return parsed.error().fault;
}

// An invite line around whatever bytes, with the right checksum.
std::string line_around(const Bytes& content) {
    const auto hash = Hasher(domain::link_checksum).add(content).finish();
    Bytes whole = content;
    append(whole, ByteView(hash).first(4));
    return "cairn-invite:" + to_base32(whole);
}
Bytes content_of(const std::string& line) {
    Bytes whole = *from_base32(line.substr(line.find(':') + 1));
    whole.resize(whole.size() - 4);
    return whole;
}

TEST(InviteLine, ComesBackAsItWas) {
    const std::string text = encode_line(some_invite());
    EXPECT_LT(text.size(), 300U);
    EXPECT_EQ(parse_invite_line(text), some_invite());
}

TEST(TicketLine, ComesBackAsItWas) {
    EXPECT_EQ(parse_ticket_line(encode_line(some_ticket())), some_ticket());
}

TEST(InviteLine, ComesBackAtTheLimitsOfItsParts) {
    InviteLine line = some_invite();
    line.server.host = std::string(253, 'h');
    line.server.port = 65535;
    line.uses = 1000;
    line.expires = {INT64_MAX};
    EXPECT_LE(encode_line(line).size(), 1024U);
    EXPECT_EQ(parse_invite_line(encode_line(line)), line);
    line.server.host = "h";
    line.server.port = 1;
    line.uses = 1;
    line.expires = {0};
    EXPECT_EQ(parse_invite_line(encode_line(line)), line);
}

TEST(InviteLine, SurvivesMailProgramsAndQrCodes) {
    const std::string text = encode_line(some_invite());
    std::string loud;
    for (const char c : text) {
        loud.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
        if (loud.size() % 60 == 0) loud += "\r\n ";
    }
    EXPECT_EQ(parse_invite_line("  " + loud + "\n"), some_invite());
}

TEST(InviteLine, SaysWhereverItIsCutOff) {
    const std::string text = encode_line(some_invite());
    for (std::size_t length = 1; length < text.size(); ++length) {
        const auto parsed = parse_invite_line(text.substr(0, length));
        ASSERT_FALSE(parsed.has_value());
        ASSERT_EQ(parsed.error().fault, LineFault::cut_off) << length;
        ASSERT_TRUE(parsed.error().sentence.starts_with("This invite line is cut off: "));
    }
    EXPECT_EQ(fault_of(""), LineFault::not_a_line);
}

TEST(InviteLine, NoticesEveryChangedCharacter) {
    const std::string text = encode_line(some_invite());
    for (std::size_t at = std::string_view("cairn-invite:").size(); at < text.size(); ++at)
        for (const char other : {'0', '1', 'a', 'z', 'u', '-', '\xC3', '\0'}) {
            if (other == text[at]) continue;
            std::string changed = text;
            changed[at] = other;
            ASSERT_FALSE(parse_invite_line(changed).has_value()) << at << other;
        }
}

TEST(InviteLine, NamesWhatWasChanged) {
    const std::string text = encode_line(some_invite());
    std::string changed = text;
    changed[60] = changed[60] == 'a' ? 'b' : 'a';
    EXPECT_EQ(fault_of(changed), LineFault::wrong_checksum);
    changed[60] = '%';
    EXPECT_EQ(fault_of(changed), LineFault::wrong_character);
    EXPECT_NE(parse_invite_line(changed).error().sentence.find("place 61"), std::string::npos);
}

TEST(InviteLine, NoticesWhatFollowsIt) {
    const std::string text = encode_line(some_invite());
    EXPECT_EQ(fault_of(text + text.substr(text.size() - 24)), LineFault::goes_on);
    EXPECT_EQ(fault_of(text + "."), LineFault::wrong_character);
    EXPECT_EQ(fault_of(text + std::string(1024, 'a')), LineFault::too_long);
}

TEST(InviteLine, TellsAnInviteFromATicket) {
    EXPECT_EQ(fault_of(encode_line(some_ticket())), LineFault::other_kind);
    EXPECT_EQ(parse_ticket_line(encode_line(some_invite())).error().fault, LineFault::other_kind);
    EXPECT_EQ(fault_of("https://example.org"), LineFault::not_a_line);
    EXPECT_EQ(fault_of("cairn-"), LineFault::cut_off);
}

TEST(InviteLine, RefusesANewerForm) {
    Bytes content = content_of(encode_line(some_invite()));
    content[0] = 2;
    EXPECT_EQ(fault_of(line_around(content)), LineFault::newer);
    content.push_back(9);
    EXPECT_EQ(fault_of(line_around(content)), LineFault::newer);
}

TEST(InviteLine, RefusesTheImpossibleUnderARightChecksum) {
    const auto with = [](std::size_t from_end, std::uint8_t value) {
        Bytes content = content_of(encode_line(some_invite()));
        content[content.size() - from_end] = value;
        return fault_of(line_around(content));
    };
    EXPECT_EQ(with(1, 2), LineFault::malformed);    // unattended
    EXPECT_EQ(with(2, 255), LineFault::malformed);  // uses
    EXPECT_EQ(with(4, 128), LineFault::malformed);  // expiry beyond time
    EXPECT_EQ(with(12, 0), LineFault::malformed);   // role
    EXPECT_EQ(with(12, 6), LineFault::malformed);
    Bytes content = content_of(encode_line(some_invite()));
    content[66] = ' ';  // within the host
    EXPECT_EQ(fault_of(line_around(content)), LineFault::malformed);
    content = content_of(encode_line(some_invite()));
    content.push_back(0);
    EXPECT_EQ(fault_of(line_around(content)), LineFault::malformed);
    EXPECT_EQ(fault_of(line_around({})), LineFault::newer);
}

TEST(InviteLine, NeverRepeatsTheSecretInAnError) {
    const std::string text = encode_line(some_invite());
    const std::string broken = text.substr(0, text.size() - 3);
    const std::string secret_part = text.substr(text.size() - 60, 20);
    EXPECT_EQ(parse_invite_line(broken).error().sentence.find(secret_part), std::string::npos);
}

}  // namespace
}  // namespace cairn
