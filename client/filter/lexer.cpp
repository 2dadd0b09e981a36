#include "client/filter/lexer.h"

#include "client/merge/utf8.h"

namespace cairn::filter {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool ends_word(char c) { return is_space(c) || c == '(' || c == ')' || c == '"'; }
bool begins_relation(char c) { return c == ':' || c == '<' || c == '>' || c == '=' || c == '!'; }

class Lexer {
public:
    explicit Lexer(std::string_view text) : text_(text) {}

    Result<std::vector<Token>, FilterError> all() {
        std::vector<Token> tokens;
        for (;;) {
            while (at_ < text_.size() && is_space(text_[at_])) ++at_;
            auto token = next();
            if (!token) return refuse(token.error());
            const bool done = token->what == Token::What::end;
            tokens.push_back(std::move(*token));
            if (done) return tokens;
        }
    }

private:
    [[nodiscard]] bool done() const { return at_ == text_.size(); }
    [[nodiscard]] char here() const { return text_[at_]; }
    [[nodiscard]] std::size_t column() const { return column_of(at_); }
    [[nodiscard]] std::size_t column_of(std::size_t at) const {
        std::size_t column = 1;
        for (const char c : text_.substr(0, at))
            if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) ++column;
        return column;
    }

    Token sign(Token::What what) {
        Token token{.what = what, .column = column()};
        ++at_;
        return token;
    }

    Result<Token, FilterError> next() {
        if (done()) return Token{.what = Token::What::end, .column = column()};
        if (here() == '(') return sign(Token::What::open);
        if (here() == ')') return sign(Token::What::close);
        if (here() == '|') return sign(Token::What::either);
        if (here() == '-' || here() == '!') return sign(Token::What::negation);
        return term();
    }

    Result<Token, FilterError> term() {
        Token token{.what = Token::What::words, .column = column()};
        const bool quoted = here() == '"';
        auto name = quoted ? quotation() : word();
        if (!name) return refuse(name.error());
        token.text = std::move(*name);
        if (!done() && begins_relation(here())) {
            token.what = Token::What::test;
            return test(std::move(token));
        }
        if (quoted) return token;
        const std::string typed = plan::lower_case(token.text);
        if (typed == "or") token.what = Token::What::either;
        if (typed == "not") token.what = Token::What::negation;
        return token;
    }

    // Up to what ends a word, or makes it the name of a test.
    Result<std::string, FilterError> word() {
        const std::size_t begin = at_;
        while (!done() && !ends_word(here()) && !begins_relation(here())) ++at_;
        if (at_ == begin)
            return refuse(FilterError{
                column(),
                "a name stands before '" + std::string(1, here()) + "', such as due<+2w"});
        return std::string(text_.substr(begin, at_ - begin));
    }

    Result<std::string, FilterError> quotation() {
        const std::size_t begin = at_++;
        const std::size_t end = text_.find('"', at_);
        if (end == std::string_view::npos)
            return refuse(FilterError{column_of(begin), "the quotation has no end: add a \""});
        std::string quoted(text_.substr(at_, end - at_));
        at_ = end + 1;
        if (quoted.empty())
            return refuse(FilterError{column_of(begin),
                                      "there is nothing between the quotes; for what is "
                                      "empty write NAME:none"});
        return quoted;
    }

    Relation relation() {
        const char first = text_[at_++];
        const bool with_equal = !done() && here() == '=' && first != '=' && first != ':';
        if (with_equal) ++at_;
        switch (first) {
            case '<':
                return with_equal ? Relation::at_most : Relation::less;
            case '>':
                return with_equal ? Relation::at_least : Relation::more;
            case '!':
                return Relation::unequal;
            case '=':
                return Relation::equal;
            default:
                return Relation::holds;
        }
    }

    Result<Token, FilterError> test(Token token) {
        token.relation = relation();
        for (bool more = true; more;) {
            auto value = typed_value();
            if (!value) return refuse(value.error());
            token.values.push_back(std::move(*value));
            more = !done() && here() == ',';
            if (more) ++at_;
        }
        return token;
    }

    // Of an unquoted value: up to a space, a comma, a bracket, or the two dots of a range.
    std::string piece() {
        const std::size_t begin = at_;
        while (!done() && !ends_word(here()) && here() != ',' && text_.compare(at_, 2, "..") != 0)
            ++at_;
        return std::string(text_.substr(begin, at_ - begin));
    }

    Result<TypedValue, FilterError> typed_value() {
        TypedValue value{.column = column()};
        const auto side = [&]() -> Result<std::string, FilterError> {
            if (done() || here() != '"') return piece();
            value.is_quoted = true;
            return quotation();
        };
        auto first = side();
        if (!first) return refuse(first.error());
        value.first = std::move(*first);
        if (text_.compare(at_, 2, "..") == 0) {
            value.is_range = true;
            at_ += 2;
            auto last = side();
            if (!last) return refuse(last.error());
            value.last = std::move(*last);
        }
        if (value.first.empty() && value.last.empty())
            return refuse(
                FilterError{value.column, "a value is missing; for what is empty write NAME:none"});
        return value;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace

Result<std::vector<Token>, FilterError> tokens_of(std::string_view text) {
    if (text.size() > filter_bytes_max)
        return refuse(
            FilterError{1, "a filter has at most " + std::to_string(filter_bytes_max) + " bytes"});
    if (!merge::is_text(text)) return refuse(FilterError{1, "a filter is text in UTF-8"});
    return Lexer(text).all();
}

}  // namespace cairn::filter
