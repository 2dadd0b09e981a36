#include "shared/net/drive.h"

#include <deque>
#include <numeric>
#include <thread>
#include <vector>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <gtest/gtest.h>

#include "tests/unit/shared/net/loopback.h"

namespace cairn {
namespace {

using namespace testing_support;
using Ended = std::optional<NetError>;

// Says what it was given, keeps what it hears.
class Script final : public Conversation {
public:
    std::deque<Bytes> to_say;
    std::vector<Bytes> heard;
    std::size_t heard_wanted = SIZE_MAX;  // over once so many were heard
    std::size_t known_after = 0;          // so many frames
    std::size_t known_after_said = 0;     // and so many of its own
    std::size_t said = 0;
    bool stop = false;
    bool listening = true;
    Instant next_tick = no_deadline;
    int ticks = 0;
    std::size_t moved_bytes = 0;
    std::optional<Bytes> last_words;
    std::optional<NetFault> farewell_for;

    std::optional<Bytes> next_frame() override {
        if (to_say.empty()) return std::nullopt;
        Bytes frame = std::move(to_say.front());
        to_say.pop_front();
        ++said;
        return frame;
    }
    void moved(std::size_t bytes, Instant) override { moved_bytes += bytes; }
    void receive(Bytes frame, Instant) override { heard.push_back(std::move(frame)); }
    void tick(Instant now) override {
        EXPECT_GE(now, next_tick);
        ++ticks;
        next_tick = no_deadline;
    }
    [[nodiscard]] Instant deadline() const override { return next_tick; }
    [[nodiscard]] bool wants_frames() const override { return listening; }
    [[nodiscard]] bool authenticated() const override {
        return heard.size() >= known_after && said >= known_after_said;
    }
    [[nodiscard]] bool over() const override { return stop || heard.size() >= heard_wanted; }
    std::optional<Bytes> farewell(const NetError& error) override {
        farewell_for = error.fault;
        return last_words;
    }
};

struct Talk {
    explicit Talk(Loopback& net, DriveLimits server_limits = {}) : net_(net) {
        auto [client_stream, server_stream] = net.streams();
        client_waker.emplace(client_stream.waker());
        server_waker.emplace(server_stream.waker());
        net.start(drive(std::move(client_stream), client, {}), client_ended);
        net.start(drive(std::move(server_stream), server, server_limits), server_ended);
    }
    void run() {
        net_.run_until([&] { return client_ended && server_ended; });
    }
    void run_until(const auto& condition) { net_.run_until(condition); }
    // Both are done and hear of it.
    void end() {
        client.stop = server.stop = true;
        client_waker->wake();
        server_waker->wake();
        run();
    }

    Script client;
    Script server;
    std::optional<Ended> client_ended;
    std::optional<Ended> server_ended;
    std::optional<Waker> client_waker;
    std::optional<Waker> server_waker;

private:
    Loopback& net_;
};

std::vector<Bytes> frames(SeededRandom& random, std::size_t count, std::size_t size_max) {
    std::vector<Bytes> made;
    for (std::size_t i = 0; i < count; ++i) {
        made.emplace_back(1 + random.below(size_max));
        random.fill(made.back());
    }
    return made;
}

void give(Script& script, const std::vector<Bytes>& given) {
    script.to_say.assign(given.begin(), given.end());
}

TEST(Drive, CarriesManyFramesBothWaysAtOnceInOrder) {
    Loopback net(1);
    Talk talk(net);
    const auto from_client = frames(net.random, 3000, 4000);
    const auto from_server = frames(net.random, 3000, 4000);
    give(talk.client, from_client);
    give(talk.server, from_server);
    talk.client.heard_wanted = from_server.size();
    talk.server.heard_wanted = from_client.size();
    talk.run();
    EXPECT_TRUE(from_client == talk.server.heard);
    EXPECT_TRUE(from_server == talk.client.heard);
}

TEST(Drive, NeverLocksUpWhenBothSidesSendMoreThanTheSystemHolds) {
    Loopback net(2);
    Talk talk(net);
    const auto from_client = frames(net.random, 40, 1 << 20);
    const auto from_server = frames(net.random, 40, 1 << 20);
    give(talk.client, from_client);
    give(talk.server, from_server);
    talk.client.heard_wanted = from_server.size();
    talk.server.heard_wanted = from_client.size();
    talk.run();
    EXPECT_TRUE(from_client == talk.server.heard);
    EXPECT_TRUE(from_server == talk.client.heard);
}

TEST(Drive, SendsWhatIsLeftOnceItIsOverAndCloses) {
    Loopback net(3);
    Talk talk(net);
    give(talk.server, {Bytes(3, 1), Bytes(1 << 20, 2), Bytes(3, 3)});
    talk.server.stop = true;
    talk.run();
    EXPECT_EQ(3U, talk.client.heard.size());
    EXPECT_FALSE((*talk.server_ended).has_value());
    EXPECT_EQ(NetFault::closed, (*talk.client_ended)->fault);
}

TEST(Drive, WakesFromAnotherThread) {
    Loopback net(4);
    Talk talk(net);
    net.settle();
    talk.client.to_say.push_back(Bytes(5, 7));
    const Waker waker = *talk.client_waker;
    std::thread([waker] { waker.wake(); }).join();
    talk.server.heard_wanted = 1;
    talk.run();
    EXPECT_EQ(Bytes(5, 7), talk.server.heard.at(0));
}

TEST(Drive, SleepsUntilItIsWoken) {
    Loopback net(5);
    Talk talk(net);
    net.settle();
    talk.client.to_say.push_back(Bytes(5, 7));
    EXPECT_EQ(0U, net.io.poll());
    EXPECT_TRUE(talk.server.heard.empty());
    talk.client_waker->wake();
    talk.run_until([&] { return talk.server.heard.size() == 1; });
    talk.end();
}

TEST(Drive, TicksAtTheDeadline) {
    Loopback net(6);
    Talk talk(net);
    talk.client.next_tick = in_ms(20);
    talk.run_until([&] { return talk.client.ticks == 1; });
    EXPECT_EQ(0, talk.server.ticks);
    talk.end();
}

TEST(Drive, ClosesOnAStrangerAtTheDeadlineAndSaysWhy) {
    Loopback net(7);
    Talk talk(net, {.before_authentication_ms_max = 40});
    talk.server.known_after = 100;
    talk.server.last_words = Bytes(4, 9);
    talk.run();
    EXPECT_EQ(NetFault::timed_out, (*talk.server_ended)->fault);
    EXPECT_EQ(NetFault::timed_out, talk.server.farewell_for);
    EXPECT_EQ(Bytes(4, 9), talk.client.heard.at(0));
    EXPECT_EQ(NetFault::closed, (*talk.client_ended)->fault);
}

TEST(Drive, ClosesOnAStrangerWhoSendsTooMuch) {
    Loopback net(8);
    Talk talk(net);
    talk.server.known_after = 100;
    talk.server.last_words = Bytes(4, 9);
    give(talk.client, {Bytes(3000), Bytes(3000), Bytes(3000)});
    talk.run();
    EXPECT_EQ(NetFault::over_budget, (*talk.server_ended)->fault);
    EXPECT_LE(talk.server.heard.size(), 1U);
    EXPECT_EQ(Bytes(4, 9), talk.client.heard.at(0));
}

TEST(Drive, TakesLongFramesOnceTheOtherSideIsKnown) {
    Loopback net(9);
    Talk talk(net, {.before_authentication_ms_max = 60'000});
    talk.server.known_after = 1;
    give(talk.client, {Bytes(100)});
    talk.run_until([&] { return talk.server.heard.size() == 1; });
    give(talk.client, {Bytes(100'000)});
    talk.server.heard_wanted = 2;
    talk.client_waker->wake();
    talk.run();
    EXPECT_EQ(100'000U, talk.server.heard.at(1).size());
}

// Lies between two sockets and carries as many bytes as the test wants.
class Relay {
public:
    explicit Relay(Loopback& net) : net_(&net) {
        auto [client, near_end] = net.sockets();
        auto [far_end, server] = net.sockets();
        client_.emplace(std::move(client));
        server_.emplace(std::move(server));
        near_.emplace(std::move(near_end));
        far_.emplace(std::move(far_end));
        near_->non_blocking(true);
        far_->non_blocking(true);
    }
    tcp::socket client() { return std::move(*client_); }
    tcp::socket server() { return std::move(*server_); }

    // Towards the server; its answers always pass.
    void carry_until(const auto& condition, std::size_t bytes_max = SIZE_MAX) {
        const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(100);
        while (!condition() && std::chrono::steady_clock::now() < limit) {
            bytes_max -= carry(*near_, *far_, bytes_max);
            carry(*far_, *near_, SIZE_MAX);
            net_->settle();
        }
        if (!condition()) throw std::runtime_error("nothing more happens");
    }

private:
    static std::size_t carry(tcp::socket& from, tcp::socket& to, std::size_t bytes_max) {
        Bytes bytes(std::min<std::size_t>(bytes_max, 65'536));
        boost::system::error_code error;
        bytes.resize(from.read_some(boost::asio::buffer(bytes), error));
        boost::system::error_code told_before;
        if (error == boost::asio::error::eof) to.shutdown(tcp::socket::shutdown_send, told_before);
        if (!bytes.empty()) boost::asio::write(to, boost::asio::buffer(bytes));
        return bytes.size();
    }

    Loopback* net_;
    std::optional<tcp::socket> client_;
    std::optional<tcp::socket> server_;
    std::optional<tcp::socket> near_;
    std::optional<tcp::socket> far_;
};

TEST(Drive, TakesLongFramesThatAreHereWhenItComesToKnowTheOtherSide) {
    Loopback net(1);
    Talk talk(net);
    talk.server.known_after_said = 1;
    talk.server.listening = false;
    const Bytes longer(100'000);
    give(talk.client, {longer});
    talk.server.heard_wanted = 1;
    talk.run_until([&] { return talk.client.moved_bytes > longer.size(); });
    talk.server.listening = true;
    give(talk.server, {Bytes(1)});
    talk.client.heard_wanted = 1;
    talk.server_waker->wake();
    talk.run();
    EXPECT_EQ(*talk.server_ended, std::nullopt);
    EXPECT_EQ(talk.server.heard.size(), 1U);
}

TEST(Drive, TellsOfBytesThatMoveLongBeforeTheirFrameIsWhole) {
    Loopback net(14);
    Relay relay(net);
    std::optional<StreamResult> client_stream;
    std::optional<StreamResult> server_stream;
    net.start(handshake_as_client(
                  relay.client(), net.client_key, net.server_public(), net.random, soon()),
              client_stream);
    net.start(handshake_as_server(relay.server(), net.server_key, net.random, soon()),
              server_stream);
    relay.carry_until([&] { return client_stream && server_stream; });

    Script client;
    Script server;
    std::optional<Ended> client_ended;
    std::optional<Ended> server_ended;
    constexpr std::size_t frame_bytes = 300'000;
    constexpr std::size_t some_bytes = 100'000;
    client.to_say.push_back(Bytes(100, 1));
    client.to_say.push_back(Bytes(frame_bytes, 2));
    client.heard_wanted = server.heard_wanted = 2;
    net.start(drive(std::move(client_stream->value()), client, {}), client_ended);
    net.start(drive(std::move(server_stream->value()), server, {}), server_ended);
    relay.carry_until([&] { return server.moved_bytes >= some_bytes; }, some_bytes);
    EXPECT_EQ(server.moved_bytes, some_bytes);
    EXPECT_EQ(server.heard.size(), 1U) << "the second frame is not whole";
    EXPECT_GE(client.moved_bytes, some_bytes);

    relay.carry_until([&] { return server_ended.has_value(); });
    EXPECT_EQ(server.heard.at(1).size(), frame_bytes);
    relay.carry_until([&] { return client_ended.has_value(); });
}

TEST(Drive, StopsReadingWhileNothingIsWanted) {
    Loopback net(10);
    Talk talk(net);
    talk.server.listening = false;
    const auto sent = frames(net.random, 200, 1 << 20);
    give(talk.client, sent);
    net.settle();
    EXPECT_TRUE(talk.server.heard.empty());
    EXPECT_GT(talk.client.to_say.size(), 100U);  // the system's buffers are full

    talk.server.listening = true;
    talk.server.heard_wanted = sent.size();
    talk.server_waker->wake();
    talk.run();
    EXPECT_TRUE(sent == talk.server.heard);
}

TEST(Drive, GivesUpAPeerThatDoesNotRead) {
    Loopback net(11);
    Talk talk(net, {.stalled_ms_max = 50, .closing_ms_max = 10});
    talk.client.listening = false;
    give(talk.server, frames(net.random, 200, 1 << 20));
    talk.run_until([&] { return talk.server_ended.has_value(); });
    EXPECT_EQ(NetFault::timed_out, (*talk.server_ended)->fault);
    talk.client.listening = true;
    talk.client_waker->wake();
    talk.run();
    EXPECT_TRUE((*talk.client_ended).has_value());
}

TEST(Drive, GivesThePeerLittleTimeToReadTheLastBytes) {
    Loopback net(13);
    Talk talk(net, {.stalled_ms_max = 3'600'000, .closing_ms_max = 20});
    talk.client.listening = false;
    give(talk.server, frames(net.random, 200, 1 << 20));
    net.settle();
    EXPECT_FALSE(talk.server_ended.has_value());
    talk.server.stop = true;
    talk.server_waker->wake();
    talk.run_until([&] { return talk.server_ended.has_value(); });
    EXPECT_EQ(NetFault::timed_out, (*talk.server_ended)->fault);
    talk.client.listening = true;
    talk.client_waker->wake();
    talk.run();
}

TEST(Drive, ClosesTheConnectionWhenItsCoroutineIsCancelled) {
    Loopback net(12);
    auto [client_stream, server_stream] = net.streams();
    Script client;
    Script server;
    boost::asio::cancellation_signal cancel;
    std::exception_ptr thrown;
    boost::asio::co_spawn(
        net.io,
        drive(std::move(client_stream), client, {}),
        boost::asio::bind_cancellation_slot(
            cancel.slot(), [&](std::exception_ptr error, const Ended&) { thrown = error; }));
    std::optional<Ended> server_ended;
    net.start(drive(std::move(server_stream), server, {}), server_ended);
    net.settle();
    cancel.emit(boost::asio::cancellation_type::terminal);
    net.run_until([&] { return server_ended.has_value(); });
    EXPECT_THROW(std::rethrow_exception(thrown), boost::system::system_error);
    EXPECT_EQ(NetFault::closed, (*server_ended)->fault);
}

}  // namespace
}  // namespace cairn
