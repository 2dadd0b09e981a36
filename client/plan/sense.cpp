#include "client/plan/sense.h"

#include <algorithm>

#include "client/plan/text_input.h"

namespace cairn::plan {
namespace {

using merge::Value;

constexpr KindNumber accountable[] = {kind::person, kind::team};
constexpr KindNumber teams[] = {kind::team};
constexpr KindNumber calendars[] = {kind::calendar};

// Unset if there is no such part.
Value part_of(const Value& composite, std::size_t part) {
    const std::vector<Value> parts = composite.parts();
    return part < parts.size() ? parts[part] : Value();
}

bool is_negative(const Value& length) { return length.as_integer().value_or(0) < 0; }

std::string states_of(const KindSpec& kind) {
    std::string list;
    const FieldSpec* field = find_field(field::status);
    for (const ChoiceNumber state : kind.states) {
        const Choice* choice = find_choice(field->parts[part::state].choices, state);
        if (choice != nullptr) list += (list.empty() ? "" : ", ") + std::string(choice->name);
    }
    return list;
}

std::optional<std::string> senseless_state(const KindSpec& kind, const Value& value) {
    const auto state = part_of(value, part::state).as_choice();
    const FieldSpec* field = find_field(field::status);
    const Choice* choice = state ? find_choice(field->parts[part::state].choices, *state) : nullptr;
    // What a later version brings is not judged.
    if (choice == nullptr || kind.states.empty()) return std::nullopt;
    if (std::find(kind.states.begin(), kind.states.end(), *state) != kind.states.end())
        return std::nullopt;
    return "cannot be '" + std::string(choice->name) + "': the states of a " +
           std::string(kind.name) + " are " + states_of(kind);
}

}  // namespace

std::optional<std::string> senseless(const KindSpec* kind,
                                     const FieldSpec& field,
                                     const Value& value) {
    if (field.number == field::title && trimmed(value.payload()).empty())
        return "cannot be blank: people find the item by it";
    if (field.number == field::status && kind != nullptr) return senseless_state(*kind, value);
    // A lag may be negative: the next begins before the one before ends.
    const bool is_length = field.shape == Shape::duration && field.number != field::lag;
    if ((is_length && is_negative(part_of(value, part::amount))) ||
        (field.shape == Shape::span && is_negative(part_of(value, part::duration))))
        return "cannot be a length of time below zero";
    return std::nullopt;
}

std::span<const KindNumber> kinds_named_by(FieldNumber field) {
    switch (field) {
        case field::owner:
        case field::action_owner:
        case field::approver:
        case field::decided_by:
            return accountable;
        case field::team:
            return teams;
        case field::calendar:
        case field::base_calendar:
            return calendars;
        default:
            return {};
    }
}

std::string either_of(std::span<const KindNumber> kinds) {
    std::string list;
    for (const KindNumber number : kinds)
        list += (list.empty() ? "" : " or ") + std::string(find_kind(number)->name);
    return list;
}

}  // namespace cairn::plan
