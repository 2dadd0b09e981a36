#include "client/filter/filter.h"

#include <algorithm>

#include "client/filter/expression.h"
#include "client/filter/fold_case.h"
#include "client/filter/interval.h"

namespace cairn::filter {
namespace {

using Of = Test::Of;
using outline::Cell;
using outline::part_of;
using outline::value_of;

struct Subject {
    const outline::Outline& outline;
    outline::Place place;
    const outline::Item& item;
};

// Where free words may stand.
constexpr plan::FieldNumber searched[] = {
    plan::field::title, plan::field::notes, plan::field::reference};

bool is_in(const Cell& cell) { return cell.value == "b1"; }

std::string_view payload_of(std::string_view canonical) {
    return canonical.empty() ? canonical : canonical.substr(1);
}

bool words_stand_in(const Subject& subject, std::string_view folded) {
    for (const Cell& cell : subject.item.cells) {
        if (cell.field == plan::field::labels) {
            if (is_in(cell) && holds_folded(payload_of(cell.element), folded)) return true;
        } else if (std::find(std::begin(searched), std::end(searched), cell.field) !=
                       std::end(searched) &&
                   holds_folded(payload_of(cell.value), folded)) {
            return true;
        }
    }
    return false;
}

plan::Phase phase_of(const Subject& subject) {
    return plan::phase_of(outline::state_of(subject.item.cells));
}

bool is_overdue(const Subject& subject, plan::Date today) {
    if (!outline::is_open(subject.item.cells)) return false;
    const auto date = outline::date_of_item(subject.item.cells);
    return date && *date < today;
}

bool is_below(const Subject& subject, const ItemId& ancestor) {
    outline::Place above = subject.item.parent;
    while (above != outline::no_place && subject.outline.at(above).id != ancestor)
        above = subject.outline.at(above).parent;
    return above != outline::no_place;
}

// A value that is there.
bool fits(const Test& test, const Operand& operand, std::string_view value) {
    switch (operand.what) {
        case Operand::What::none:
            return false;
        case Operand::What::any:
            return true;
        case Operand::What::item: {
            const auto item = merge::parse_item(payload_of(value));
            return item && *item == operand.item;
        }
        case Operand::What::text:
            return test.relation == Relation::equal || test.of == Of::set
                       ? equals_folded(payload_of(value), operand.text)
                       : holds_folded(payload_of(value), operand.text);
        default: {
            if (!operand.text.empty() && !value.ends_with(":" + operand.text)) return false;
            const auto interval = interval_of(value);
            return interval && compare(*interval, test.relation, operand.interval);
        }
    }
}

bool any_fits(const Test& test, std::string_view value) {
    return std::any_of(test.operands.begin(), test.operands.end(), [&](const Operand& operand) {
        if (value.empty()) return operand.what == Operand::What::none;
        return fits(test, operand, value);
    });
}

bool is_in_set(const Test& test, const Subject& subject) {
    bool is_empty = true;
    for (const Cell& cell : subject.item.cells) {
        if (cell.field != test.field->number || !is_in(cell)) continue;
        is_empty = false;
        if (any_fits(test, cell.element)) return true;
    }
    return is_empty && any_fits(test, {});
}

bool is_linked(const Test& test, const Subject& subject) {
    bool is_free = true;
    for (const outline::LinkEnd& end : subject.outline.ends(subject.place)) {
        if (end.link->type != test.link || end.is_reversed != test.reversed) continue;
        is_free = false;
        const ItemId& other = test.reversed ? end.link->from : end.link->to;
        for (const Operand& operand : test.operands)
            if (operand.what == Operand::What::any || operand.item == other) return true;
    }
    return is_free && any_fits(test, {});
}

bool has_custom(const Test& test, const Subject& subject) {
    for (const outline::LinkEnd& end : subject.outline.ends(subject.place))
        if (end.link->type == plan::link::custom && !end.is_reversed && end.link->to == test.custom)
            return any_fits(test, value_of(end.link->cells, plan::field::custom_value));
    return any_fits(test, {});
}

bool holds_test(const Test& test, const Subject& subject) {
    const auto any = [&](const auto& is) {
        return std::any_of(test.operands.begin(), test.operands.end(), is);
    };
    switch (test.of) {
        case Of::words:
            return words_stand_in(subject, test.operands.front().text);
        case Of::kind:
            return any([&](const Operand& o) { return o.interval.first == subject.item.kind; });
        case Of::id:
            return any([&](const Operand& o) { return o.item == subject.item.id; });
        case Of::under:
            return any([&](const Operand& o) { return is_below(subject, o.item); });
        case Of::phase:
            return test.operands.front().interval.first ==
                   static_cast<std::int64_t>(phase_of(subject));
        case Of::overdue:
            return is_overdue(subject, test.today);
        case Of::field:
            return any_fits(test, value_of(subject.item.cells, test.field->number));
        case Of::part:
            return any_fits(test,
                            part_of(value_of(subject.item.cells, test.field->number), test.part));
        case Of::set:
            return is_in_set(test, subject);
        case Of::link:
            return is_linked(test, subject);
        case Of::custom:
            return has_custom(test, subject);
    }
    return false;
}

bool holds(const Expression& expression, const Subject& subject) {
    const auto is = [&](const Expression& part) { return holds(part, subject); };
    const auto& parts = expression.parts;
    switch (expression.what) {
        case Expression::What::all:
            return std::all_of(parts.begin(), parts.end(), is);
        case Expression::What::any:
            return std::any_of(parts.begin(), parts.end(), is);
        case Expression::What::no:
            return !holds(parts.front(), subject);
        case Expression::What::test:
            return holds_test(expression.test, subject);
    }
    return false;
}

bool asks(const Expression& expression, const std::function<bool(const Test&)>& is) {
    if (expression.what == Expression::What::test) return is(expression.test);
    return std::any_of(expression.parts.begin(),
                       expression.parts.end(),
                       [&](const Expression& part) { return asks(part, is); });
}

}  // namespace

std::string sentence_of(const FilterError& error) {
    return "column " + std::to_string(error.column) + ": " + error.message;
}

Result<Filter, FilterError> Filter::parse(std::string_view text, const Vocabulary& vocabulary) {
    const auto tokens = tokens_of(text);
    if (!tokens) return refuse(tokens.error());
    auto expression = parse_expression(*tokens, vocabulary);
    if (!expression) return refuse(expression.error());
    return Filter(std::make_unique<const Expression>(std::move(*expression)));
}

Filter::Filter(std::unique_ptr<const Expression> expression) : expression_(std::move(expression)) {}
Filter::Filter(Filter&&) noexcept = default;
Filter& Filter::operator=(Filter&&) noexcept = default;
Filter::~Filter() = default;

bool Filter::matches(const outline::Outline& outline, outline::Place place) const {
    return holds(*expression_, {outline, place, outline.at(place)});
}

bool Filter::looks_at_links() const {
    return asks(*expression_,
                [](const Test& test) { return test.of == Of::link || test.of == Of::custom; });
}

bool Filter::names_kind() const {
    return asks(*expression_, [](const Test& test) { return test.of == Of::kind; });
}

}  // namespace cairn::filter
