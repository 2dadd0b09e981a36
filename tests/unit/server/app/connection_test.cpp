// One connection between a store in memory and nobody: what it does once it is over.
#include "server/app/connection.h"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>
#include <spdlog/logger.h>

#include "server/store/memory_store.h"
#include "shared/net/socket_line.h"
#include "tests/support/sync/office.h"

namespace cairn::server {
namespace {

TEST(Connection, OneThatIsOverTakesNoMoreMail) {
    const Log log(std::make_shared<spdlog::logger>("silent"), LogForm::text);
    const ServerSecrets secrets = cairn::test::make_server_secrets(2);
    Mailboxes mailboxes;
    Metrics metrics;
    const auto open = []() -> std::unique_ptr<LogStore> {
        return std::make_unique<MemoryStore>(SeededRandom(1).make<Incarnation>());
    };
    Storage storage({.open = open,
                     .secrets = secrets,
                     .limits = {},
                     .mailboxes = mailboxes,
                     .metrics = metrics,
                     .log = log});
    boost::asio::io_context context;
    const auto line = SocketLine::make(boost::asio::ip::tcp::socket(context));
    Gate gate(GateLimits{});
    auto pass = gate.enter({});
    ASSERT_TRUE(pass);
    Connection connection({.start = {},
                           .waker = Waker(line),
                           .pass = std::move(*pass),
                           .mailboxes = mailboxes,
                           .storage = storage,
                           .metrics = metrics},
                          Instant{5});
    connection.receive(Bytes(3, 1), Instant{5});
    ASSERT_TRUE(connection.over());
    mailboxes.deliver({{.session = {1}, .answer = PresencePassed{}}});
    EXPECT_NE(connection.deadline(), Instant{0}) << "mail waits";
    EXPECT_TRUE(connection.next_frame()) << "it still says why";
}

}  // namespace
}  // namespace cairn::server
