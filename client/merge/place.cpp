#include "client/merge/place.h"

#include <array>
#include <charconv>

#include "client/merge/composite.h"
#include "shared/base/contract.h"

namespace cairn::merge {
namespace {

// Exactly N parts of a canonical composite.
template <std::size_t N>
std::optional<std::array<std::string_view, N>> parts_of(std::string_view canonical) {
    if (canonical.empty() || canonical[0] != 'c' || !is_canonical(canonical)) return std::nullopt;
    CompositeReader reader(canonical);
    std::array<std::string_view, N> parts;
    for (std::string_view& part : parts) {
        const auto next = reader.next();
        if (!next) return std::nullopt;
        part = *next;
    }
    if (!reader.done()) return std::nullopt;
    return parts;
}

std::optional<std::uint32_t> choice_of(std::string_view part) {
    if (part[0] != 'e') return std::nullopt;
    std::uint32_t number = 0;
    std::from_chars(part.data() + 1, part.data() + part.size(), number);
    return number;
}

std::optional<ItemId> item_of(std::string_view part) {
    if (part[0] != 'r') return std::nullopt;
    return parse_item(part.substr(1));
}

std::optional<OrderKey> key_of(std::string_view part) {
    if (part[0] != 't') return std::nullopt;
    return OrderKey::from_hex(part.substr(1));
}

Value composite_of(const std::vector<Value>& parts) {
    auto value = Value::composite(parts);
    CAIRN_ASSERT(value.has_value());
    return *std::move(value);
}

Value key_value(const OrderKey& key) { return *Value::text(key.to_hex()); }

}  // namespace

std::optional<PlaceValue> PlaceValue::parse(std::string_view canonical) {
    const auto parts = parts_of<3>(canonical);
    if (!parts) return std::nullopt;
    const auto kind = choice_of((*parts)[0]);
    const auto parent = item_of((*parts)[1]);
    auto key = key_of((*parts)[2]);
    if (!kind || !parent || !key) return std::nullopt;
    return PlaceValue{*kind, *parent, *std::move(key)};
}

Value PlaceValue::to_value() const {
    return composite_of({Value::choice(kind), Value::item(parent), key_value(key)});
}

std::optional<OrderValue> OrderValue::parse(std::string_view canonical) {
    const auto parts = parts_of<2>(canonical);
    if (!parts) return std::nullopt;
    const auto parent = item_of((*parts)[0]);
    auto key = key_of((*parts)[1]);
    if (!parent || !key) return std::nullopt;
    return OrderValue{*parent, *std::move(key)};
}

Value OrderValue::to_value() const { return composite_of({Value::item(parent), key_value(key)}); }

std::optional<LiveValue> LiveValue::parse(std::string_view canonical) {
    const auto parts = parts_of<4>(canonical);
    if (!parts || (*parts)[0][0] != 'b') return std::nullopt;
    const auto from = item_of((*parts)[1]);
    const auto type = choice_of((*parts)[2]);
    const auto to = item_of((*parts)[3]);
    if (!from || !type || !to) return std::nullopt;
    return LiveValue{(*parts)[0] == "b1", *from, *type, *to};
}

Value LiveValue::to_value() const {
    return composite_of(
        {Value::boolean(live), Value::item(from), Value::choice(type), Value::item(to)});
}

}  // namespace cairn::merge
