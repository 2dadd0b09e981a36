#include "server/app/operator_port.h"

#include <gtest/gtest.h>
#include <spdlog/logger.h>
#include <sys/resource.h>

#include "server/store/memory_store.h"
#include "tests/support/sync/office.h"

namespace cairn::server {
namespace {

using boost::asio::ip::tcp;

// No further file can be opened while it lives.
class NoFilesLeft {
public:
    NoFilesLeft() {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        const rlimit none{.rlim_cur = 0, .rlim_max = before_.rlim_max};
        ::setrlimit(RLIMIT_NOFILE, &none);
    }
    ~NoFilesLeft() { ::setrlimit(RLIMIT_NOFILE, &before_); }
    NoFilesLeft(const NoFilesLeft&) = delete;
    NoFilesLeft& operator=(const NoFilesLeft&) = delete;

private:
    rlimit before_{};
};

TEST(OperatorPort, WaitsWhenTheSystemHasNoRoomForAConnection) {
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
    const tcp::endpoint any(boost::asio::ip::address_v4::loopback(), 0);
    OperatorPort port(context, any, storage, [] { return std::string(); });
    tcp::socket client(context);
    client.connect(port.endpoint());
    const NoFilesLeft none;
    port.start();
    // An accept that is tried again at once is ready again at once.
    constexpr std::size_t many = 50;
    std::size_t steps = 0;
    while (steps < many && context.poll_one() > 0) ++steps;
    EXPECT_GT(steps, 0U);
    EXPECT_LT(steps, many);
}

}  // namespace
}  // namespace cairn::server
