#include "shared/identity/channel.h"

#include <gtest/gtest.h>

#include "shared/base/byte_io.h"
#include "shared/base/random.h"

namespace cairn {
namespace {

constexpr std::size_t mib = 1 << 20;
constexpr ChannelLimits usual{.frame_bytes_max = mib};

struct Line {
    explicit Line(ChannelLimits limits = usual)
        : cipher(NoiseKey{}),
          sealer(NoiseCipher(NoiseKey{})),
          assembler(NoiseCipher(NoiseKey{}), limits) {}

    // Any plaintext as one Noise message, as a hostile peer may build it.
    Bytes message_of(ByteView plain) {
        Bytes sealed;
        EXPECT_TRUE(cipher.encrypt(sealed, {}, plain).has_value());
        return with_length(sealed);
    }

    NoiseCipher cipher;
    FrameSealer sealer;
    FrameAssembler assembler;
};

Bytes random_bytes(SeededRandom& random, std::size_t count) {
    Bytes bytes(count);
    random.fill(bytes);
    return bytes;
}

TEST(Channel, CarriesFramesOfEverySizeInPiecesOfAnySize) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        SCOPED_TRACE(seed);
        SeededRandom random(seed);
        Line line;
        std::vector<Bytes> sent;
        Bytes wire;
        for (const std::size_t size : {1U, 2U, 65514U, 65515U, 65516U, 131034U, 200000U, 7U}) {
            sent.push_back(random_bytes(random, size));
            append(wire, *line.sealer.seal(sent.back()));
        }
        std::vector<Bytes> got;
        const std::uint64_t piece_max = 1 + random.below(seed % 2 == 0 ? 50 : 150'000);
        for (ByteView rest = wire; !rest.empty();) {
            const auto size = std::min<std::size_t>(rest.size(), 1 + random.below(piece_max));
            ASSERT_TRUE(line.assembler.receive(rest.first(size)).has_value());
            rest = rest.subspan(size);
            while (auto frame = line.assembler.next_frame()) got.push_back(std::move(*frame));
        }
        ASSERT_EQ(sent, got);
        EXPECT_TRUE(line.assembler.at_boundary());
    }
}

TEST(Channel, CarriesAFrameOfOneMebibyteAndNoMore) {
    Line line;
    ASSERT_TRUE(line.assembler.receive(*line.sealer.seal(Bytes(mib, 7))).has_value());
    EXPECT_EQ(Bytes(mib, 7), line.assembler.next_frame());
    EXPECT_EQ(ChannelFault::frame_too_long,
              line.assembler.receive(*line.sealer.seal(Bytes(mib + 1))).error());
}

TEST(Channel, RefusesALongFrameAtItsLengthAlready) {
    Line line({.frame_bytes_max = 4096});
    const Bytes announcement = ByteWriter().u32(4097).take();
    EXPECT_EQ(ChannelFault::frame_too_long,
              line.assembler.receive(line.message_of(announcement)).error());
}

TEST(Channel, AllowsLongerFramesOnceTheLimitsAreRaised) {
    Line line({.frame_bytes_max = 4096, .received_bytes_max = 5000});
    ASSERT_TRUE(line.assembler.receive(*line.sealer.seal(Bytes(100))).has_value());
    line.assembler.set_limits(usual);
    ASSERT_TRUE(line.assembler.receive(*line.sealer.seal(Bytes(50'000))).has_value());
    EXPECT_EQ(100U, line.assembler.next_frame()->size());
    EXPECT_EQ(50'000U, line.assembler.next_frame()->size());
}

TEST(Channel, RefusesBytesBeyondTheBudgetHoweverTheyAreCut) {
    for (const std::size_t piece : {1U, 10U, 4000U}) {
        Line line({.frame_bytes_max = 4096, .received_bytes_max = 3000});
        Bytes wire;
        while (wire.size() < 3200) append(wire, *line.sealer.seal(Bytes(10)));
        std::size_t taken = 0;
        Result<void, ChannelFault> done;
        for (ByteView rest = wire; done && !rest.empty();) {
            const ByteView next = rest.first(std::min(piece, rest.size()));
            done = line.assembler.receive(next);
            if (done) taken += next.size();
            rest = rest.subspan(next.size());
        }
        ASSERT_FALSE(done.has_value());
        EXPECT_EQ(ChannelFault::over_budget, done.error());
        EXPECT_LE(taken, 3000U);
    }
}

TEST(Channel, NoticesMessagesThatAreChangedRepeatedReorderedOrLeftOut) {
    const auto refused = [](std::vector<int> order, bool flip) {
        Line line;
        std::vector<Bytes> wire;
        for (int i = 0; i < 3; ++i) wire.push_back(*line.sealer.seal(bytes_of("frame")));
        if (flip) wire[0][5] ^= 1;
        for (const int i : order) {
            const auto done = line.assembler.receive(wire[static_cast<std::size_t>(i)]);
            if (!done) return done.error() == ChannelFault::tampered;
        }
        return false;
    };
    EXPECT_FALSE(refused({0, 1, 2}, false));
    EXPECT_TRUE(refused({0}, true));
    EXPECT_TRUE(refused({0, 0}, false));
    EXPECT_TRUE(refused({1}, false));
    EXPECT_TRUE(refused({0, 2}, false));
}

TEST(Channel, RefusesEmptyMessagesAndEmptyFrames) {
    Line empty_message;
    EXPECT_EQ(ChannelFault::malformed,
              empty_message.assembler.receive(empty_message.message_of({})).error());
    Line short_message;
    EXPECT_EQ(ChannelFault::malformed,
              short_message.assembler.receive(with_length(Bytes(15))).error());
    Line empty_frame;
    EXPECT_EQ(ChannelFault::malformed,
              empty_frame.assembler.receive(empty_frame.message_of(Bytes(4))).error());
}

TEST(Channel, StaysAtItsFault) {
    Line line;
    Bytes wire = *line.sealer.seal(bytes_of("one"));
    wire[3] ^= 1;
    EXPECT_FALSE(line.assembler.receive(wire).has_value());
    wire[3] ^= 1;
    EXPECT_EQ(ChannelFault::tampered, line.assembler.receive(wire).error());
    EXPECT_FALSE(line.assembler.next_frame().has_value());
}

TEST(Channel, KnowsWhetherItIsBetweenFrames) {
    Line line;
    const Bytes wire = *line.sealer.seal(Bytes(70'000));
    EXPECT_TRUE(line.assembler.at_boundary());
    for (const std::size_t cut : {1U, 2U, 100U, 65'537U, 65'538U}) {
        Line fresh;
        ASSERT_TRUE(fresh.assembler.receive(ByteView(wire).first(cut)).has_value());
        EXPECT_FALSE(fresh.assembler.at_boundary()) << cut;
    }
    ASSERT_TRUE(line.assembler.receive(wire).has_value());
    EXPECT_TRUE(line.assembler.at_boundary());
}

}  // namespace
}  // namespace cairn
