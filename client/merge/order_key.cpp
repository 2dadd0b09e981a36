#include "client/merge/order_key.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "shared/base/bytes.h"
#include "shared/base/contract.h"

namespace cairn::merge {
namespace {

// A number in [0, 2^32) with 80 bytes after the point: 16 more than a key has, so that scaling a
// gap rounds far below what a key can tell apart.
constexpr std::size_t whole_words = 1;
constexpr std::size_t fraction_words = 20;
constexpr std::size_t words = whole_words + fraction_words;

class Fraction {
public:
    static Fraction of(const std::optional<OrderKey>& key, std::uint32_t when_none) {
        Fraction result;
        result.word_[0] = key ? 0 : when_none;
        if (!key) return result;
        const std::string& bytes = key->bytes();
        for (std::size_t i = 0; i < bytes.size(); ++i)
            result.word_[whole_words + i / 4] |= std::uint32_t{static_cast<std::uint8_t>(bytes[i])}
                                                 << (24 - 8 * (i % 4));
        return result;
    }

    friend Fraction operator+(const Fraction& a, const Fraction& b) {
        Fraction sum;
        std::uint64_t carry = 0;
        for (std::size_t i = words; i-- > 0;) {
            carry += std::uint64_t{a.word_[i]} + b.word_[i];
            sum.word_[i] = static_cast<std::uint32_t>(carry);
            carry >>= 32U;
        }
        return sum;
    }

    // a >= b.
    friend Fraction operator-(const Fraction& a, const Fraction& b) {
        Fraction difference;
        std::uint64_t borrow = 0;
        for (std::size_t i = words; i-- > 0;) {
            const std::uint64_t taken = std::uint64_t{b.word_[i]} + borrow;
            difference.word_[i] = static_cast<std::uint32_t>(a.word_[i] - taken);
            borrow = a.word_[i] < taken ? 1 : 0;
        }
        return difference;
    }

    // Times numerator, then by denominator, both below 2^32, rounded down. The product must stay
    // below 2^32.
    [[nodiscard]] Fraction scaled(std::uint64_t numerator, std::uint64_t denominator) const {
        Fraction product;
        std::uint64_t carry = 0;
        for (std::size_t i = words; i-- > 0;) {
            carry += word_[i] * numerator;
            product.word_[i] = static_cast<std::uint32_t>(carry);
            carry >>= 32U;
        }
        std::uint64_t rest = 0;
        for (std::size_t i = 0; i < words; ++i) {
            rest = (rest << 32U) | product.word_[i];
            product.word_[i] = static_cast<std::uint32_t>(rest / denominator);
            rest %= denominator;
        }
        return product;
    }

    // Rounded up to `bytes` bytes after the point.
    [[nodiscard]] Fraction rounded_up(std::size_t bytes) const {
        Fraction result;
        for (std::size_t i = 0; i < bytes; ++i) result.set_byte(i, byte(i));
        result.word_[0] = word_[0];
        if (result == *this) return result;
        Fraction unit;
        unit.set_byte(bytes - 1, 1);
        return result + unit;
    }

    // Of a number below 1 with nothing beyond `bytes` bytes.
    [[nodiscard]] std::string first_bytes(std::size_t bytes) const {
        std::string text;
        for (std::size_t i = 0; i < bytes; ++i) text.push_back(static_cast<char>(byte(i)));
        return text;
    }

    // What follows this number directly.
    [[nodiscard]] Fraction next() const {
        Fraction unit;
        unit.word_[words - 1] = 1;
        return *this + unit;
    }

    friend auto operator<=>(const Fraction&, const Fraction&) = default;

private:
    [[nodiscard]] std::uint8_t byte(std::size_t i) const {
        return static_cast<std::uint8_t>(word_[whole_words + i / 4] >> (24 - 8 * (i % 4)));
    }
    void set_byte(std::size_t i, std::uint8_t value) {
        word_[whole_words + i / 4] |= std::uint32_t{value} << (24 - 8 * (i % 4));
    }

    std::array<std::uint32_t, words> word_{};  // most significant first
};

// The shortest key in [low, high), the lowest of that length. 0 < low, high <= 1.
std::optional<OrderKey> shortest_within(const Fraction& low, const Fraction& high) {
    for (std::size_t bytes = 1; bytes <= order_key_bytes_max; ++bytes) {
        const Fraction candidate = low.rounded_up(bytes);
        if (candidate < high) return OrderKey::from_bytes(candidate.first_bytes(bytes));
    }
    return std::nullopt;
}

struct Gap {
    Fraction lo;
    Fraction hi;
    [[nodiscard]] Fraction at(std::uint64_t numerator, std::uint64_t denominator) const {
        return lo + (hi - lo).scaled(numerator, denominator);
    }
};

Gap gap_between(const std::optional<OrderKey>& lo, const std::optional<OrderKey>& hi) {
    return {Fraction::of(lo, 0), Fraction::of(hi, 1)};
}

}  // namespace

std::optional<OrderKey> OrderKey::from_bytes(std::string_view bytes) {
    if (bytes.empty() || bytes.size() > order_key_bytes_max || bytes.back() == '\0')
        return std::nullopt;
    return OrderKey(std::string(bytes));
}

std::optional<OrderKey> OrderKey::from_hex(std::string_view hex) {
    if (!is_order_key_hex(hex)) return std::nullopt;
    const auto nibble = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
    std::string bytes;
    for (std::size_t i = 0; i < hex.size(); i += 2)
        bytes.push_back(static_cast<char>(nibble(hex[i]) * 16 + nibble(hex[i + 1])));
    return OrderKey(std::move(bytes));
}

std::string OrderKey::to_hex() const { return cairn::to_hex(bytes_of(bytes_)); }

bool is_order_key_hex(std::string_view hex) {
    if (hex.empty() || hex.size() % 2 != 0 || hex.size() > 2 * order_key_bytes_max) return false;
    for (const char c : hex)
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
    return !hex.ends_with("00");
}

std::optional<OrderKey> key_between(const std::optional<OrderKey>& lo,
                                    const std::optional<OrderKey>& hi) {
    const Gap gap = gap_between(lo, hi);
    if (gap.lo >= gap.hi) return std::nullopt;
    Fraction low = gap.at(1, 4);
    Fraction high = gap.at(1, 2);
    if (!lo && !hi) {
        low = gap.at(1, 2);
        high = gap.at(3, 4);
    } else if (!hi) {
        low = gap.at(1, 4096);
        high = gap.at(1, 2048);
    } else if (!lo) {
        low = gap.at(4095, 4096);
        high = gap.at(8191, 8192);
    }
    auto key = shortest_within(low, high);
    return key ? key : shortest_within(gap.lo.next(), gap.hi);
}

std::optional<std::vector<OrderKey>> keys_between(const std::optional<OrderKey>& lo,
                                                  const std::optional<OrderKey>& hi,
                                                  std::size_t count) {
    Gap gap = gap_between(lo, hi);
    if (gap.lo >= gap.hi) return std::nullopt;
    CAIRN_ASSERT(count < (1U << 28U));
    if (!lo && !hi) {
        gap = {gap.at(1, 4), gap.at(3, 4)};
    } else if (!hi) {
        gap.hi = gap.at(1, 2);
    } else if (!lo) {
        gap.lo = gap.at(1, 2);
    }
    const std::uint64_t slices = 4 * (count + 1);
    std::vector<OrderKey> keys;
    keys.reserve(count);
    for (std::uint64_t i = 1; i <= count; ++i) {
        auto key = shortest_within(gap.at(4 * i - 1, slices), gap.at(4 * i + 1, slices));
        if (!key) return std::nullopt;
        keys.push_back(std::move(*key));
    }
    return keys;
}

}  // namespace cairn::merge
