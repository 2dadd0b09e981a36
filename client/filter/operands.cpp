#include <limits>

#include "client/filter/expression.h"
#include "client/filter/fold_case.h"
#include "client/filter/interval.h"
#include "client/plan/value_text.h"

namespace cairn::filter {
namespace {

using merge::ValueType;

ValueType type_of(const plan::NamedField& named) {
    return named.part ? named.field->parts[*named.part].type : named.field->types.front();
}

bool is_of_days(ValueType type) { return type == ValueType::date || type == ValueType::minute; }

// A typed date is a day, whatever the field: start=2027-03-01 does not ask for midnight.
Result<Interval, FilterError> moment(const std::string& typed,
                                     std::size_t column,
                                     const Vocabulary& vocabulary) {
    if (const auto period = period_of(typed)) return *period;
    const plan::Date today = vocabulary.text.today;
    const auto date = plan::parse_date(typed, today);
    if (date) return all_of(*date);
    const auto minute = plan::parse_minute(typed, today, 0);
    if (minute) return Interval{minute->minutes, minute->minutes};
    return refuse(FilterError{column, date.error().message});
}

// By the catalog's own reading of the field.
Result<merge::Value, FilterError> value_as_typed(const std::string& typed,
                                                 std::size_t column,
                                                 const plan::NamedField& named,
                                                 const Vocabulary& vocabulary) {
    auto value = plan::parse_value(named, typed, merge::Value(), vocabulary.text);
    if (!value) return refuse(FilterError{column, value.error().message});
    if (!named.part) return *value;
    const std::vector<merge::Value> parts = plan::parts_of(*named.field, *value);
    return parts.at(*named.part);
}

Result<Operand, FilterError> number(const std::string& typed,
                                    std::size_t column,
                                    const plan::NamedField& named,
                                    const Vocabulary& vocabulary) {
    Operand operand{.what = Operand::What::interval};
    if (is_of_days(type_of(named))) {
        const auto days = moment(typed, column, vocabulary);
        if (!days) return refuse(days.error());
        operand.interval = *days;
        return operand;
    }
    // A span's duration is typed as a length of time, and held in minutes.
    if (named.part && named.field->shape == plan::Shape::span &&
        type_of(named) == ValueType::integer) {
        const auto length = plan::parse_duration(typed, vocabulary.text.units);
        if (!length) return refuse(FilterError{column, length.error().message});
        operand.interval = {length->amount, length->amount};
        return operand;
    }
    const auto value = value_as_typed(typed, column, named, vocabulary);
    if (!value) return refuse(value.error());
    const auto interval = interval_of(value->canonical());
    if (!interval) return refuse(FilterError{column, "'" + typed + "' cannot be compared"});
    operand.interval = *interval;
    if (value->type() == ValueType::money)
        operand.text = value->payload().substr(value->payload().find(':') + 1);
    return operand;
}

Result<Operand, FilterError> range(const TypedValue& value,
                                   const plan::NamedField& named,
                                   const Vocabulary& vocabulary) {
    Operand operand{.what = Operand::What::interval};
    operand.interval = {std::numeric_limits<std::int64_t>::min(),
                        std::numeric_limits<std::int64_t>::max()};
    if (!value.first.empty()) {
        const auto first = number(value.first, value.column, named, vocabulary);
        if (!first) return first;
        operand.interval.first = first->interval.first;
        operand.text = first->text;
    }
    if (!value.last.empty()) {
        const auto last = number(value.last, value.column, named, vocabulary);
        if (!last) return last;
        operand.interval.last = last->interval.last;
        operand.text = last->text;
    }
    return operand;
}

bool has_order(const plan::NamedField& named) {
    const ValueType type = type_of(named);
    return type != ValueType::text && type != ValueType::item &&
           (type != ValueType::composite || named.field->shape == plan::Shape::duration);
}

FilterError no_order(const Token& token, std::size_t column) {
    return {column, "'" + token.text + "' has no order: ask with " + token.text + ":VALUE instead"};
}

bool asks_for_order(const Token& token, const TypedValue& value) {
    return value.is_range ||
           (token.relation != Relation::holds && token.relation != Relation::equal &&
            token.relation != Relation::unequal);
}

Result<Operand, FilterError> operand_of(const Token& token,
                                        const TypedValue& value,
                                        const plan::NamedField& named,
                                        const Vocabulary& vocabulary) {
    if (const auto empty = emptiness_of(value)) return *empty;
    if (asks_for_order(token, value) && !has_order(named))
        return refuse(no_order(token, value.column));
    if (value.is_range) return range(value, named, vocabulary);
    if (has_order(named)) return number(value.first, value.column, named, vocabulary);
    if (type_of(named) == ValueType::item) return item_operand(value, vocabulary);
    if (type_of(named) == ValueType::text) return text_operand(value.first);
    return refuse(FilterError{token.column,
                              "'" + token.text +
                                  "' is a field of several parts: ask for one of "
                                  "them, such as start<+2w or state:blocked"});
}

}  // namespace

std::optional<Operand> emptiness_of(const TypedValue& value) {
    if (value.is_quoted || value.is_range) return std::nullopt;
    const std::string typed = plan::lower_case(value.first);
    if (typed == "none") return Operand{.what = Operand::What::none};
    if (typed == "any") return Operand{.what = Operand::What::any};
    return std::nullopt;
}

Operand text_operand(std::string_view text) {
    return {.what = Operand::What::text, .text = fold_case(text)};
}

Result<Operand, FilterError> item_operand(const TypedValue& value, const Vocabulary& vocabulary) {
    const auto item =
        vocabulary.text.find_item ? vocabulary.text.find_item(value.first) : std::nullopt;
    if (!item)
        return refuse(FilterError{
            value.column,
            "'" + value.first + "' names no item, or several: use the start of its id"});
    return Operand{.what = Operand::What::item, .item = *item};
}

Result<std::vector<Operand>, FilterError> operands_of(const Token& token,
                                                      const plan::NamedField& field,
                                                      const Vocabulary& vocabulary) {
    std::vector<Operand> operands;
    for (const TypedValue& value : token.values) {
        auto operand = operand_of(token, value, field, vocabulary);
        if (!operand) return refuse(operand.error());
        operands.push_back(std::move(*operand));
    }
    return operands;
}

}  // namespace cairn::filter
