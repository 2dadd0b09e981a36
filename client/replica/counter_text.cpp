#include "client/replica/counter_text.h"

#include <charconv>
#include <cstdint>

namespace cairn::replica {
namespace {

struct Limbs {
    std::uint64_t high = 0;
    std::uint64_t low = 0;

    void times_ten_plus(std::uint64_t digit) {
        const std::uint64_t lower = (low & UINT32_MAX) * 10 + digit;
        const std::uint64_t upper = (low >> 32U) * 10 + (lower >> 32U);
        low = (upper << 32U) | (lower & UINT32_MAX);
        high = high * 10 + (upper >> 32U);
    }
    void negate() {
        low = ~low + 1;
        high = ~high + (low == 0 ? 1 : 0);
    }
};

}  // namespace

std::optional<merge::CounterSum> parse_counter(std::string_view text) {
    if (text.size() < 2 || text.size() > 41 || text[0] != 'i') return std::nullopt;
    const bool negative = text[1] == '-';
    Limbs limbs;
    for (const char c : text.substr(negative ? 2 : 1)) {
        if (c < '0' || c > '9') return std::nullopt;
        limbs.times_ten_plus(static_cast<std::uint64_t>(c - '0'));
    }
    if (negative) limbs.negate();
    return merge::CounterSum(static_cast<std::int64_t>(limbs.high), limbs.low);
}

std::int64_t delta_of(std::string_view value) {
    std::int64_t delta = 0;
    std::from_chars(value.data() + 1, value.data() + value.size(), delta);
    return delta;
}

}  // namespace cairn::replica
