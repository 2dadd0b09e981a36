#include <charconv>
#include <limits>

#include "client/plan/value_text.h"

namespace cairn::plan {
namespace {

TextError not_money(std::string_view text) {
    return {"'" + std::string(text) + "' is not an amount of money: write 1200.50 EUR"};
}

struct Split {
    std::string_view amount;
    std::string currency;
};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// "1200.50 EUR", "EUR 1200.50", "1200.50EUR".
std::optional<Split> split_currency(std::string_view text) {
    std::size_t letters_at = 0;
    while (letters_at < text.size() && !is_letter(text[letters_at])) ++letters_at;
    if (letters_at + 3 > text.size()) return std::nullopt;
    std::string currency = lower_case(text.substr(letters_at, 3));
    for (char& c : currency) {
        if (!is_letter(c)) return std::nullopt;
        c = static_cast<char>(c - 'a' + 'A');
    }
    const std::string_view before = trimmed(text.substr(0, letters_at));
    const std::string_view after = trimmed(text.substr(letters_at + 3));
    if (before.empty() == after.empty()) return std::nullopt;
    return Split{before.empty() ? after : before, currency};
}

std::optional<std::int64_t> to_minor(std::string_view amount, int digits) {
    const bool negative = !amount.empty() && amount[0] == '-';
    std::int64_t value = 0;
    int decimals = -1;
    bool any = false;
    for (const char c : amount.substr(negative ? 1 : 0)) {
        if (c == '.' && decimals < 0) {
            decimals = 0;
            continue;
        }
        if (c < '0' || c > '9' || value > std::numeric_limits<std::int64_t>::max() / 10000) {
            return std::nullopt;
        }
        any = true;
        value = value * 10 + (c - '0');
        if (decimals >= 0 && ++decimals > digits) return std::nullopt;
    }
    if (!any) return std::nullopt;
    for (int i = decimals < 0 ? 0 : decimals; i < digits; ++i) value *= 10;
    return negative ? -value : value;
}

}  // namespace

int minor_digits(std::string_view currency) {
    for (const std::string_view none : {"BIF",
                                        "CLP",
                                        "DJF",
                                        "GNF",
                                        "ISK",
                                        "JPY",
                                        "KMF",
                                        "KRW",
                                        "PYG",
                                        "RWF",
                                        "UGX",
                                        "UYI",
                                        "VND",
                                        "VUV",
                                        "XAF",
                                        "XOF",
                                        "XPF"}) {
        if (currency == none) return 0;
    }
    for (const std::string_view three : {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"}) {
        if (currency == three) return 3;
    }
    return 2;
}

Result<merge::Value, TextError> parse_money(std::string_view text) {
    const auto split = split_currency(trimmed(text));
    if (!split) return refuse(not_money(text));
    const auto minor = to_minor(split->amount, minor_digits(split->currency));
    if (!minor) return refuse(not_money(text));
    const auto value = merge::Value::money(*minor, split->currency);
    if (!value) return refuse(not_money(text));
    return *value;
}

std::string print_money(const merge::Value& value) {
    const std::string_view payload = value.payload();
    const std::size_t colon = payload.find(':');
    if (colon == std::string_view::npos) return std::string(payload);
    const std::string_view currency = payload.substr(colon + 1);
    std::string amount(payload.substr(0, colon));
    const bool negative = amount[0] == '-';
    if (negative) amount.erase(0, 1);
    const auto digits = static_cast<std::size_t>(minor_digits(currency));
    if (digits > 0) {
        if (amount.size() <= digits) amount.insert(0, digits + 1 - amount.size(), '0');
        amount.insert(amount.size() - digits, ".");
    }
    return (negative ? "-" : "") + amount + " " + std::string(currency);
}

}  // namespace cairn::plan
