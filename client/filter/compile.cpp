#include <algorithm>

#include "client/filter/expression.h"
#include "client/filter/fold_case.h"
#include "client/filter/near_name.h"

namespace cairn::filter {
namespace {

using Of = Test::Of;
using Compiled = Result<Expression, FilterError>;

constexpr std::string_view overdue = "overdue";
constexpr std::string_view phases[] = {"waiting", "active", "finished", "abandoned"};
constexpr std::string_view own_names[] = {"kind", "id", "under", "is", "label"};

bool is_plain(Relation relation) {
    return relation == Relation::holds || relation == Relation::equal ||
           relation == Relation::unequal;
}

Expression finished(const Token& token, Test test) {
    test.relation = token.relation;
    Expression asked{.what = Expression::What::test, .test = std::move(test)};
    if (token.relation != Relation::unequal) return asked;
    asked.test.relation = Relation::equal;
    Expression no{.what = Expression::What::no};
    no.parts.push_back(std::move(asked));
    return no;
}

std::vector<std::string_view> all_names() {
    std::vector<std::string_view> names(std::begin(own_names), std::end(own_names));
    for (const plan::FieldSpec& field : plan::fields()) {
        names.push_back(field.name);
        for (const plan::PartSpec& part : field.parts)
            if (plan::find_field(part.name)) names.push_back(part.name);
    }
    for (const plan::LinkSpec& link : plan::links()) {
        names.push_back(link.name);
        names.push_back(link.reverse);
    }
    return names;
}

FilterError unknown_name(const Token& token) {
    const std::vector<std::string_view> names = all_names();
    const std::string_view near = nearest(plan::lower_case(token.text), names);
    std::string message = "there is no field '" + token.text + "'";
    message += near.empty() ? "." : "; did you mean '" + std::string(near) + "'?";
    return {token.column, message + " To look for the words themselves, put them in quotes"};
}

FilterError none_of(const TypedValue& value, std::span<const std::string_view> names) {
    std::string list;
    for (const std::string_view name : names)
        list += (list.empty() ? "" : ", ") + std::string(name);
    return {value.column, "'" + value.first + "' is none of: " + list};
}

Compiled of_kind(const Token& token) {
    Test test{.of = Of::kind};
    for (const TypedValue& value : token.values) {
        const plan::KindSpec* kind = plan::find_kind(value.first);
        if (kind == nullptr) {
            std::vector<std::string_view> names;
            for (const plan::KindSpec& known : plan::kinds()) names.push_back(known.name);
            return refuse(none_of(value, names));
        }
        test.operands.push_back(
            {.what = Operand::What::kind, .interval = {kind->number, kind->number}});
    }
    return finished(token, std::move(test));
}

Compiled of_items(const Token& token, const Vocabulary& vocabulary, Of of) {
    Test test{.of = of};
    for (const TypedValue& value : token.values) {
        auto item = item_operand(value, vocabulary);
        if (!item) return refuse(item.error());
        test.operands.push_back(std::move(*item));
    }
    return finished(token, std::move(test));
}

// is:open is what neither ended nor was given up; is:overdue is open with its date in the past.
Compiled of_phase(const Token& token, const Vocabulary& vocabulary) {
    Expression any{.what = Expression::What::any};
    const auto add = [&](plan::Phase phase) {
        const auto number = static_cast<std::int64_t>(phase);
        any.parts.push_back(finished(
            token,
            Test{.of = Of::phase,
                 .operands = {{.what = Operand::What::interval, .interval = {number, number}}}}));
    };
    if (token.relation == Relation::unequal)
        return refuse(FilterError{token.column, "write -is:open for what is not open"});
    for (const TypedValue& value : token.values) {
        const std::string typed = plan::lower_case(value.first);
        const auto* named = std::find(std::begin(phases), std::end(phases), typed);
        if (named != std::end(phases)) {
            add(static_cast<plan::Phase>(named - std::begin(phases)));
        } else if (typed == "open") {
            add(plan::Phase::waiting);
            add(plan::Phase::active);
        } else if (typed == overdue) {
            any.parts.push_back(
                finished(token, Test{.of = Of::overdue, .today = vocabulary.text.today}));
        } else {
            constexpr std::string_view names[] = {
                "open", "waiting", "active", "finished", "abandoned", overdue};
            return refuse(none_of(value, names));
        }
    }
    return any;
}

Compiled of_field(const Token& token, const plan::NamedField& named, const Vocabulary& vocabulary) {
    Test test{.of = named.part ? Of::part : Of::field, .field = named.field};
    test.part = named.part.value_or(0);
    plan::NamedField asked = named;
    // A status is asked for by its state.
    if (!named.part && named.field->shape == plan::Shape::status) {
        test.of = Of::part;
        test.part = plan::part::state;
        asked.part = plan::part::state;
    }
    if (named.field->fold == merge::Fold::set) test.of = Of::set;
    auto operands = operands_of(token, asked, vocabulary);
    if (!operands) return refuse(operands.error());
    test.operands = std::move(*operands);
    return finished(token, std::move(test));
}

Compiled of_link(const Token& token, const plan::NamedLink& named, const Vocabulary& vocabulary) {
    Test test{.of = Of::link};
    test.link = named.link->number;
    test.reversed = named.reversed;
    for (const TypedValue& value : token.values) {
        auto operand = emptiness_of(value);
        if (!operand) {
            auto item = item_operand(value, vocabulary);
            if (!item) return refuse(item.error());
            operand = std::move(*item);
        }
        test.operands.push_back(std::move(*operand));
    }
    return finished(token, std::move(test));
}

// A custom field takes values of many types: a day or a number if it reads as one, else text.
Compiled of_custom(const Token& token, const CustomField& field, const Vocabulary& vocabulary) {
    Test test{.of = Of::custom};
    test.custom = field.item;
    for (const TypedValue& value : token.values) {
        auto operand = emptiness_of(value);
        for (const plan::FieldNumber like : {plan::field::count, plan::field::due}) {
            if (operand) break;
            Token alone = token;
            alone.values = {value};
            auto read = operands_of(alone, {plan::find_field(like), std::nullopt}, vocabulary);
            if (read) operand = std::move(read->front());
        }
        if (!operand && !is_plain(token.relation))
            return refuse(FilterError{value.column,
                                      "'" + value.first +
                                          "' is no number and no date, and only "
                                          "these have an order"});
        if (!operand) operand = text_operand(value.first);
        test.operands.push_back(std::move(*operand));
    }
    return finished(token, std::move(test));
}

}  // namespace

Compiled compile(const Token& token, const Vocabulary& vocabulary) {
    const std::string name = plan::lower_case(token.text);
    const bool is_own =
        std::find(std::begin(own_names), std::end(own_names), name) != std::end(own_names);
    if (is_own && name != "label" && !is_plain(token.relation))
        return refuse(
            FilterError{token.column, "'" + name + "' has no order: write " + name + ":VALUE"});
    if (name == "kind") return of_kind(token);
    if (name == "id") return of_items(token, vocabulary, Of::id);
    if (name == "under") return of_items(token, vocabulary, Of::under);
    if (name == "is") return of_phase(token, vocabulary);
    if (const auto field = plan::find_field(name == "label" ? "labels" : name))
        return of_field(token, *field, vocabulary);
    if (const auto link = plan::find_link(name)) {
        if (is_plain(token.relation)) return of_link(token, *link, vocabulary);
        return refuse(FilterError{token.column, "a link has no order: write " + name + ":ITEM"});
    }
    const auto custom = vocabulary.find_custom ? vocabulary.find_custom(token.text) : std::nullopt;
    if (custom) return of_custom(token, *custom, vocabulary);
    return refuse(unknown_name(token));
}

}  // namespace cairn::filter
