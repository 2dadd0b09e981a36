#include "server/app/operator_port.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include "tests/unit/server/app/quiet_storage.h"

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
    test::QuietStorage quiet;
    boost::asio::io_context context;
    const tcp::endpoint any(boost::asio::ip::address_v4::loopback(), 0);
    OperatorPort port(context, any, quiet.storage, [] { return std::string(); });
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
