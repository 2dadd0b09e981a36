#pragma once
// A filter ready to be asked. Inside this folder only.
#include <vector>

#include "client/filter/lexer.h"

namespace cairn::filter {

// Numbers, choices, lengths of time, money and yes-no are one number; a day is all its minutes.
struct Interval {
    std::int64_t first = 0;
    std::int64_t last = 0;
};

struct Operand {
    enum class What : std::uint8_t { none, any, interval, item, text, kind };
    What what = What::any;
    Interval interval = {};
    ItemId item = {};
    std::string text = {};  // with one case; of money: the currency
};

struct Test {
    enum class Of : std::uint8_t {
        words,  // anywhere people write
        kind,
        id,
        under,
        phase,
        overdue,
        field,
        part,
        set,
        link,
        custom,
    };
    Of of = Of::words;
    Relation relation = Relation::holds;
    const plan::FieldSpec* field = nullptr;
    std::size_t part = 0;
    plan::LinkNumber link = 0;
    bool reversed = false;
    ItemId custom = {};
    plan::Date today = {};
    std::vector<Operand> operands = {};  // any of them
};

// `all` and `any` hold their parts, `no` the one it turns round.
struct Expression {
    enum class What : std::uint8_t { all, any, no, test };
    What what = What::all;
    std::vector<Expression> parts = {};
    Test test = {};
};

[[nodiscard]] Result<Expression, FilterError> parse_expression(const std::vector<Token>& tokens,
                                                               const Vocabulary& vocabulary);

// A name and what it is asked for, looked up in the catalog and the vocabulary.
[[nodiscard]] Result<Expression, FilterError> compile(const Token& token,
                                                      const Vocabulary& vocabulary);

// What people may type for a field, as operands.
[[nodiscard]] Result<std::vector<Operand>, FilterError> operands_of(const Token& token,
                                                                    const plan::NamedField& field,
                                                                    const Vocabulary& vocabulary);
[[nodiscard]] Result<Operand, FilterError> item_operand(const TypedValue& value,
                                                        const Vocabulary& vocabulary);
// `none` and `any`, unquoted.
[[nodiscard]] std::optional<Operand> emptiness_of(const TypedValue& value);
[[nodiscard]] Operand text_operand(std::string_view text);

}  // namespace cairn::filter
