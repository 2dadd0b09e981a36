#include "client/engine/lan_neighbours.h"

#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"

namespace cairn::engine {
namespace {

const std::string greeting(2 * lan_greeting_bytes, 'a');

std::string line(const std::string& address, const std::string& port, const std::string& text) {
    return "=;eth0;IPv4;cairn-aaaaaaaa;_cairn._tcp;local;ada.local;" + address + ";" + port +
           ";\"" + text + "\"\n";
}

TEST(LanNeighbours, AreReadFromWhatAvahiTells) {
    const auto peers = peers_in("+;eth0;IPv4;cairn-aaaaaaaa;_cairn._tcp;local\n" +
                                line("192.168.1.20", "7448", "greeting=" + greeting) +
                                line("fd00::5", "7000", "greeting=" + greeting));
    ASSERT_EQ(peers.size(), 2U);
    EXPECT_EQ(to_string(peers[0].address), "192.168.1.20:7448");
    EXPECT_EQ(to_string(peers[1].address), "[fd00::5]:7000");
    EXPECT_EQ(peers[0].greeting, Bytes(lan_greeting_bytes, 0xaa));
}

TEST(LanNeighbours, ThatCannotBeReadAreLeftOut) {
    for (const std::string& wrong : {std::string("="),
                                     std::string("=;;;;;;;;;\n"),
                                     line("fe80::1", "7448", "greeting=" + greeting),
                                     line("192.168.1.20", "0", "greeting=" + greeting),
                                     line("192.168.1.20", "x", "greeting=" + greeting),
                                     line("", "7448", "greeting=" + greeting),
                                     line("192.168.1.20", "7448", "greeting=" + greeting.substr(2)),
                                     line("192.168.1.20", "7448", "greeting=zz" + greeting),
                                     line("192.168.1.20", "7448", "other=1")})
        EXPECT_TRUE(peers_in(wrong).empty()) << wrong;
    std::string many;
    for (int i = 0; i < 1000; ++i) many += line("192.168.1.20", "7448", "greeting=" + greeting);
    EXPECT_EQ(peers_in(many).size(), 256U);
}

// With programs in the place of Avahi's.
TEST(LanNeighbours, AreHeardOfWhileItRuns) {
    const test::TemporaryFolder folder;
    const auto program = [&](const std::string& name, const std::string& script) {
        const auto path = folder.path() / name;
        std::ofstream(path) << "#!/bin/sh\n" << script;
        std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    };
    program("avahi-publish-service",
            "echo \"$@\" > " + (folder.path() / "published").string() + "\nexec cat /dev/zero\n");
    program("avahi-browse",
            "printf '%s' '" + line("192.168.1.20", "7448", "greeting=" + greeting) +
                "'\nexec tail -f /dev/null\n");
    const std::string path = std::getenv("PATH");
    ::setenv("PATH", (folder.path().string() + ":" + path).c_str(), 1);
    LanNeighbours neighbours(7448, Bytes(lan_greeting_bytes, 0x0b));
    ::setenv("PATH", path.c_str(), 1);
    ASSERT_TRUE(neighbours.works());
    std::vector<LanPeer> heard;
    while (heard.empty()) heard = neighbours.look_around();
    EXPECT_EQ(to_string(heard.front().address), "192.168.1.20:7448");
    EXPECT_TRUE(neighbours.look_around().empty()) << "each once";
    std::string published;
    while (published.empty()) {
        std::ifstream file(folder.path() / "published");
        std::getline(file, published);
    }
    EXPECT_EQ(published, "cairn-0b0b0b0b _cairn._tcp 7448 greeting=" + to_hex(Bytes(44, 0x0b)));
}

TEST(LanNeighbours, AreNoneWithoutItsTools) {
    const std::string path = std::getenv("PATH");
    ::setenv("PATH", "/nonexistent", 1);
    LanNeighbours neighbours(7448, Bytes(lan_greeting_bytes, 1));
    ::setenv("PATH", path.c_str(), 1);
    EXPECT_FALSE(neighbours.works());
    EXPECT_TRUE(neighbours.look_around().empty());
}

}  // namespace
}  // namespace cairn::engine
