// What a connection costs while nothing is said: a server holds thousands of them.
#include <iostream>
#include <memory>
#include <vector>

#include <gtest/gtest.h>
#include <malloc.h>

#include "shared/net/drive.h"
#include "tests/unit/shared/net/loopback.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define CAIRN_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define CAIRN_SANITIZED 1
#endif
#endif

namespace cairn {
namespace {

using namespace testing_support;

class Silent final : public Conversation {
public:
    bool stop = false;
    std::optional<Bytes> next_frame() override { return std::nullopt; }
    void receive(Bytes, Instant) override {}
    void tick(Instant) override {}
    [[nodiscard]] Instant deadline() const override { return no_deadline; }
    [[nodiscard]] bool authenticated() const override { return true; }
    [[nodiscard]] bool over() const override { return stop; }
};

// Both ends of a connection over which something large was said, then nothing.
struct Pair {
    explicit Pair(Loopback& net) {
        auto [client_stream, server_stream] = net.streams();
        server_stream.authenticate();
        for (FrameStream* stream : {&client_stream, &server_stream})
            if (!stream->send(Bytes(700'000))) throw std::runtime_error("not sent");
        if (!net.run(client_stream.read_frame(soon()))) throw std::runtime_error("not read");
        if (!net.run(server_stream.read_frame(soon()))) throw std::runtime_error("not read");
        for (FrameStream* stream : {&client_stream, &server_stream})
            wakers.push_back(stream->waker());
        net.start(drive(std::move(client_stream), client, {}), client_ended);
        net.start(drive(std::move(server_stream), server, {}), server_ended);
        net.settle();
    }
    void end(Loopback& net) {
        client.stop = server.stop = true;
        for (const Waker& waker : wakers) waker.wake();
        net.run_until([&] { return client_ended && server_ended; });
    }

    Silent client;
    Silent server;
    std::vector<Waker> wakers;
    std::optional<std::optional<NetError>> client_ended;
    std::optional<std::optional<NetError>> server_ended;
};

TEST(IdleConnection, CostsLessThanTenKilobytes) {
#ifdef CAIRN_SANITIZED
    GTEST_SKIP() << "a sanitizer counts its own memory";
#endif
    constexpr std::size_t count = 100;
    Loopback net(1);
    std::vector<std::unique_ptr<Pair>> pairs;
    pairs.reserve(count + 1);
    pairs.push_back(std::make_unique<Pair>(net));
    const std::size_t before = mallinfo2().uordblks;
    for (std::size_t i = 0; i < count; ++i) pairs.push_back(std::make_unique<Pair>(net));
    const std::size_t each = (mallinfo2().uordblks - before) / (2 * count);
    std::cout << each << " bytes on the heap for each end of an idle connection\n";
    EXPECT_LT(each, 10'240U);
    EXPECT_GT(each, 500U);
    for (auto& pair : pairs) pair->end(net);
}

}  // namespace
}  // namespace cairn
