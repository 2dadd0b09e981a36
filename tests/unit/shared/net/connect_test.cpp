#include "shared/net/connect.h"

#include <gtest/gtest.h>

#include "tests/unit/shared/net/loopback.h"

namespace cairn {
namespace {

using namespace testing_support;

TEST(Connect, ReachesAnAddress) {
    Loopback net(1);
    std::optional<StreamResult> client;
    net.start(
        connect_stream(net.address(), net.client_key, net.server_public(), net.random, soon()),
        client);
    net.io.poll();
    std::optional<StreamResult> server;
    net.start(handshake_as_server(net.acceptor.accept(), net.server_key, net.random, soon()),
              server);
    net.run_until([&] { return client && server; });
    EXPECT_EQ(client->value().handshake(), server->value().handshake());
}

TEST(Connect, TriesEveryAddressOfAName) {
    // The name stands for ::1 too, where nobody listens.
    Loopback net(5);
    boost::system::error_code error;
    tcp::resolver(net.io).resolve("localhost", "", error);
    if (error) GTEST_SKIP() << "no address for localhost here: " << error.message();
    const HostAddress address{"localhost", net.address().port};
    const auto socket = net.run(connect_tcp(address, soon()));
    ASSERT_TRUE(socket.has_value()) << socket.error().sentence;
    EXPECT_EQ(net.acceptor.local_endpoint(), socket->remote_endpoint());
}

TEST(Connect, ReachesAnAddressOfVersionSix) {
    Loopback net(6);
    boost::system::error_code error;
    tcp::acceptor acceptor(net.io);
    const tcp::endpoint here(boost::asio::ip::address_v6::loopback(), 0);
    acceptor.open(here.protocol(), error);
    if (!error) acceptor.bind(here, error);
    if (!error) acceptor.listen(1, error);
    if (error) GTEST_SKIP() << "no IPv6 here: " << error.message();
    const auto address = parse_address("[::1]:" + std::to_string(acceptor.local_endpoint().port()));
    const auto socket = net.run(connect_tcp(*address, soon()));
    EXPECT_TRUE(socket.has_value());
}

TEST(Connect, SaysThatNobodyListens) {
    Loopback net(2);
    const HostAddress address = net.address();
    net.acceptor.close();
    const auto client =
        net.run(connect_stream(address, net.client_key, net.server_public(), net.random, soon()));
    EXPECT_EQ(NetFault::unreachable, client.error().fault);
}

TEST(Connect, SaysThatANameIsUnknown) {
    Loopback net(3);
    const HostAddress address{"no..such..name", 1};
    const auto socket = net.run(connect_tcp(address, soon()));
    EXPECT_EQ(NetFault::unresolved, socket.error().fault);
}

TEST(Connect, StopsAtTheDeadlineEvenWhileANameIsLookedUp) {
    Loopback net(4);
    const HostAddress address{"localhost", 1};
    const auto socket = net.run(connect_tcp(address, in_ms(-1)));
    EXPECT_EQ(NetFault::timed_out, socket.error().fault);
}

}  // namespace
}  // namespace cairn
