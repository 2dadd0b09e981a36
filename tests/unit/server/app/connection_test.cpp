// One connection between a storage that does nothing and nobody: its answers are put into its
// mailbox by hand.
#include "server/app/connection.h"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include "shared/net/socket_line.h"
#include "tests/unit/server/app/quiet_storage.h"

namespace cairn::server {
namespace {

using cairn::test::as_device;
using cairn::test::SmallWorkspace;

struct ConnectionTest : testing::Test {
    Connection& connect(const ChannelKey& peer) {
        auto pass = gate.enter({}, {0});
        if (!pass) throw std::runtime_error("the gate is shut");
        Connection::Parts parts{.start = {.handshake = {}, .peer = peer},
                                .waker = Waker(line),
                                .pass = std::move(*pass),
                                .mailboxes = quiet.mailboxes,
                                .storage = quiet.storage,
                                .metrics = quiet.metrics};
        return connection.emplace(std::move(parts), Instant{5});
    }
    void say_hello(const SmallWorkspace& plan, std::uint64_t roster_length) {
        const WorkspaceId& workspace = plan.view.workspace();
        Hello hello;
        hello.protocol = protocol_version;
        hello.workspace = workspace;
        hello.roster_length = {roster_length};
        hello.proof = as_device(plan.founder.device, workspace)({});
        connection->receive(encode_message(ClientMessage{hello}), Instant{5});
    }
    void answer(ServerAnswer answer) {
        quiet.mailboxes.deliver({{.session = {1}, .answer = std::move(answer)}});
        connection->tick(Instant{5});
    }

    test::QuietStorage quiet;
    boost::asio::io_context context;
    std::shared_ptr<SocketLine> line = SocketLine::make(boost::asio::ip::tcp::socket(context));
    Gate gate{GateLimits{}};
    std::optional<Connection> connection;
};

TEST_F(ConnectionTest, OneThatIsOverTakesNoMoreMail) {
    connect({});
    connection->receive(Bytes(3, 1), Instant{5});
    ASSERT_TRUE(connection->over());
    quiet.mailboxes.deliver({{.session = {1}, .answer = PresencePassed{}}});
    EXPECT_NE(connection->deadline(), Instant{0}) << "mail waits";
    EXPECT_TRUE(connection->next_frame()) << "it still says why";
}

TEST_F(ConnectionTest, ADeviceOfARosterHereIsNoStrangerAnyMore) {
    const SmallWorkspace plan(41);
    connect(plan.founder.device.channel_key());
    say_hello(plan, plan.view.length().value);
    EXPECT_EQ(gate.strangers(), 1U);
    answer(Found{.roster = std::make_shared<const RosterView>(plan.view), .ticket = {}});
    EXPECT_EQ(gate.strangers(), 0U);
    EXPECT_TRUE(connection->authenticated());
}

TEST_F(ConnectionTest, AFreshKeyForAMadeUpWorkspaceStaysAStranger) {
    const SmallWorkspace plan(41);
    connect(plan.founder.device.channel_key());
    say_hello(plan, plan.view.length().value);
    answer(Found{});
    answer(Joined{});
    EXPECT_FALSE(connection->over());
    EXPECT_FALSE(connection->authenticated()) << "frames may be long now";
    EXPECT_EQ(gate.strangers(), 1U);
}

TEST_F(ConnectionTest, WhoBringsAWorkspaceBackIsAStrangerUntilItsOwnRecordIsHere) {
    const SmallWorkspace plan(41);
    connect(plan.founder.device.channel_key());
    say_hello(plan, plan.view.length().value);
    answer(Found{});
    answer(Joined{});
    const AppendRecord append{.record = {.record = plan.records[0], .receipt = {}}};
    connection->receive(encode_message(ClientMessage{RosterAppend{append.record}}), Instant{5});
    answer(RecordJudged{.verdict = RecordAccepted{},
                        .roster = std::make_shared<const RosterView>(plan.view)});
    EXPECT_TRUE(connection->authenticated());
    EXPECT_EQ(gate.strangers(), 0U);
}

}  // namespace
}  // namespace cairn::server
