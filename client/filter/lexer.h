#pragma once
// A filter's text as tokens. Inside this folder only.
#include <string>
#include <vector>

#include "client/filter/filter.h"

namespace cairn::filter {

enum class Relation : std::uint8_t { holds, equal, unequal, less, at_most, more, at_least };

// One value as typed, or a range of two.
struct TypedValue {
    std::size_t column = 1;
    std::string first = {};
    std::string last = {};  // of a range
    bool is_range = false;
    bool is_quoted = false;  // then `none` and `any` are words like others
};

struct Token {
    enum class What : std::uint8_t { open, close, either, negation, words, test, end };
    What what = What::end;
    std::size_t column = 1;
    std::string text = {};  // of words; of a test: the name
    Relation relation = Relation::holds;
    std::vector<TypedValue> values = {};
};

// Ends with `end`.
[[nodiscard]] Result<std::vector<Token>, FilterError> tokens_of(std::string_view text);

}  // namespace cairn::filter
