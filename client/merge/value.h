#pragma once
// Values of fields in their canonical text (schema/PROTOCOL.md section 4): equal values are equal
// bytes.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/ids.h"

namespace cairn::merge {

enum class ValueType : char {
    unset = 'n',
    text = 't',
    integer = 'i',
    boolean = 'b',
    date = 'd',
    moment = 'm',
    minute = 'M',
    choice = 'e',
    item = 'r',
    money = '$',
    composite = 'c',
    patches = 'p',  // of a text: client/merge/text/edit_codec.h
};

// Of the whole canonical text, its type character included.
inline constexpr std::size_t value_bytes_max = 64 * 1024;

// Whether the bytes are a canonical value. Allocates nothing.
[[nodiscard]] bool is_canonical(std::string_view bytes);
// Whether a first byte names a type of this version.
[[nodiscard]] bool is_value_type(char type);
// The 26 base32 characters of an item id, lower case only. Allocates nothing.
[[nodiscard]] std::optional<ItemId> parse_item(std::string_view base32);

class Value {
public:
    Value() : text_("n") {}                                         // unset
    static std::optional<Value> parse(std::string_view canonical);  // nothing unless canonical
    // What a field shows: the merged text of one may be of any length.
    static std::optional<Value> shown(std::string_view canonical);
    static std::optional<Value> text(
        std::string_view utf8);  // nothing if not UTF-8, with NUL, or too long
    static Value integer(std::int64_t value);
    static Value boolean(bool value);
    static std::optional<Value> date(std::string_view iso);  // YYYY-MM-DD
    static Value moment(std::int64_t ms);
    static std::optional<Value> minute(std::string_view iso);  // YYYY-MM-DDTHH:MM
    static Value choice(std::uint32_t number);
    static Value item(const ItemId& id);
    static std::optional<Value> money(std::int64_t minor_units, std::string_view currency);
    static std::optional<Value> composite(
        const std::vector<Value>& parts);  // nothing if a part may be none, or all is too long

    [[nodiscard]] ValueType type() const { return static_cast<ValueType>(text_[0]); }
    [[nodiscard]] bool is_unset() const { return text_ == "n"; }
    [[nodiscard]] const std::string& canonical() const { return text_; }
    // What follows the type character.
    [[nodiscard]] std::string_view payload() const { return std::string_view(text_).substr(1); }
    [[nodiscard]] std::optional<std::int64_t> as_integer() const;  // integer, moment
    [[nodiscard]] std::optional<bool> as_boolean() const;
    [[nodiscard]] std::optional<std::uint32_t> as_choice() const;
    [[nodiscard]] std::optional<ItemId> as_item() const;
    [[nodiscard]] std::vector<Value> parts() const;  // of a composite; else empty

    friend auto operator<=>(const Value&, const Value&) = default;

private:
    explicit Value(std::string canonical) : text_(std::move(canonical)) {}
    std::string text_;
};

}  // namespace cairn::merge
