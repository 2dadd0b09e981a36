#include <limits>

#include <gtest/gtest.h>

#include "shared/identity/channel.h"
#include "shared/identity/noise_handshake.h"

namespace cairn {
namespace {

struct Pair {
    explicit Pair(std::uint64_t seed, std::string_view server_prologue = channel_prologue)
        : random(seed),
          client_key(ExchangeKey::make(random)),
          server_key(ExchangeKey::make(random)),
          client(noise_xk(),
                 {NoiseRole::initiator, client_key, server_key.public_key_as<ChannelKey>()},
                 bytes_of(channel_prologue)),
          server(noise_xk(),
                 {NoiseRole::responder, server_key, std::nullopt},
                 bytes_of(server_prologue)) {}

    SeededRandom random;
    ExchangeKey client_key;
    ExchangeKey server_key;
    NoiseHandshake client;
    NoiseHandshake server;
};

TEST(NoiseXk, TellsTheServerWhoTheClientIs) {
    Pair pair(1);
    const auto first = pair.client.write({}, pair.random);
    ASSERT_TRUE(pair.server.read(*first).has_value());
    EXPECT_FALSE(pair.server.peer().has_value());
    const auto second = pair.server.write({}, pair.random);
    ASSERT_TRUE(pair.client.read(*second).has_value());
    const auto third = pair.client.write({}, pair.random);
    ASSERT_TRUE(pair.server.read(*third).has_value());

    EXPECT_EQ(pair.client_key.public_key_as<ChannelKey>(), pair.server.peer());
    EXPECT_EQ(pair.client.hash(), pair.server.hash());
    EXPECT_EQ(xk_message_bytes[0], first->size());
    EXPECT_EQ(xk_message_bytes[1], second->size());
    EXPECT_EQ(xk_message_bytes[2], third->size());
}

TEST(NoiseXk, RefusesAnotherPrologueAtTheFirstMessage) {
    Pair pair(2, "cairn/2 client-server");
    const auto first = pair.client.write({}, pair.random);
    EXPECT_EQ(NoiseFault::tampered, pair.server.read(*first).error());
}

TEST(NoiseXk, RefusesAServerThatHoldsAnotherKey) {
    Pair asked(3);
    Pair other(4);
    const auto first = asked.client.write({}, asked.random);
    EXPECT_EQ(NoiseFault::tampered, other.server.read(*first).error());
}

TEST(NoiseXk, IsOverAfterAFault) {
    Pair pair(5);
    auto first = pair.client.write({}, pair.random);
    first->back() ^= 1;
    EXPECT_EQ(NoiseFault::tampered, pair.server.read(*first).error());
    first->back() ^= 1;
    EXPECT_EQ(NoiseFault::out_of_turn, pair.server.read(*first).error());
    EXPECT_EQ(NoiseFault::out_of_turn, pair.server.write({}, pair.random).error());
    EXPECT_FALSE(pair.server.finished());
}

TEST(NoiseXk, KeepsTurns) {
    Pair pair(6);
    EXPECT_TRUE(pair.client.my_turn());
    EXPECT_EQ(NoiseFault::out_of_turn, pair.server.write({}, pair.random).error());
    EXPECT_EQ(NoiseFault::out_of_turn, pair.client.read(Bytes(48)).error());
    const auto first = pair.client.write({}, pair.random);
    EXPECT_TRUE(first.has_value());
    EXPECT_EQ(NoiseFault::out_of_turn, pair.client.write({}, pair.random).error());
    EXPECT_TRUE(pair.server.read(*first).has_value());
}

TEST(NoiseXk, NoticesEveryFlippedBitOfEveryMessage) {
    for (std::size_t message = 0; message < 3; ++message) {
        for (std::size_t bit = 0; bit < xk_message_bytes[message] * 8; ++bit) {
            Pair pair(7);
            bool refused = false;
            for (std::size_t i = 0; i <= message; ++i) {
                NoiseHandshake& from = i % 2 == 0 ? pair.client : pair.server;
                NoiseHandshake& to = i % 2 == 0 ? pair.server : pair.client;
                Bytes bytes = *from.write({}, pair.random);
                // The top bit of a bare X25519 point is ignored by X25519, not by the hash.
                if (i == message)
                    bytes[bit / 8] = static_cast<std::uint8_t>(bytes[bit / 8] ^ (1 << (bit % 8)));
                refused = !to.read(bytes).has_value();
            }
            ASSERT_TRUE(refused) << "message " << message << " bit " << bit;
        }
    }
}

TEST(NoiseXk, RefusesTruncatedAndOversizedMessages) {
    for (const std::size_t length : {0U, 31U, 32U, 47U}) {
        Pair pair(8);
        const auto first = pair.client.write({}, pair.random);
        EXPECT_EQ(NoiseFault::truncated, pair.server.read(ByteView(*first).first(length)).error());
    }
    Pair pair(9);
    EXPECT_EQ(NoiseFault::too_long, pair.server.read(Bytes(65536)).error());
}

TEST(NoiseXk, RefusesAnEphemeralPointOfSmallOrder) {
    Pair pair(10);
    EXPECT_EQ(NoiseFault::weak_point, pair.server.read(Bytes(48)).error());
}

TEST(NoiseXk, MakesPayloadsOfTheLargestSizeAndNoLarger) {
    Pair fits(11);
    EXPECT_TRUE(fits.client.write(Bytes(65535 - 48), fits.random).has_value());
    Pair over(12);
    EXPECT_EQ(NoiseFault::too_long, over.client.write(Bytes(65535 - 47), over.random).error());
}

TEST(NoiseCipher, NeverUsesTheLastCounterAndNeverWraps) {
    constexpr auto last = std::numeric_limits<std::uint64_t>::max();
    NoiseCipher sender(NoiseKey{}, last - 1);
    NoiseCipher receiver(NoiseKey{}, last - 1);
    Bytes sealed;
    Bytes opened;
    ASSERT_TRUE(sender.encrypt(sealed, {}, bytes_of("last")).has_value());
    ASSERT_TRUE(receiver.decrypt(opened, {}, sealed).has_value());
    EXPECT_EQ("last", text_of(opened));
    for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(NoiseFault::exhausted, sender.encrypt(sealed, {}, bytes_of("more")).error());
        EXPECT_EQ(NoiseFault::exhausted, receiver.decrypt(opened, {}, sealed).error());
    }
}

TEST(NoiseCipher, KeepsItsCounterAfterATamperedMessage) {
    NoiseCipher sender(NoiseKey{});
    NoiseCipher receiver(NoiseKey{});
    Bytes sealed;
    ASSERT_TRUE(sender.encrypt(sealed, bytes_of("bound"), bytes_of("text")).has_value());
    Bytes opened;
    EXPECT_EQ(NoiseFault::tampered, receiver.decrypt(opened, {}, sealed).error());
    EXPECT_TRUE(opened.empty());
    EXPECT_TRUE(receiver.decrypt(opened, bytes_of("bound"), sealed).has_value());
    EXPECT_EQ("text", text_of(opened));
}

}  // namespace
}  // namespace cairn
