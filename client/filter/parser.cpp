#include "client/filter/expression.h"

namespace cairn::filter {
namespace {

using What = Token::What;

class Parser {
public:
    Parser(const std::vector<Token>& tokens, const Vocabulary& vocabulary)
        : tokens_(tokens), vocabulary_(vocabulary) {}

    Result<Expression, FilterError> whole() {
        if (here().what == What::end) return Expression{};
        auto expression = either(0);
        if (!expression) return expression;
        if (here().what == What::close)
            return refuse(FilterError{here().column, "no bracket is open here: remove the )"});
        return expression;
    }

private:
    [[nodiscard]] const Token& here() const { return tokens_[at_]; }

    Result<Expression, FilterError> either(std::size_t depth) {
        return list(Expression::What::any, depth, [&] {
            const bool goes_on = here().what == What::either;
            if (goes_on) ++at_;
            return goes_on;
        });
    }

    Result<Expression, FilterError> list(Expression::What what,
                                         std::size_t depth,
                                         const std::function<bool()>& goes_on) {
        Expression all{.what = what};
        do {
            auto part = what == Expression::What::any ? together(depth) : single(depth);
            if (!part) return part;
            all.parts.push_back(std::move(*part));
        } while (goes_on());
        if (all.parts.size() == 1) return Expression(std::move(all.parts.front()));
        return all;
    }

    Result<Expression, FilterError> together(std::size_t depth) {
        return list(Expression::What::all, depth, [&] {
            return here().what != What::either && here().what != What::close &&
                   here().what != What::end;
        });
    }

    Result<Expression, FilterError> single(std::size_t depth) {
        const Token& token = here();
        if (depth > filter_depth_max)
            return refuse(FilterError{
                token.column,
                "brackets and nots go at most " + std::to_string(filter_depth_max) + " deep"});
        switch (token.what) {
            case What::open:
                ++at_;
                return group(token, depth);
            case What::negation: {
                ++at_;
                auto turned = single(depth + 1);
                if (!turned) return turned;
                Expression no{.what = Expression::What::no};
                no.parts.push_back(std::move(*turned));
                return no;
            }
            case What::words:
            case What::test:
                ++at_;
                return term(token);
            default:
                return refuse(FilterError{
                    token.column,
                    "something to look for is missing here, such as owner:me or \"two words\""});
        }
    }

    Result<Expression, FilterError> group(const Token& open, std::size_t depth) {
        auto inner = either(depth + 1);
        if (!inner) return inner;
        if (here().what != What::close)
            return refuse(FilterError{open.column, "this bracket is never closed: add a )"});
        ++at_;
        return inner;
    }

    Result<Expression, FilterError> term(const Token& token) {
        terms_ += std::max<std::size_t>(token.values.size(), 1);
        if (terms_ > filter_terms_max)
            return refuse(FilterError{
                token.column,
                "a filter has at most " + std::to_string(filter_terms_max) + " terms and values"});
        if (token.what == What::test) return compile(token, vocabulary_);
        Expression words{.what = Expression::What::test};
        words.test.operands.push_back(text_operand(token.text));
        return words;
    }

    const std::vector<Token>& tokens_;
    const Vocabulary& vocabulary_;
    std::size_t at_ = 0;
    std::size_t terms_ = 0;
};

}  // namespace

Result<Expression, FilterError> parse_expression(const std::vector<Token>& tokens,
                                                 const Vocabulary& vocabulary) {
    return Parser(tokens, vocabulary).whole();
}

}  // namespace cairn::filter
