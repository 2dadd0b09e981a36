#include <gtest/gtest.h>

#include "shared/wire/limits.h"
#include "shared/wire/message.h"
#include "tests/unit/shared/wire/message/sample_messages.h"

namespace cairn {
namespace {

using testing::SampleMessages;

constexpr std::size_t client_kinds = std::variant_size_v<ClientMessage>;
constexpr std::size_t server_kinds = std::variant_size_v<ServerMessage>;
constexpr std::uint64_t seeds = 200;

TEST(MessageCodec, GivesBackEveryClientMessage) {
    for (std::uint64_t seed = 0; seed < seeds; ++seed) {
        SampleMessages samples(seed);
        for (std::size_t kind = 0; kind < client_kinds; ++kind) {
            const ClientMessage message = samples.client(kind);
            ASSERT_EQ(message.index(), kind);
            const auto decoded = decode_client_message(encode_message(message));
            ASSERT_TRUE(decoded) << "seed " << seed << ": " << decoded.error().sentence;
            EXPECT_EQ(*decoded, message) << "seed " << seed << ", kind " << kind;
        }
    }
}

TEST(MessageCodec, GivesBackEveryServerMessage) {
    for (std::uint64_t seed = 0; seed < seeds; ++seed) {
        SampleMessages samples(seed);
        for (std::size_t kind = 0; kind < server_kinds; ++kind) {
            const ServerMessage message = samples.server(kind);
            ASSERT_EQ(message.index(), kind);
            const auto decoded = decode_server_message(encode_message(message));
            ASSERT_TRUE(decoded) << "seed " << seed << ": " << decoded.error().sentence;
            EXPECT_EQ(*decoded, message) << "seed " << seed << ", kind " << kind;
        }
    }
}

TEST(MessageCodec, GivesBackASentenceWithANulInIt) {
    const ServerMessage message = Refused{.sentence = std::string("before\0after", 12)};
    const auto decoded = decode_server_message(encode_message(message));
    ASSERT_TRUE(decoded);
    EXPECT_EQ(*decoded, message);
}

TEST(MessageCodec, RefusesEveryShorterFrame) {
    SampleMessages samples(1);
    for (std::size_t kind = 0; kind < server_kinds; ++kind) {
        const Bytes frame = encode_message(samples.server(kind));
        for (std::size_t length = 0; length < frame.size(); ++length)
            EXPECT_FALSE(decode_server_message(ByteView(frame).first(length)));
    }
}

TEST(MessageCodec, SurvivesEveryFlippedBit) {
    SampleMessages samples(2);
    for (std::size_t kind = 0; kind < client_kinds; ++kind) {
        Bytes frame = encode_message(samples.client(kind));
        for (std::size_t bit = 0; bit < frame.size() * 8; ++bit) {
            frame[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
            const auto decoded = decode_client_message(frame);
            EXPECT_TRUE(!decoded || encode_message(*decoded).size() <= limits::frame_bytes_max);
            frame[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        }
    }
}

TEST(MessageCodec, RefusesAFrameBeyondTheLimit) {
    const Bytes frame(limits::frame_bytes_max + 8);
    const auto decoded = decode_client_message(frame);
    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().fault, WireFault::too_long);
}

TEST(MessageCodec, RefusesAPartOutsideItsEnvelope) {
    const Push push{false, {EnvelopePart{.total = 10, .offset = 8, .data = Bytes(3, 7)}}};
    const auto decoded = decode_client_message(encode_message(ClientMessage{push}));
    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().fault, WireFault::out_of_range);
}

TEST(MessageCodec, RefusesAnEnvelopeAnnouncedTooLong) {
    const auto total = static_cast<std::uint32_t>(limits::envelope_bytes_max + 1);
    const Push push{false, {EnvelopePart{.total = total, .offset = 0, .data = Bytes(3, 7)}}};
    const auto decoded = decode_client_message(encode_message(ClientMessage{push}));
    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().fault, WireFault::too_long);
}

TEST(MessageCodec, RefusesTooManyDevices) {
    const FrontierQuestion question{std::vector<DeviceTips>(limits::devices_max + 1)};
    const auto decoded = decode_client_message(encode_message(ClientMessage{question}));
    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().fault, WireFault::too_long);
}

TEST(MessageCodec, HasRoomForTheLargestRecordAndTheLargestFrontier) {
    const RosterPage page{{0}, {{Bytes(limits::record_bytes_max), Receipt{}}}, {1}};
    EXPECT_TRUE(decode_server_message(encode_message(ServerMessage{page})));
    FrontierQuestion question{std::vector<DeviceTips>(limits::devices_max)};
    for (DeviceTips& device : question.devices)
        device.tips.resize(limits::tips_per_message_max / limits::devices_max);
    EXPECT_TRUE(decode_client_message(encode_message(ClientMessage{question})));
}

TEST(MessageCodec, CutsASentenceThatIsTooLong) {
    const Refused refused{RefusalCode::too_many, std::string(5000, 'x'), 0};
    const auto decoded = decode_server_message(encode_message(ServerMessage{refused}));
    ASSERT_TRUE(decoded);
    EXPECT_EQ(std::get<Refused>(*decoded).sentence.size(), limits::sentence_bytes_max);
}

}  // namespace
}  // namespace cairn
