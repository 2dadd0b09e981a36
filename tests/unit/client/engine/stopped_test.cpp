// A signal stops sync and join: the server here takes the connection and never says a word.
#include <csignal>
#include <filesystem>
#include <thread>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "client/engine/server_contact.h"
#include "client/engine/sync_run.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/client/engine/workspaces.h"

namespace cairn::engine {
namespace {

class ASilentServer : public testing::Test {
protected:
    ASilentServer() : listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* generic = reinterpret_cast<sockaddr*>(&address);
        EXPECT_EQ(::bind(listener_, generic, size), 0);
        EXPECT_EQ(::listen(listener_, 1), 0);
        EXPECT_EQ(::getsockname(listener_, generic, &size), 0);
        server.host = "127.0.0.1";
        server.port = ntohs(address.sin_port);
        server.sign = random.make<ServerId>();
        server.channel = DeviceSecrets::make(random).channel().public_key_as<ChannelKey>();
        person_ = std::thread([this] {
            const int taken = ::accept(listener_, nullptr, nullptr);
            ::kill(::getpid(), SIGTERM);
            char byte = 0;
            while (::read(taken, &byte, 1) > 0) continue;
            ::close(taken);
        });
    }
    ~ASilentServer() override {
        person_.join();
        ::close(listener_);
    }

    static constexpr std::int64_t timeout_ms = 60'000;
    SeededRandom random{5};
    ServerAddress server;

private:
    int listener_;
    std::thread person_;
};

TEST_F(ASilentServer, ASyncThatWasStoppedIsNoSuccess) {
    Workspaces workspaces;
    save_server(workspaces.here(), server);
    SyncOptions options;
    options.timeout_ms = timeout_ms;
    const auto synced = run_sync(workspaces.here(), options);
    ASSERT_FALSE(synced);
    EXPECT_EQ(synced.error().fault, EngineFault::stopped);
}

TEST_F(ASilentServer, AWatcherThatWasStoppedBeforeAllWasAlikeIsNoSuccess) {
    Workspaces workspaces;
    save_server(workspaces.here(), server);
    SyncOptions options;
    options.watch = true;
    options.timeout_ms = timeout_ms;
    const auto synced = run_sync(workspaces.here(), options);
    ASSERT_FALSE(synced);
    EXPECT_EQ(synced.error().fault, EngineFault::stopped);
}

TEST_F(ASilentServer, AJoinThatWasStoppedDidNotJoin) {
    InviteLine line;
    line.server = server;
    const DeviceSecrets device = DeviceSecrets::make(random);
    const auto joined = run_join(line, device, random, timeout_ms);
    ASSERT_FALSE(joined);
    EXPECT_EQ(joined.error().fault, EngineFault::stopped);
}

TEST(AWorkspace, DoesNotBeginWithAnEmptyListOfMembers) {
    SeededRandom random{5};
    const test::TemporaryFolder folder;
    const std::string file = (folder.path() / "plan.cairn").string();
    const auto made =
        Workspace::begin_joined({file, {}}, DeviceSecrets::make(random), {}, "Lead", random);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().fault, EngineFault::distrust);
    EXPECT_FALSE(std::filesystem::exists(file));
}

}  // namespace
}  // namespace cairn::engine
