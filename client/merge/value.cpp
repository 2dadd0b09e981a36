#include "client/merge/value.h"

#include <array>
#include <charconv>

#include "client/merge/composite.h"
#include "client/merge/text/edit_codec.h"
#include "client/merge/utf8.h"

namespace cairn::merge {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Canonical decimal: no leading zero, no "-0", no "+", within T.
template <class T>
std::optional<T> decimal(std::string_view text) {
    const bool negative = !text.empty() && text[0] == '-';
    const std::string_view digits = text.substr(negative ? 1 : 0);
    if (digits.empty() || (digits[0] == '0' && text.size() > 1)) return std::nullopt;
    T value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<int> fixed_digits(std::string_view text, std::size_t at, std::size_t count) {
    int value = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        if (!is_digit(text[i])) return std::nullopt;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

int days_of_month(int year, int month) {
    constexpr std::array lengths{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && leap ? 29 : lengths[static_cast<std::size_t>(month - 1)];
}

bool is_date(std::string_view iso) {
    if (iso.size() != 10 || iso[4] != '-' || iso[7] != '-') return false;
    const auto year = fixed_digits(iso, 0, 4);
    const auto month = fixed_digits(iso, 5, 2);
    const auto day = fixed_digits(iso, 8, 2);
    if (!year || !month || !day) return false;
    return *year >= 1 && *month >= 1 && *month <= 12 && *day >= 1 &&
           *day <= days_of_month(*year, *month);
}

bool is_minute(std::string_view iso) {
    if (iso.size() != 16 || iso[10] != 'T' || iso[13] != ':') return false;
    const auto hour = fixed_digits(iso, 11, 2);
    const auto minute = fixed_digits(iso, 14, 2);
    return hour && minute && *hour <= 23 && *minute <= 59 && is_date(iso.substr(0, 10));
}

bool is_currency(std::string_view text) {
    if (text.size() != 3) return false;
    for (const char c : text)
        if (c < 'A' || c > 'Z') return false;
    return true;
}

bool is_money(std::string_view text) {
    const auto colon = text.find(':');
    return colon != std::string_view::npos &&
           decimal<std::int64_t>(text.substr(0, colon)).has_value() &&
           is_currency(text.substr(colon + 1));
}

bool may_be_part(std::string_view canonical) {
    return !canonical.empty() && canonical.front() != static_cast<char>(ValueType::composite) &&
           canonical.front() != static_cast<char>(ValueType::patches);
}

bool is_composite(std::string_view canonical) {
    CompositeReader reader(canonical);
    while (const auto part = reader.next())
        if (!may_be_part(*part) || !is_canonical(*part)) return false;
    return reader.done();
}

std::string with_type(ValueType type, std::string_view payload) {
    std::string text;
    text.reserve(payload.size() + 1);
    text += static_cast<char>(type);
    text += payload;
    return text;
}

}  // namespace

std::optional<ItemId> parse_item(std::string_view base32) {
    constexpr std::string_view alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    if (base32.size() != 26) return std::nullopt;
    ItemId id;
    std::size_t written = 0;
    std::uint32_t buffer = 0;
    unsigned bits = 0;
    for (const char c : base32) {
        const auto digit = alphabet.find(c);
        if (digit == std::string_view::npos) return std::nullopt;
        buffer = (buffer << 5U) | static_cast<std::uint32_t>(digit);
        bits += 5;
        if (bits < 8) continue;
        bits -= 8;
        id.bytes[written++] = static_cast<std::uint8_t>(buffer >> bits);
        buffer &= (1U << bits) - 1U;
    }
    if (buffer != 0) return std::nullopt;  // 26 digits hold two bits more than an id
    return id;
}

bool is_value_type(char type) {
    return std::string_view("ntibdmMer$cp").find(type) != std::string_view::npos;
}

bool is_canonical(std::string_view bytes) {
    if (bytes.empty() || bytes.size() > value_bytes_max) return false;
    const std::string_view payload = bytes.substr(1);
    switch (static_cast<ValueType>(bytes[0])) {
        case ValueType::unset:
            return payload.empty();
        case ValueType::text:
            return is_text(payload);
        case ValueType::integer:
        case ValueType::moment:
            return decimal<std::int64_t>(payload).has_value();
        case ValueType::boolean:
            return payload == "0" || payload == "1";
        case ValueType::date:
            return is_date(payload);
        case ValueType::minute:
            return is_minute(payload);
        case ValueType::choice:
            return decimal<std::uint32_t>(payload).has_value();
        case ValueType::item:
            return parse_item(payload).has_value();
        case ValueType::money:
            return is_money(payload);
        case ValueType::patches:
            return !text::fault_in_encoded(payload);
        case ValueType::composite:
            return is_composite(bytes);
    }
    return false;
}

std::optional<Value> Value::parse(std::string_view canonical) {
    if (!is_canonical(canonical)) return std::nullopt;
    return Value(std::string(canonical));
}

std::optional<Value> Value::shown(std::string_view canonical) {
    const bool is_text_value =
        !canonical.empty() && canonical.front() == static_cast<char>(ValueType::text);
    if (!is_text_value) return parse(canonical);
    if (!is_text(canonical.substr(1))) return std::nullopt;
    return Value(std::string(canonical));
}

std::optional<Value> Value::text(std::string_view utf8) {
    if (utf8.size() >= value_bytes_max || !is_text(utf8)) return std::nullopt;
    return Value(with_type(ValueType::text, utf8));
}

Value Value::integer(std::int64_t value) {
    return Value(with_type(ValueType::integer, std::to_string(value)));
}

Value Value::boolean(bool value) { return Value(value ? "b1" : "b0"); }

std::optional<Value> Value::date(std::string_view iso) {
    if (!is_date(iso)) return std::nullopt;
    return Value(with_type(ValueType::date, iso));
}

Value Value::moment(std::int64_t ms) {
    return Value(with_type(ValueType::moment, std::to_string(ms)));
}

std::optional<Value> Value::minute(std::string_view iso) {
    if (!is_minute(iso)) return std::nullopt;
    return Value(with_type(ValueType::minute, iso));
}

Value Value::choice(std::uint32_t number) {
    return Value(with_type(ValueType::choice, std::to_string(number)));
}

Value Value::item(const ItemId& id) {
    return Value(with_type(ValueType::item, to_base32(id.view())));
}

std::optional<Value> Value::money(std::int64_t minor_units, std::string_view currency) {
    if (!is_currency(currency)) return std::nullopt;
    std::string payload = std::to_string(minor_units);
    payload += ':';
    payload += currency;
    return Value(with_type(ValueType::money, payload));
}

std::optional<Value> Value::composite(const std::vector<Value>& parts) {
    std::string text = "c";
    for (const Value& part : parts) {
        if (!may_be_part(part.text_)) return std::nullopt;
        text += std::to_string(part.text_.size());
        text += ':';
        text += part.text_;
        if (text.size() > value_bytes_max) return std::nullopt;
    }
    return Value(std::move(text));
}

std::optional<std::int64_t> Value::as_integer() const {
    if (type() != ValueType::integer && type() != ValueType::moment) return std::nullopt;
    return decimal<std::int64_t>(payload());
}

std::optional<bool> Value::as_boolean() const {
    if (type() != ValueType::boolean) return std::nullopt;
    return text_ == "b1";
}

std::optional<std::uint32_t> Value::as_choice() const {
    if (type() != ValueType::choice) return std::nullopt;
    return decimal<std::uint32_t>(payload());
}

std::optional<ItemId> Value::as_item() const {
    if (type() != ValueType::item) return std::nullopt;
    return parse_item(payload());
}

std::vector<Value> Value::parts() const {
    std::vector<Value> parts;
    if (type() != ValueType::composite) return parts;
    CompositeReader reader(text_);
    while (const auto part = reader.next()) parts.push_back(Value(std::string(*part)));
    return parts;
}

}  // namespace cairn::merge
