#include "shared/net/frame_stream.h"

#include <gtest/gtest.h>

#include "shared/wire/limits.h"
#include "tests/unit/shared/net/loopback.h"

namespace cairn {
namespace {

using namespace testing_support;
using FrameResult = Result<Bytes, NetError>;
using Done = Result<void, NetError>;

Bytes random_frame(SeededRandom& random, std::size_t size) {
    Bytes frame(size);
    random.fill(frame);
    return frame;
}

// Sends on one stream while the other reads.
FrameResult carry(Loopback& net, FrameStream& from, FrameStream& to, const Bytes& frame) {
    if (auto sent = from.send(frame); !sent) return refuse(sent.error());
    return net.run(to.read_frame(soon()));
}

// A client that speaks Noise, then sends bytes of its own making.
struct HandMade {
    tcp::socket socket;
    FrameStream server;
    NoiseTransport keys;
};
HandMade hand_made(Loopback& net) {
    auto [client_socket, server_socket] = net.sockets();
    tcp::socket client = std::move(client_socket);
    NoiseHandshake noise(noise_xk(),
                         {NoiseRole::initiator, net.client_key, net.server_public()},
                         bytes_of(channel_prologue));
    std::optional<StreamResult> server;
    net.start(handshake_as_server(std::move(server_socket), net.server_key, net.random, soon()),
              server);
    send_raw(client, with_length(*noise.write({}, net.random)));
    net.run_until([&] { return client.available() >= 50; });
    EXPECT_TRUE(noise.read(ByteView(read_raw(client, 50)).subspan(2)).has_value());
    send_raw(client, with_length(*noise.write({}, net.random)));
    net.run_until([&] { return server.has_value(); });
    return {std::move(client), std::move(server->value()), noise.split()};
}

TEST(FrameStream, CarriesFramesBothWays) {
    Loopback net(1);
    auto [client, server] = net.streams();
    server.authenticate();
    for (const std::size_t size : {1U, 100U, 65515U, 65516U, 200'000U}) {
        const Bytes frame = random_frame(net.random, size);
        EXPECT_TRUE(frame == carry(net, client, server, frame).value());
        EXPECT_TRUE(frame == carry(net, server, client, frame).value());
    }
}

TEST(FrameStream, CarriesAFrameOfOneMebibyte) {
    Loopback net(2);
    auto [client, server] = net.streams();
    server.authenticate();
    const Bytes frame = random_frame(net.random, limits::frame_bytes_max);
    EXPECT_TRUE(frame == carry(net, client, server, frame).value());
}

TEST(FrameStream, RefusesALongerFrame) {
    Loopback net(3);
    auto [client, server] = net.streams();
    server.authenticate();
    const auto got = carry(net, client, server, Bytes(limits::frame_bytes_max + 1));
    EXPECT_EQ(NetFault::frame_too_long, got.error().fault);
}

TEST(FrameStream, TakesShortFramesOfStrangersOnly) {
    Loopback net(4);
    auto [client, server] = net.streams();
    EXPECT_EQ(3000U, carry(net, client, server, Bytes(3000))->size());
    EXPECT_EQ(NetFault::over_budget, carry(net, client, server, Bytes(1000)).error().fault);
}

TEST(FrameStream, CountsTheHandshakeAmongWhatStrangersMaySend) {
    const std::size_t handshake = 50 + 66;
    const std::size_t room = limits::before_authentication_bytes_max - handshake;
    const std::size_t overhead = 2 + 16 + 4;
    Loopback net(5);
    auto [client, server] = net.streams();
    EXPECT_TRUE(carry(net, client, server, Bytes(room - overhead)).has_value());
    auto [other_client, other_server] = net.streams();
    EXPECT_EQ(NetFault::over_budget,
              carry(net, other_client, other_server, Bytes(room - overhead + 1)).error().fault);
}

TEST(FrameStream, TakesLongFramesOnceTheOtherSideIsKnown) {
    Loopback net(6);
    auto [client, server] = net.streams();
    EXPECT_TRUE(carry(net, client, server, Bytes(3000)).has_value());
    server.authenticate();
    EXPECT_EQ(500'000U, carry(net, client, server, Bytes(500'000))->size());
}

TEST(FrameStream, LosesNothingWhenAReadTimesOut) {
    Loopback net(7);
    auto peer = hand_made(net);
    peer.server.authenticate();
    FrameSealer sealer(peer.keys.sending);
    const Bytes frame = random_frame(net.random, 5000);
    const Bytes wire = *sealer.seal(frame);

    EXPECT_EQ(NetFault::timed_out, net.run(peer.server.read_frame(in_ms(10))).error().fault);
    send_raw(peer.socket, ByteView(wire).first(2000));
    EXPECT_EQ(NetFault::timed_out, net.run(peer.server.read_frame(in_ms(10))).error().fault);
    send_raw(peer.socket, ByteView(wire).subspan(2000));
    EXPECT_TRUE(frame == net.run(peer.server.read_frame(soon())).value());
}

TEST(FrameStream, TellsAnEndBetweenFramesFromACut) {
    Loopback net(8);
    for (const std::size_t cut : {0U, 1U, 1000U}) {
        auto peer = hand_made(net);
        FrameSealer sealer(peer.keys.sending);
        Bytes wire = *sealer.seal(bytes_of("whole"));
        append(wire, ByteView(*sealer.seal(Bytes(2000))).first(cut));
        send_raw(peer.socket, wire);
        peer.socket.close();
        EXPECT_EQ("whole", text_of(net.run(peer.server.read_frame(soon())).value()));
        const auto end = net.run(peer.server.read_frame(soon()));
        EXPECT_EQ(cut == 0 ? NetFault::closed : NetFault::cut, end.error().fault) << cut;
    }
}

TEST(FrameStream, RefusesChangedBytesButDeliversWhatCameBefore) {
    Loopback net(9);
    auto peer = hand_made(net);
    FrameSealer sealer(peer.keys.sending);
    Bytes wire = *sealer.seal(bytes_of("one"));
    append(wire, *sealer.seal(bytes_of("two")));
    wire.back() ^= 1;
    send_raw(peer.socket, wire);
    EXPECT_EQ("one", text_of(net.run(peer.server.read_frame(soon())).value()));
    for (int i = 0; i < 2; ++i)
        EXPECT_EQ(NetFault::channel, net.run(peer.server.read_frame(soon())).error().fault);
}

TEST(FrameStream, ReturnsFromAWriteOnceTheSystemHasAllOfIt) {
    Loopback net(13);
    auto [client, server] = net.streams();
    EXPECT_TRUE(net.run(client.write_frame(Bytes{'s', 'a', 'i', 'd'}, soon())).has_value());
    EXPECT_EQ(0U, client.unsent_bytes());
    EXPECT_EQ("said", text_of(net.run(server.read_frame(soon())).value()));
}

TEST(FrameStream, GivesUpAWriteThatNobodyReads) {
    Loopback net(10);
    auto [client, server] = net.streams();
    std::optional<Done> sent;
    for (int i = 0; i < 100 && (!sent || sent->has_value()); ++i)
        sent = net.run(client.write_frame(Bytes(limits::frame_bytes_max), in_ms(50)));
    EXPECT_EQ(NetFault::timed_out, sent->error().fault);
}

TEST(FrameStream, SendsEverythingBeforeItCloses) {
    Loopback net(11);
    auto [client, server] = net.streams();
    server.authenticate();
    const Bytes last = random_frame(net.random, limits::frame_bytes_max);
    ASSERT_TRUE(server.send(last).has_value());
    // Bytes that the closing side never reads would reset the connection, were it closed at once.
    ASSERT_TRUE(client.send(bytes_of("unread")).has_value());
    bool closed = false;
    boost::asio::co_spawn(
        net.io, server.close(soon()), [&closed](std::exception_ptr) { closed = true; });
    EXPECT_TRUE(last == net.run(client.read_frame(soon())).value());
    EXPECT_EQ(NetFault::closed, net.run(client.read_frame(soon())).error().fault);
    { const FrameStream gone = std::move(client); }
    net.run_until([&] { return closed; });
}

TEST(FrameStream, EndsItsConnectionWhenItDies) {
    Loopback net(12);
    auto [client, server] = net.streams();
    { const FrameStream gone = std::move(client); }
    EXPECT_EQ(NetFault::closed, net.run(server.read_frame(soon())).error().fault);
}

}  // namespace
}  // namespace cairn
