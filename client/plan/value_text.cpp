#include "client/plan/value_text.h"

#include <charconv>

#include "client/plan/span_text.h"
#include "shared/base/contract.h"

namespace cairn::plan {
namespace {

using merge::Value;
using merge::ValueType;
using Parsed = Result<Value, TextError>;

Parsed parse_integer(std::string_view text, std::int64_t min, std::int64_t max) {
    std::int64_t number = 0;
    const std::string_view digits = text.substr(text[0] == '+' ? 1 : 0);
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    const bool whole = read.ec == std::errc() && read.ptr == digits.data() + digits.size();
    if (!whole) {
        return refuse(TextError{"'" + std::string(text) + "' is not a whole number"});
    }
    if ((min != 0 || max != 0) && (number < min || number > max)) {
        return refuse(TextError{"'" + std::string(text) + "' is not between " +
                                std::to_string(min) + " and " + std::to_string(max)});
    }
    return Value::integer(number);
}

Parsed parse_boolean(std::string_view text) {
    const std::string typed = lower_case(text);
    for (const std::string_view yes : {"yes", "y", "true", "on", "1"}) {
        if (typed == yes) return Value::boolean(true);
    }
    for (const std::string_view no : {"no", "n", "false", "off", "0"}) {
        if (typed == no) return Value::boolean(false);
    }
    return refuse(TextError{"'" + std::string(text) + "' is neither yes nor no"});
}

Parsed parse_choice(std::string_view text, std::span<const Choice> choices) {
    if (const Choice* choice = find_choice(choices, text)) return Value::choice(choice->number);
    std::string names;
    for (const Choice& choice : choices) {
        names += (names.empty() ? "" : ", ") + std::string(choice.name);
    }
    return refuse(TextError{"'" + std::string(text) + "' is none of: " + names});
}

Parsed parse_text(std::string_view text) {
    if (const auto value = Value::text(text)) return *value;
    return refuse(TextError{"not text in UTF-8 of at most 64 KiB without NUL"});
}

// Of any length: it is cut into edits.
Parsed parse_prose(std::string_view text) {
    if (const auto value = Value::shown("t" + std::string(text))) return *value;
    return refuse(TextError{"not text in UTF-8 without NUL"});
}

Parsed parse_item(std::string_view text, const TextContext& context) {
    const auto id = context.find_item ? context.find_item(text) : std::nullopt;
    if (id) return Value::item(*id);
    return refuse(TextError{"'" + std::string(text) + "' names no item, or several"});
}

// For a field that takes both, a time of day makes it a minute.
Parsed parse_date_or_minute(std::string_view text, bool date_fits, const TextContext& context) {
    if (date_fits) {
        if (const auto date = parse_date(text, context.today)) return *Value::date(to_iso(*date));
    }
    const auto minute = parse_minute(text, context.today, context.units.day_start);
    if (!minute) return refuse(minute.error());
    return *Value::minute(to_iso(*minute));
}

bool takes(const FieldSpec& field, ValueType type) {
    return std::find(field.types.begin(), field.types.end(), type) != field.types.end();
}

// A custom field's value: the first type that fits, text if none does.
Parsed parse_any(std::string_view text, const TextContext& context) {
    if (const auto date = date_from_iso(text)) return *Value::date(to_iso(*date));
    if (const auto minute = minute_from_iso(text)) return *Value::minute(to_iso(*minute));
    if (const auto number = parse_integer(text, 0, 0)) return *number;
    const std::string typed = lower_case(text);
    if (typed == "yes" || typed == "no") return parse_boolean(text);
    if (const auto money = parse_money(text)) return *money;
    if (text[0] == '@') {
        if (const auto item = parse_item(text, context)) return *item;
    }
    return parse_text(text);
}

Parsed parse_plain(const FieldSpec& field, std::string_view text, const TextContext& context) {
    if (field.fold == merge::Fold::text) return parse_prose(text);
    if (field.types.size() > 2) return parse_any(text, context);
    switch (field.types[0]) {
        case ValueType::integer:
            return parse_integer(text, field.integer_min, field.integer_max);
        case ValueType::boolean:
            return parse_boolean(text);
        case ValueType::date:
            if (takes(field, ValueType::minute)) return parse_date_or_minute(text, true, context);
            if (const auto date = parse_date(text, context.today); date) {
                return *Value::date(to_iso(*date));
            } else {
                return refuse(date.error());
            }
        case ValueType::minute:
            return parse_date_or_minute(text, false, context);
        case ValueType::choice:
            return parse_choice(text, field.choices);
        case ValueType::item:
            return parse_item(text, context);
        case ValueType::money:
            return parse_money(text);
        default:
            return parse_text(text);
    }
}

Parsed parse_status(const FieldSpec& field, std::string_view text) {
    const std::size_t colon = text.find(':');
    const std::string_view state = trimmed(text.substr(0, colon));
    std::vector<Value> parts(2);
    if (!state.empty()) {
        auto choice = parse_choice(state, field.parts[part::state].choices);
        if (!choice) return choice;
        parts[part::state] = *choice;
    }
    if (colon != std::string_view::npos) {
        auto reason = parse_text(trimmed(text.substr(colon + 1)));
        if (!reason) return reason;
        if (!reason->payload().empty()) parts[part::reason] = *reason;
    }
    return from_parts(parts);
}

// One part of a list, or a part that is named alone.
Parsed parse_one_part(const FieldSpec& field,
                      std::size_t index,
                      std::string_view text,
                      const TextContext& context) {
    const PartSpec& part = field.parts[index];
    switch (part.type) {
        case ValueType::choice:
            return parse_choice(text, part.choices);
        case ValueType::integer:
            return parse_integer(text, 0, 0);
        case ValueType::boolean:
            return parse_boolean(text);
        case ValueType::minute: {
            const bool at_finish = field.shape == Shape::span && index == part::finish;
            const int usual = at_finish ? context.units.day_finish : context.units.day_start;
            const auto minute = parse_minute(text, context.today, usual);
            if (!minute) return refuse(minute.error());
            return *Value::minute(to_iso(*minute));
        }
        default:
            return parse_text(text);
    }
}

// Parts between ';', '-' for unset; backslash keeps either character.
std::vector<std::string> split_list(std::string_view text) {
    std::vector<std::string> out(1);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == ';') {
            out.emplace_back();
        } else {
            if (text[i] == '\\' && i + 1 < text.size()) out.back() += text[i++];
            out.back() += text[i];
        }
    }
    return out;
}

std::string unescaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 1 < text.size()) ++i;
        out += text[i];
    }
    return out;
}

std::string escaped(std::string_view text) {
    std::string out;
    if (text == "-" || text.empty() || text.front() == ' ' || text.back() == ' ') out += '\\';
    for (const char c : text) {
        if (c == ';' || c == '\\') out += '\\';
        out += c;
    }
    return out;
}

Parsed parse_list(const FieldSpec& field, std::string_view text, const TextContext& context) {
    const std::vector<std::string> words = split_list(text);
    if (words.size() > field.parts.size()) {
        return refuse(TextError{"'" + std::string(field.name) + "' has " +
                                std::to_string(field.parts.size()) + " parts, not " +
                                std::to_string(words.size())});
    }
    std::vector<Value> parts(field.parts.size());
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string_view word = trimmed(words[i]);
        if (word == "-" || word.empty()) continue;
        auto value = parse_one_part(field, i, unescaped(word), context);
        if (!value) return value;
        parts[i] = *value;
    }
    return from_parts(parts);
}

std::string print_list(const FieldSpec& field, const Value& value, const TextContext& context) {
    const std::vector<Value> parts = parts_of(field, value);
    std::string out;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) out += "; ";
        out += parts[i].is_unset() ? "-" : escaped(print_part(field, i, value, context));
    }
    return out;
}

std::string print_choice(const Value& value, std::span<const Choice> choices) {
    const Choice* choice = find_choice(choices, value.as_choice().value_or(0));
    return std::string(choice != nullptr ? choice->name : value.payload());
}

std::string print_plain(const FieldSpec& field, const Value& value, const TextContext& context) {
    switch (value.type()) {
        case ValueType::unset:
            return "";
        case ValueType::boolean:
            return value.as_boolean().value_or(false) ? "yes" : "no";
        case ValueType::choice:
            return print_choice(value, field.choices);
        case ValueType::money:
            return print_money(value);
        case ValueType::minute:
            return takes(field, ValueType::date) ? std::string(value.payload())
                                                 : print_minute(value, context.units.day_start);
        case ValueType::item: {
            const auto id = value.as_item();
            return id && context.name_item ? context.name_item(*id) : std::string(value.payload());
        }
        default:
            return std::string(value.payload());
    }
}

std::string print_status(const FieldSpec& field, const Value& value, const TextContext& context) {
    const std::string reason = print_part(field, part::reason, value, context);
    const std::string state = print_part(field, part::state, value, context);
    return reason.empty() ? state : state + ": " + reason;
}

std::string print_span_minute(std::size_t part,
                              const std::vector<Value>& parts,
                              const TextContext& context) {
    const auto kind = parts[part::constraint].as_choice().value_or(0);
    const bool finish_constraint = kind == constraint::must_finish_on ||
                                   kind == constraint::finish_no_earlier ||
                                   kind == constraint::finish_no_later;
    const bool at_finish =
        part == part::finish || (part == part::constraint_date && finish_constraint);
    return print_minute(parts[part],
                        at_finish ? context.units.day_finish : context.units.day_start);
}

}  // namespace

std::vector<Value> parts_of(const FieldSpec& field, const Value& value) {
    std::vector<Value> parts = value.parts();
    parts.resize(field.parts.size());
    return parts;
}

Parsed from_parts(const std::vector<Value>& parts) {
    const bool all_unset =
        std::all_of(parts.begin(), parts.end(), [](const Value& part) { return part.is_unset(); });
    if (all_unset) return Value();
    if (const auto value = Value::composite(parts)) return *value;
    return refuse(TextError{"longer than 64 KiB"});
}

Value to_value(const Duration& duration) {
    const auto value =
        Value::composite({Value::integer(duration.amount), Value::choice(duration.shown_in)});
    CAIRN_ASSERT(value.has_value());
    return *value;
}

std::optional<Duration> duration_of(const Value& value) {
    const std::vector<Value> parts = value.parts();
    if (parts.size() != 2) return std::nullopt;
    const auto amount = parts[part::amount].as_integer();
    if (!amount) return std::nullopt;
    return Duration{*amount, parts[part::shown_in].as_choice().value_or(unit::minutes)};
}

Parsed parse_value(const FieldSpec& field, std::string_view text, const TextContext& context) {
    const std::string_view typed = trimmed(text);
    if (typed.empty()) return Value();
    switch (field.shape) {
        case Shape::plain:
            return parse_plain(field, takes(field, ValueType::text) ? text : typed, context);
        case Shape::status:
            return parse_status(field, typed);
        case Shape::span:
            return parse_span(field, typed, context);
        case Shape::list:
            return parse_list(field, typed, context);
        case Shape::duration: {
            const auto duration = parse_duration(typed, context.units);
            if (!duration) return refuse(duration.error());
            return to_value(*duration);
        }
    }
    return refuse(TextError{"cannot be typed"});
}

Parsed parse_value(const NamedField& named,
                   std::string_view text,
                   const Value& current,
                   const TextContext& context) {
    const FieldSpec& field = *named.field;
    if (!named.part) return parse_value(field, text, context);
    std::vector<Value> parts = parts_of(field, current);
    const std::string_view typed = trimmed(text);
    Value& part = parts[*named.part];
    if (typed.empty()) {
        part = Value();
    } else if (field.shape == Shape::span && *named.part == part::duration) {
        const auto duration = parse_duration(typed, context.units);
        if (!duration) return refuse(duration.error());
        part = Value::integer(duration->amount);
        parts[part::duration_shown_in] = Value::choice(duration->shown_in);
    } else {
        auto value = parse_one_part(field, *named.part, typed, context);
        if (!value) return value;
        part = *value;
    }
    return from_parts(parts);
}

std::string print_part(const FieldSpec& field,
                       std::size_t part,
                       const Value& value,
                       const TextContext& context) {
    const std::vector<Value> parts = parts_of(field, value);
    if (part >= parts.size() || parts[part].is_unset()) return "";
    if (field.shape == Shape::span && part == part::duration) {
        const auto shown_in = parts[part::duration_shown_in].as_choice().value_or(unit::minutes);
        return print_duration({parts[part].as_integer().value_or(0), shown_in}, context.units);
    }
    if (field.shape == Shape::span && parts[part].type() == ValueType::minute) {
        return print_span_minute(part, parts, context);
    }
    switch (parts[part].type()) {
        case ValueType::choice:
            return print_choice(parts[part], field.parts[part].choices);
        case ValueType::boolean:
            return parts[part].as_boolean().value_or(false) ? "yes" : "no";
        default:
            return std::string(parts[part].payload());
    }
}

std::string print_value(const FieldSpec& field, const Value& value, const TextContext& context) {
    if (value.type() != ValueType::composite) return print_plain(field, value, context);
    switch (field.shape) {
        case Shape::status:
            return print_status(field, value, context);
        case Shape::span:
            return print_span(field, value, context);
        case Shape::duration: {
            const auto duration = duration_of(value);
            return duration ? print_duration(*duration, context.units)
                            : std::string(value.payload());
        }
        default:
            return print_list(field, value, context);
    }
}

}  // namespace cairn::plan
