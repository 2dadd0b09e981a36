#include "client/outline/cells.h"

#include <charconv>

#include "client/merge/composite.h"
#include "client/merge/value.h"

namespace cairn::outline {
namespace {

using merge::ValueType;

bool is_of(std::string_view canonical, ValueType type) {
    return !canonical.empty() && canonical.front() == static_cast<char>(type);
}

template <class Number>
std::optional<Number> number_in(std::string_view canonical) {
    Number number = 0;
    const auto read =
        std::from_chars(canonical.data() + 1, canonical.data() + canonical.size(), number);
    return read.ec == std::errc() ? std::optional(number) : std::nullopt;
}

}  // namespace

std::string_view value_of(const Cells& cells, plan::FieldNumber field) {
    for (const Cell& cell : cells)
        if (cell.field == field) return cell.value == "n" ? std::string_view() : cell.value;
    return {};
}

std::string_view part_of(std::string_view composite, std::size_t part) {
    if (!is_of(composite, ValueType::composite)) return {};
    merge::CompositeReader reader(composite);
    for (std::size_t i = 0;; ++i) {
        const auto value = reader.next();
        if (!value) return {};
        if (i == part) return *value == "n" ? std::string_view() : *value;
    }
}

std::string_view part_of(const Cells& cells, plan::FieldNumber field, std::size_t part) {
    return part_of(value_of(cells, field), part);
}

std::string_view text_of(const Cells& cells, plan::FieldNumber field) {
    const std::string_view value = value_of(cells, field);
    return is_of(value, ValueType::text) ? value.substr(1) : std::string_view();
}

std::optional<std::int64_t> integer_of(const Cells& cells, plan::FieldNumber field) {
    const std::string_view value = value_of(cells, field);
    if (!is_of(value, ValueType::integer)) return std::nullopt;
    return number_in<std::int64_t>(value);
}

std::optional<plan::ChoiceNumber> choice_of(const Cells& cells, plan::FieldNumber field) {
    const std::string_view value = value_of(cells, field);
    if (!is_of(value, ValueType::choice)) return std::nullopt;
    return number_in<plan::ChoiceNumber>(value);
}

std::optional<bool> yes_no_of(const Cells& cells, plan::FieldNumber field) {
    const std::string_view value = value_of(cells, field);
    if (!is_of(value, ValueType::boolean)) return std::nullopt;
    return value == "b1";
}

std::optional<ItemId> item_of(const Cells& cells, plan::FieldNumber field) {
    const std::string_view value = value_of(cells, field);
    return is_of(value, ValueType::item) ? merge::parse_item(value.substr(1)) : std::nullopt;
}

std::optional<plan::Date> date_in(std::string_view canonical) {
    if (is_of(canonical, ValueType::date)) return plan::date_from_iso(canonical.substr(1));
    if (!is_of(canonical, ValueType::minute)) return std::nullopt;
    const auto minute = plan::minute_from_iso(canonical.substr(1));
    return minute ? std::optional(minute->date()) : std::nullopt;
}

std::optional<plan::Date> date_of(const Cells& cells, plan::FieldNumber field) {
    return date_in(value_of(cells, field));
}

std::vector<std::string_view> elements_of(const Cells& cells, plan::FieldNumber field) {
    std::vector<std::string_view> elements;
    for (const Cell& cell : cells)
        if (cell.field == field && cell.value == "b1") elements.emplace_back(cell.element);
    return elements;
}

plan::ChoiceNumber state_of(const Cells& cells) {
    const std::string_view state = part_of(cells, plan::field::status, plan::part::state);
    return is_of(state, ValueType::choice) ? number_in<plan::ChoiceNumber>(state).value_or(0) : 0;
}

bool is_open(const Cells& cells) {
    const plan::Phase phase = plan::phase_of(state_of(cells));
    return phase == plan::Phase::waiting || phase == plan::Phase::active;
}

std::optional<plan::Date> start_of(const Cells& cells) {
    return date_in(part_of(cells, plan::field::span, plan::part::start));
}

std::optional<plan::Date> finish_of(const Cells& cells) {
    return date_in(part_of(cells, plan::field::span, plan::part::finish));
}

std::optional<plan::Date> date_of_item(const Cells& cells) {
    const auto due = date_of(cells, plan::field::due);
    return due ? due : finish_of(cells);
}

}  // namespace cairn::outline
