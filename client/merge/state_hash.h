#pragma once
// The two hashes of a replica's state (schema/PROTOCOL.md section 14): sums modulo 2^256, so terms
// come and go in any order.
#include <array>
#include <cstdint>
#include <string_view>

#include "client/merge/edit.h"
#include "client/merge/folds.h"
#include "client/merge/place.h"
#include "shared/base/ids.h"

namespace cairn::merge {

class StateHash {
public:
    StateHash() = default;
    explicit StateHash(const Hash32& stored);
    StateHash& add(const Hash32& term);
    StateHash& subtract(const Hash32& term);
    [[nodiscard]] Hash32 value() const;  // little endian
    friend bool operator==(const StateHash&, const StateHash&) = default;

private:
    std::array<std::uint64_t, 4> word_{};  // least significant first
};

// Of a valid edit, parked ones too, by whether it is a head.
[[nodiscard]] Hash32 heads_term(
    const ItemId& item, FieldNumber field, std::string_view element, const EditId& id, bool head);

// Of what is shown. Unset registers, empty texts, absent elements, dead links and counters at zero
// have no term.
[[nodiscard]] Hash32 register_term(const ItemId& item, FieldNumber field, std::string_view value);
// `text` in UTF-8.
[[nodiscard]] Hash32 text_term(const ItemId& item, FieldNumber field, std::string_view text);
[[nodiscard]] Hash32 element_term(const ItemId& item, FieldNumber field, std::string_view element);
[[nodiscard]] Hash32 counter_term(const ItemId& item, FieldNumber field, const CounterSum& sum);
[[nodiscard]] Hash32 link_term(const ItemId& item, const LiveValue& link);
// kind: that of the item's first place edit; key: in effect, by place or order.
[[nodiscard]] Hash32 place_term(const ItemId& item, const PlaceValue& in_effect);

}  // namespace cairn::merge
