#include "shared/roster/recovery_line.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "shared/base/random.h"

namespace cairn {
namespace {

class RecoveryLines : public testing::Test {
protected:
    RecoveryLines() {
        SeededRandom random(8);
        kit.server.sign = random.make<ServerId>();
        kit.server.channel = random.make<ChannelKey>();
        kit.server.host = "plan.example.org";
        kit.server.port = 7447;
        kit.workspace = random.make<WorkspaceId>();
        random.fill(kit.secret.writable());
        rows = printed_rows(kit);
    }
    [[nodiscard]] std::string text() const {
        std::string all;
        for (const std::string& row : rows) all += row + "\n";
        return all;
    }
    RecoveryLine kit;
    std::vector<std::string> rows;
};

TEST_F(RecoveryLines, ReadAsWritten) {
    EXPECT_EQ(parse_recovery_line(encode_line(kit)).value(), kit);
    EXPECT_EQ(parse_kit(encode_line(kit)).value(), kit);
    EXPECT_EQ(parse_kit(" \n" + encode_line(kit) + "\n").value(), kit);
}

TEST_F(RecoveryLines, ReadAsPrinted) {
    EXPECT_LE(rows.size(), 12U);
    EXPECT_EQ(parse_kit(text()).value(), kit);
}

TEST_F(RecoveryLines, ReadAsPeopleTypeThem) {
    std::string typed = text();
    std::transform(typed.begin(), typed.end(), typed.begin(), [](char c) {
        if (c == '0') return 'O';
        if (c == '1') return 'l';
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    EXPECT_EQ(parse_kit(typed).value(), kit);
    std::string bare;
    for (const std::string& row : rows) {
        for (const char c : row.substr(row.find(':') + 1))
            if (c != ' ') bare.push_back(c);
        bare += "\r\n\n";
    }
    EXPECT_EQ(parse_kit(bare).value(), kit);
}

TEST_F(RecoveryLines, NameTheRowThatWasMistyped) {
    std::size_t caught = 0;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const std::string right = rows[row];
        EXPECT_TRUE(is_kit_row(row + 1, right));
        EXPECT_FALSE(is_kit_row(row + 2, right)) << "a row is missing before";
        for (std::size_t at = right.find(':') + 2; at < right.size(); ++at) {
            if (right[at] == ' ') continue;
            rows[row][at] = right[at] == '7' ? '8' : '7';
            const auto parsed = parse_kit(text());
            ASSERT_FALSE(parsed);
            caught += parsed.error().sentence.find("Row " + std::to_string(row + 1) + " ") == 0;
            rows[row] = right;
        }
    }
    // Ten bits let one mistake in a thousand pass; the checksum of the whole catches that one.
    EXPECT_GE(caught, 250U);
}

TEST_F(RecoveryLines, NameEveryRowThatIsWrong) {
    std::swap(rows[2], rows[3]);
    EXPECT_EQ(parse_kit(text()).error().sentence.find("Rows 3, 4 "), 0U);
}

TEST_F(RecoveryLines, OfOtherKindsAndNoneAreRefused) {
    for (const char* wrong : {"", "\n\n", "hello", "cairn-invite:00", "cairn-recovery:", "1: abc"})
        EXPECT_FALSE(parse_kit(wrong)) << wrong;
    EXPECT_EQ(parse_kit("cairn-ticket:000").error().fault, LineFault::other_kind);
    rows.pop_back();
    EXPECT_EQ(parse_kit(text()).error().fault, LineFault::cut_off);
    EXPECT_FALSE(parse_kit(std::string(100'000, '\n') + "x"));
    EXPECT_FALSE(parse_kit(std::string(100'000, 'x')));
    std::string many;
    for (int i = 0; i < 1000; ++i) many += "abcde\n";
    EXPECT_EQ(parse_kit(many).error().fault, LineFault::not_a_line);
}

TEST_F(RecoveryLines, GiveOneDeviceForEachWorkspace) {
    const DeviceSecrets device = derive_device(kit.secret, kit.workspace);
    EXPECT_EQ(device.id(), derive_device(kit.secret, kit.workspace).id());
    EXPECT_NE(device.id(), derive_device(kit.secret, WorkspaceId{}).id());
    EXPECT_NE(Bytes(device.channel_key().bytes.begin(), device.channel_key().bytes.end()),
              Bytes(device.box_key().bytes.begin(), device.box_key().bytes.end()));
}

}  // namespace
}  // namespace cairn
