#include "client/merge/state_hash.h"

#include <string>

#include "client/merge/schema.h"
#include "shared/base/byte_io.h"
#include "shared/base/domain.h"
#include "shared/base/hash.h"

namespace cairn::merge {
namespace {

using Words = std::array<std::uint64_t, 4>;

Words words_of(const Hash32& hash) {
    Words words{};
    for (std::size_t i = 0; i < 32; ++i)
        words[i / 8] |= std::uint64_t{hash.bytes[i]} << (8 * (i % 8));
    return words;
}

Hash32 view_term(const ItemId& item,
                 FieldNumber field,
                 std::string_view element,
                 std::string_view value) {
    ByteWriter bytes;
    bytes.id(item).varint(field).sized(bytes_of(element)).sized(bytes_of(value));
    return Hasher(domain::view_hash).add(bytes.bytes()).finish_as<Hash32>();
}

}  // namespace

StateHash::StateHash(const Hash32& stored) : word_(words_of(stored)) {}

StateHash& StateHash::add(const Hash32& term) {
    const Words words = words_of(term);
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        const std::uint64_t before = word_[i];
        word_[i] += words[i] + carry;
        carry = word_[i] < before || (carry == 1 && word_[i] == before) ? 1 : 0;
    }
    return *this;
}

StateHash& StateHash::subtract(const Hash32& term) {
    const Words words = words_of(term);
    std::uint64_t borrow = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        const std::uint64_t before = word_[i];
        word_[i] -= words[i] + borrow;
        borrow = word_[i] > before || (borrow == 1 && word_[i] == before) ? 1 : 0;
    }
    return *this;
}

Hash32 StateHash::value() const {
    Hash32 hash;
    for (std::size_t i = 0; i < 32; ++i)
        hash.bytes[i] = static_cast<std::uint8_t>(word_[i / 8] >> (8 * (i % 8)));
    return hash;
}

Hash32 heads_term(
    const ItemId& item, FieldNumber field, std::string_view element, const EditId& id, bool head) {
    ByteWriter bytes;
    bytes.id(item).varint(field).sized(bytes_of(element)).id(id.change).varint(id.index);
    bytes.u8(head ? 1 : 0);
    return Hasher(domain::heads_hash).add(bytes.bytes()).finish_as<Hash32>();
}

Hash32 register_term(const ItemId& item, FieldNumber field, std::string_view value) {
    return view_term(item, field, "", value);
}

Hash32 text_term(const ItemId& item, FieldNumber field, std::string_view text) {
    return view_term(item, field, "", "t" + std::string(text));
}

Hash32 element_term(const ItemId& item, FieldNumber field, std::string_view element) {
    return view_term(item, field, element, "b1");
}

Hash32 counter_term(const ItemId& item, FieldNumber field, const CounterSum& sum) {
    return view_term(item, field, "", "i" + sum.to_decimal());
}

Hash32 link_term(const ItemId& item, const LiveValue& link) {
    LiveValue live = link;
    live.live = true;
    return view_term(item, field_live, "", live.to_value().canonical());
}

Hash32 place_term(const ItemId& item, const PlaceValue& in_effect) {
    return view_term(item, field_place, "", in_effect.to_value().canonical());
}

}  // namespace cairn::merge
