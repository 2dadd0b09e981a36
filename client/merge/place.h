#pragma once
// The values of merge's own fields: place, order and live (schema/PROTOCOL.md section 7).
#include <cstdint>
#include <optional>
#include <string_view>

#include "client/merge/order_key.h"
#include "client/merge/value.h"
#include "shared/base/ids.h"

namespace cairn::merge {

// Field 1: where an item hangs. The kind counts only in the item's first place edit.
struct PlaceValue {
    std::uint32_t kind = 0;
    ItemId parent;
    OrderKey key;
    [[nodiscard]] static std::optional<PlaceValue> parse(std::string_view canonical);
    [[nodiscard]] Value to_value() const;
    friend bool operator==(const PlaceValue&, const PlaceValue&) = default;
};

// Field 2: a new key among the children of `parent`.
struct OrderValue {
    ItemId parent;
    OrderKey key;
    [[nodiscard]] static std::optional<OrderValue> parse(std::string_view canonical);
    [[nodiscard]] Value to_value() const;
    friend bool operator==(const OrderValue&, const OrderValue&) = default;
};

// Field 3 of a link's item.
struct LiveValue {
    bool live = false;
    ItemId from;
    std::uint32_t type = 0;
    ItemId to;
    [[nodiscard]] static std::optional<LiveValue> parse(std::string_view canonical);
    [[nodiscard]] Value to_value() const;
    friend bool operator==(const LiveValue&, const LiveValue&) = default;
};

}  // namespace cairn::merge
