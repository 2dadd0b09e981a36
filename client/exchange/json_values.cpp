#include "client/exchange/json_values.h"

#include "client/merge/utf8.h"
#include "client/plan/value_text.h"

namespace cairn::exchange {
namespace {

using merge::Value;
using merge::ValueType;
using nlohmann::json;
using Found = std::optional<Value>;

Found choice_value(const json& value, std::span<const plan::Choice> choices) {
    if (value.is_string()) {
        const auto* choice = plan::find_choice(choices, value.get_ref<const std::string&>());
        if (choice == nullptr) return std::nullopt;
        return Value::choice(choice->number);
    }
    const auto number = value.is_object() ? value.find("choice") : value.end();
    if (!value.is_object() || number == value.end() || !number->is_number_unsigned())
        return std::nullopt;
    return Value::parse("e" + std::to_string(number->get<std::uint64_t>()));
}

Found money_value(const json& value) {
    if (!value.is_object()) return std::nullopt;
    const auto amount = value.find("amount");
    const auto currency = value.find("currency");
    const bool sound = amount != value.end() && amount->is_string() && currency != value.end() &&
                       currency->is_string();
    if (!sound) return std::nullopt;
    auto money = plan::parse_money(amount->get<std::string>() + " " + currency->get<std::string>());
    if (!money) return std::nullopt;
    return std::move(*money);
}

Found text_value(ValueType type, const std::string& text) {
    switch (type) {
        case ValueType::text:
            return Value::shown("t" + text);
        case ValueType::date:
            return Value::date(text);
        case ValueType::minute:
            return Value::minute(text);
        case ValueType::item: {
            const auto id = merge::parse_item(text);
            return id ? Found(Value::item(*id)) : std::nullopt;
        }
        default:
            return std::nullopt;
    }
}

// As one type.
Found plain_value(ValueType type, const json& value, std::span<const plan::Choice> choices) {
    if (type == ValueType::choice) return choice_value(value, choices);
    if (type == ValueType::money) return money_value(value);
    if (type == ValueType::boolean && value.is_boolean()) return Value::boolean(value.get<bool>());
    const bool counts =
        value.is_number_integer() &&
        (!value.is_number_unsigned() || value.get<std::uint64_t>() <= std::uint64_t{INT64_MAX});
    if (type == ValueType::integer && counts) return Value::integer(value.get<std::int64_t>());
    if (type == ValueType::moment && counts) return Value::moment(value.get<std::int64_t>());
    if (!value.is_string()) return std::nullopt;
    return text_value(type, value.get_ref<const std::string&>());
}

Found composite_value(const plan::FieldSpec& field, const json& value) {
    if (!value.is_object()) return std::nullopt;
    std::vector<Value> parts(field.parts.size());
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto part = value.find(std::string(field.parts[i].name));
        if (part == value.end() || part->is_null()) continue;
        const Found found = plain_value(field.parts[i].type, *part, field.parts[i].choices);
        if (!found) return std::nullopt;
        parts[i] = *found;
    }
    auto whole = plan::from_parts(parts);
    if (!whole) return std::nullopt;
    return std::move(*whole);
}

// Where a field takes many types, the value says its own.
Found named_value(const json& value) {
    constexpr std::pair<const char*, ValueType> names[] = {{"text", ValueType::text},
                                                           {"integer", ValueType::integer},
                                                           {"boolean", ValueType::boolean},
                                                           {"date", ValueType::date},
                                                           {"minute", ValueType::minute},
                                                           {"item", ValueType::item},
                                                           {"money", ValueType::money}};
    if (!value.is_object() || value.size() != 1) return std::nullopt;
    for (const auto& [name, type] : names) {
        if (const auto at = value.find(name); at != value.end()) return plain_value(type, *at, {});
    }
    return std::nullopt;
}

Found any_value(const plan::FieldSpec& field, const json& value) {
    if (!field.parts.empty()) return composite_value(field, value);
    if (field.types.size() > 2) return named_value(value);
    for (const ValueType type : field.types) {
        if (Found found = plain_value(type, value, field.choices)) return found;
    }
    return std::nullopt;
}

}  // namespace

std::optional<Value> value_from_json(const plan::FieldSpec& field, const json& value) {
    if (value.is_null()) return Value();
    Found found = any_value(field, value);
    const bool fits = found && (field.fold == merge::Fold::text ||
                                found->canonical().size() <= merge::value_bytes_max);
    return fits ? found : std::nullopt;
}

std::optional<std::string> element_from_json(const plan::FieldSpec& field, const json& value) {
    for (const ValueType type : field.types) {
        const Found found = plain_value(type, value, field.choices);
        if (!found) continue;
        auto element = merge::to_nfc(found->canonical());
        if (element && element->size() <= merge::element_bytes_max) return element;
    }
    return std::nullopt;
}

}  // namespace cairn::exchange
