#include "shared/net/handshake.h"

#include <gtest/gtest.h>

#include "shared/base/byte_io.h"
#include "tests/unit/shared/net/loopback.h"

namespace cairn {
namespace {

using namespace testing_support;

NoiseHandshake client_noise(Loopback& net, std::string_view prologue = channel_prologue) {
    NoiseParty party{
        .role = NoiseRole::initiator, .key = net.client_key, .peer_known = net.server_public()};
    return NoiseHandshake(noise_xk(), party, bytes_of(prologue));
}

// What a server makes of a client that sends these bytes, then ends or waits.
struct Verdict {
    NetFault fault;
    bool connection_ended;
};
enum class Then { end, wait };

Verdict verdict_on(Loopback& net, ByteView bytes, Then then, std::int64_t deadline_ms) {
    auto [client, server] = net.sockets();
    send_raw(client, bytes);
    if (then == Then::end) client.shutdown(tcp::socket::shutdown_send);
    std::optional<StreamResult> result;
    net.start(
        handshake_as_server(std::move(server), net.server_key, net.random, in_ms(deadline_ms)),
        result);
    net.run_until([&] { return result.has_value(); });
    net.io.restart();
    net.io.run();
    Bytes rest(1000);
    boost::system::error_code error;
    boost::asio::read(client, boost::asio::buffer(rest), error);
    return {result->error().fault,
            error == boost::asio::error::eof || error == boost::asio::error::connection_reset};
}

TEST(Handshake, ShowsTheServerWhoseKeyTheClientHoldsAndGivesBothOneHash) {
    Loopback net(1);
    auto [client, server] = net.streams();
    EXPECT_EQ(client.handshake(), server.handshake());
    EXPECT_EQ(net.client_key.public_key_as<ChannelKey>(), server.peer());
    EXPECT_EQ(net.server_public(), client.peer());
    EXPECT_TRUE(client.authenticated());
    EXPECT_FALSE(server.authenticated());
}

TEST(Handshake, HashesDifferBetweenConnections) {
    Loopback net(2);
    const auto first = net.streams();
    const auto second = net.streams();
    EXPECT_NE(first.first.handshake(), second.first.handshake());
}

TEST(Handshake, RefusesAServerThatHoldsAnotherKey) {
    Loopback net(3);
    auto [client_socket, server_socket] = net.sockets();
    const ExchangeKey other = ExchangeKey::make(net.random);
    std::optional<StreamResult> client;
    std::optional<StreamResult> server;
    net.start(handshake_as_client(std::move(client_socket),
                                  net.client_key,
                                  other.public_key_as<ChannelKey>(),
                                  net.random,
                                  soon()),
              client);
    net.start(handshake_as_server(std::move(server_socket), net.server_key, net.random, soon()),
              server);
    net.run_until([&] { return client && server; });
    EXPECT_EQ(NetFault::unproven, client->error().fault);
    EXPECT_EQ(NetFault::handshake, server->error().fault);
}

TEST(Handshake, RefusesAServerThatAnswersAnything) {
    Loopback net(4);
    auto [client_socket, server_socket] = net.sockets();
    Bytes answer = with_length(Bytes(48));
    net.random.fill(std::span(answer).subspan(2));
    send_raw(server_socket, answer);
    const auto client = net.run(handshake_as_client(
        std::move(client_socket), net.client_key, net.server_public(), net.random, soon()));
    EXPECT_EQ(NetFault::handshake, client.error().fault);
}

TEST(Handshake, GivesUpAServerThatNeverAnswers) {
    Loopback net(5);
    auto [client_socket, server_socket] = net.sockets();
    const auto client = net.run(handshake_as_client(
        std::move(client_socket), net.client_key, net.server_public(), net.random, in_ms(30)));
    EXPECT_EQ(NetFault::timed_out, client.error().fault);
}

TEST(Handshake, RefusesAnotherPrologue) {
    Loopback net(6);
    const auto first = client_noise(net, "cairn/2 client-server").write({}, net.random);
    const Verdict verdict = verdict_on(net, with_length(*first), Then::wait, 60'000);
    EXPECT_EQ(NetFault::handshake, verdict.fault);
    EXPECT_TRUE(verdict.connection_ended);
}

TEST(Handshake, TakesTheSameFirstMessageUnderItsOwnPrologue) {
    Loopback net(6);
    const auto first = client_noise(net).write({}, net.random);
    const Verdict verdict = verdict_on(net, with_length(*first), Then::end, 60'000);
    EXPECT_EQ(NetFault::cut, verdict.fault);  // it asked for the third message
}

TEST(Handshake, EndsWhenTheClientEndsInTheMiddle) {
    Loopback net(7);
    const auto first = client_noise(net).write({}, net.random);
    const Bytes wire = with_length(*first);
    for (const std::size_t count : {0U, 1U, 2U, 30U, 49U}) {
        const Verdict verdict = verdict_on(net, ByteView(wire).first(count), Then::end, 60'000);
        EXPECT_EQ(NetFault::cut, verdict.fault) << count;
    }
}

TEST(Handshake, RefusesMessagesOfAnotherLengthAtOnce) {
    Loopback net(8);
    for (const std::size_t length : {0U, 1U, 47U, 49U, 255U, 65535U}) {
        const Bytes announced = ByteWriter().u16(static_cast<std::uint16_t>(length)).take();
        const Verdict verdict = verdict_on(net, announced, Then::wait, 60'000);
        EXPECT_EQ(NetFault::handshake, verdict.fault) << length;
        EXPECT_TRUE(verdict.connection_ended) << length;
    }
}

TEST(Handshake, ClosesOnASlowClientAtTheDeadline) {
    Loopback net(9);
    const auto first = client_noise(net).write({}, net.random);
    const Bytes wire = with_length(*first);
    for (const std::size_t count : {0U, 1U, 49U, 50U}) {
        const Instant begun = net_now();
        auto [client, server] = net.sockets();
        send_raw(client, ByteView(wire).first(count));
        const auto result =
            net.run(handshake_as_server(std::move(server), net.server_key, net.random, in_ms(40)));
        EXPECT_EQ(NetFault::timed_out, result.error().fault) << count;
        EXPECT_GE(net_now().ms - begun.ms, 40);
    }
}

TEST(Handshake, SurvivesRandomBytes) {
    for (std::uint64_t seed = 100; seed < 150; ++seed) {
        SCOPED_TRACE(seed);
        Loopback net(seed);
        Bytes bytes(1 + net.random.below(300));
        net.random.fill(bytes);
        if (seed % 2 == 0 && bytes.size() > 2) {
            bytes[0] = 48;
            bytes[1] = 0;
        }
        const Verdict verdict = verdict_on(net, bytes, Then::end, 60'000);
        EXPECT_TRUE(verdict.fault == NetFault::handshake || verdict.fault == NetFault::cut);
    }
}

}  // namespace
}  // namespace cairn
