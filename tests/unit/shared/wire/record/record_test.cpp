#include "shared/wire/record.h"

#include <gtest/gtest.h>

#include "shared/base/random.h"
#include "shared/wire/limits.h"

namespace cairn {
namespace {

// Where the fixed parts stand: segment table, root pointer, index, wall, kind.
constexpr std::size_t data_words_at = 12;
constexpr std::size_t index_at = 16;
constexpr std::size_t kind_at = 32;
constexpr std::size_t data_end = 40;

SeededRandom random_bytes(11);

DeviceKeys some_keys() {
    return {.sign = random_bytes.make<DeviceId>(),
            .channel = random_bytes.make<ChannelKey>(),
            .box = random_bytes.make<BoxKey>(),
            .statement = random_bytes.make<Signature>()};
}
SealedFor some_share() {
    return {.recipient = random_bytes.make<BoxKey>(), .sealed = random_bytes.make<SealedKey>()};
}
EpochRecord some_epoch() {
    return {random_bytes.make<Hash32>(), {some_share()}, {random_bytes.make<WrappedKey>()}};
}
Pins some_pins() {
    const Tip tip{{5}, random_bytes.make<EnvelopeHash>()};
    return {.devices = {{random_bytes.make<DeviceId>(), {tip, tip}},
                        {random_bytes.make<DeviceId>(), {}}},
            .cuts_more = true};
}
Record with(RecordBody body) {
    return {.index = {3},
            .previous = random_bytes.make<RecordHash>(),
            .actor = random_bytes.make<DeviceId>(),
            .wall = {-5},
            .body = std::move(body)};
}

std::vector<Record> one_of_each() {
    auto& r = random_bytes;
    return {
        with(CreateRecord{r.make<Hash32>(), r.make<MemberId>(), some_keys()}),
        with(EpochRecord{r.make<Hash32>(), {some_share(), some_share()}, {r.make<WrappedKey>()}}),
        with(EpochRecord{r.make<Hash32>(), {some_share()}, {}}),
        with(KeyShareRecord{r.make<EpochId>(), {some_share(), some_share()}}),
        with(InviteOpenedRecord{r.make<InviteId>(),
                                r.make<BoxKey>(),
                                Role::editor,
                                {1},
                                1000,
                                true,
                                {r.make<MemberId>()}}),
        with(InviteOpenedRecord{
            r.make<InviteId>(), r.make<BoxKey>(), Role::owner, {}, 0, false, {}}),
        with(InviteClosedRecord{{r.make<InviteId>(), r.make<InviteId>()}}),
        with(InviteUsedRecord{
            r.make<InviteId>(), r.make<MemberId>(), some_keys(), r.make<Signature>()}),
        with(DeviceAddedRecord{r.make<MemberId>(), some_keys()}),
        with(MemberNamedRecord{r.make<EpochId>(), Bytes(60, 7)}),
        with(RoleChangedRecord{r.make<MemberId>(), Role::owner, some_pins()}),
        with(RoleChangedRecord{r.make<MemberId>(), Role::reader, {}}),
        with(MemberRemovedRecord{r.make<MemberId>(), some_pins(), some_epoch()}),
        with(DeviceRevokedRecord{r.make<DeviceId>(),
                                 {r.make<DeviceId>(), r.make<DeviceId>()},
                                 some_pins(),
                                 some_epoch()}),
        with(PinsRaisedRecord{{77}, some_pins().devices}),
        with(KeyShareRecord{r.make<EpochId>(), {}}),
        with(InviteClosedRecord{}),
    };
}

// A create is of kind 0, and its canonical form leaves out words that are zero at the end: these
// have all the fixed parts at their places.
std::vector<Record> one_of_each_but_create() {
    auto records = one_of_each();
    records.erase(records.begin());
    return records;
}

WireFault fault_of(ByteView body) {
    const auto record = decode_record(body);
    return record ? WireFault{} : record.error().fault;
}

// The body with one more word in its root's data section, as a newer version would write it.
Bytes with_data_word(Bytes body, std::uint8_t value) {
    Bytes word(8);
    word[0] = value;
    body.insert(body.begin() + data_end, word.begin(), word.end());
    ++body[data_words_at];
    ++body[4];  // words in the segment; small enough here not to carry
    return body;
}

TEST(RecordCodec, BringsEveryKindBack) {
    for (const Record& record : one_of_each()) {
        const Bytes body = encode_record(record);
        const auto back = decode_record(body);
        ASSERT_TRUE(back.has_value()) << back.error().sentence;
        EXPECT_EQ(back->index, record.index);
        EXPECT_EQ(back->previous, record.previous);
        EXPECT_EQ(back->actor, record.actor);
        EXPECT_EQ(back->wall, record.wall);
        EXPECT_EQ(back->body.index(), record.body.index());
        EXPECT_EQ(encode_record(*back), body);
    }
}

TEST(RecordCodec, BringsEveryPartBack) {
    const Record invite = one_of_each()[4];
    const auto decoded = decode_record(encode_record(invite));
    const auto& back = std::get<InviteOpenedRecord>(decoded->body);
    const auto& sent = std::get<InviteOpenedRecord>(invite.body);
    EXPECT_EQ(std::tie(back.sign, back.box, back.role_cap, back.expires, back.uses),
              std::tie(sent.sign, sent.box, sent.role_cap, sent.expires, sent.uses));
    EXPECT_EQ(std::tie(back.unattended, back.bound_to), std::tie(sent.unattended, sent.bound_to));
    const Record epoch = one_of_each()[1];
    const auto decoded_epoch = decode_record(encode_record(epoch));
    EXPECT_EQ(std::get<EpochRecord>(decoded_epoch->body).sealed,
              std::get<EpochRecord>(epoch.body).sealed);
    EXPECT_EQ(std::get<EpochRecord>(decoded_epoch->body).old_key,
              std::get<EpochRecord>(epoch.body).old_key);
    const Record shares = one_of_each()[3];
    const auto decoded_shares = decode_record(encode_record(shares));
    EXPECT_EQ(std::get<KeyShareRecord>(decoded_shares->body).shares,
              std::get<KeyShareRecord>(shares.body).shares);
    const Record closed = one_of_each()[6];
    const auto decoded_closed = decode_record(encode_record(closed));
    EXPECT_EQ(std::get<InviteClosedRecord>(decoded_closed->body).invites,
              std::get<InviteClosedRecord>(closed.body).invites);
    const Record used = one_of_each()[7];
    const auto decoded_used = decode_record(encode_record(used));
    EXPECT_EQ(std::get<InviteUsedRecord>(decoded_used->body).device,
              std::get<InviteUsedRecord>(used.body).device);
}

TEST(RecordCodec, CallsAKindOfANewerVersionUnknown) {
    for (const Record& record : one_of_each_but_create()) {
        Bytes body = encode_record(record);
        body[kind_at] = static_cast<std::uint8_t>(std::variant_size_v<RecordBody>);
        EXPECT_EQ(fault_of(body), WireFault::unknown);
        body[kind_at + 1] = 255;
        EXPECT_EQ(fault_of(body), WireFault::unknown);
    }
}

TEST(RecordCodec, CallsAPartOfANewerVersionUnknown) {
    for (const Record& record : one_of_each_but_create())
        EXPECT_EQ(fault_of(with_data_word(encode_record(record), 1)), WireFault::unknown);
}

TEST(RecordCodec, RefusesASecondEncodingOfOneRecord) {
    for (const Record& record : one_of_each_but_create())
        EXPECT_EQ(fault_of(with_data_word(encode_record(record), 0)), WireFault::malformed);
}

TEST(RecordCodec, RefusesARoleOfANewerVersion) {
    Record record = one_of_each()[4];
    for (const int role : {0, 6, 255}) {
        std::get<InviteOpenedRecord>(record.body).role_cap = static_cast<Role>(role);
        EXPECT_EQ(fault_of(encode_record(record)), WireFault::unknown);
    }
}

TEST(RecordCodec, RefusesWhatIsCutOff) {
    for (const Record& record : one_of_each()) {
        const Bytes body = encode_record(record);
        for (std::size_t length = 0; length < body.size(); ++length)
            ASSERT_FALSE(decode_record(ByteView(body).first(length)).has_value()) << length;
    }
}

// A changed byte gives another record or none, never the same record in other bytes.
TEST(RecordCodec, ReadsEveryChangedByteAsAnotherRecordOrNone) {
    for (const Record& record : one_of_each()) {
        const Bytes body = encode_record(record);
        for (std::size_t at = 0; at < body.size(); ++at)
            for (int bit = 0; bit < 8; ++bit) {
                Bytes changed = body;
                changed[at] = static_cast<std::uint8_t>(changed[at] ^ (1 << bit));
                const auto read = decode_record(changed);
                ASSERT_TRUE(!read || encode_record(*read) == changed) << at << ' ' << bit;
            }
    }
}

TEST(RecordCodec, RefusesIdsOfTheWrongLengthAndRecordsTooLong) {
    EXPECT_EQ(fault_of(Bytes(limits::record_bytes_max + 8)), WireFault::too_long);
    Bytes body = encode_record(one_of_each()[6]);
    body[index_at + 24] = 0;  // the first pointer, to the previous hash: now null
    body[index_at + 28] = 0;
    EXPECT_EQ(fault_of(body), WireFault::malformed);
}

}  // namespace
}  // namespace cairn
