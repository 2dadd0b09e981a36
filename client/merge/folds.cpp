#include "client/merge/folds.h"

#include <algorithm>
#include <tuple>

#include "client/merge/place.h"
#include "client/merge/schema.h"

namespace cairn::merge {
namespace {

// A live value begins with its boolean as the first part.
constexpr std::string_view live_prefix = "c2:b1";

}  // namespace

bool shown_before(const Head& a, const Head& b) {
    return std::tie(a.wall, a.lamport, a.id) > std::tie(b.wall, b.lamport, b.id);
}

const Head* shown_head(std::span<const Head> heads) {
    const auto shown = std::min_element(heads.begin(), heads.end(), shown_before);
    return shown == heads.end() ? nullptr : &*shown;
}

bool register_conflict(std::span<const Head> heads) {
    return std::any_of(heads.begin(), heads.end(), [&](const Head& head) {
        return head.value != heads.front().value;
    });
}

bool set_present(std::span<const Head> heads) {
    return std::any_of(
        heads.begin(), heads.end(), [](const Head& head) { return head.value == "b1"; });
}

bool link_live(std::span<const Head> heads) {
    return std::any_of(heads.begin(), heads.end(), [](const Head& head) {
        return head.value.starts_with(live_prefix);
    });
}

const Head* shown_of(Fold fold, std::span<const Head> heads) {
    const Head* shown = shown_head(heads);
    if (shown == nullptr || (fold != Fold::set && fold != Fold::link_live)) return shown;
    const auto says_yes = [&](const Head& head) {
        const std::span<const Head> one(&head, 1);
        return fold == Fold::set ? set_present(one) : link_live(one);
    };
    if (says_yes(*shown)) return shown;
    const auto yes = std::find_if(heads.begin(), heads.end(), says_yes);
    return yes == heads.end() ? shown : &*yes;
}

bool place_conflict(std::span<const Head> heads) {
    if (heads.size() < 2) return false;
    const auto parent = [](const Head& head) { return PlaceValue::parse(head.value)->parent; };
    const ItemId first = parent(heads.front());
    return std::any_of(
        heads.begin() + 1, heads.end(), [&](const Head& head) { return parent(head) != first; });
}

bool in_conflict(Fold fold, std::span<const Head> heads) {
    if (fold == Fold::reg || fold == Fold::composite) return register_conflict(heads);
    return fold == Fold::place && place_conflict(heads);
}

CounterSum& CounterSum::add(std::int64_t delta) {
    const auto low = static_cast<std::uint64_t>(delta);
    low_ += low;
    const std::uint64_t carry = low_ < low ? 1 : 0;
    const std::uint64_t sign = delta < 0 ? UINT64_MAX : 0;
    high_ = static_cast<std::int64_t>(static_cast<std::uint64_t>(high_) + sign + carry);
    return *this;
}

CounterSum& CounterSum::subtract(std::int64_t delta) {
    if (delta != INT64_MIN) return add(-delta);
    return add(INT64_MAX).add(1);
}

CounterSum& CounterSum::subtract(const CounterSum& other) {
    const std::uint64_t borrow = low_ < other.low_ ? 1 : 0;
    low_ -= other.low_;
    high_ = static_cast<std::int64_t>(static_cast<std::uint64_t>(high_) -
                                      static_cast<std::uint64_t>(other.high_) - borrow);
    return *this;
}

std::string CounterSum::to_decimal() const {
    auto high = static_cast<std::uint64_t>(high_);
    std::uint64_t low = low_;
    const bool negative = high_ < 0;
    if (negative) {
        low = ~low + 1;
        high = ~high + (low == 0 ? 1 : 0);
    }
    std::string digits;
    while (high != 0 || low != 0) {
        std::uint64_t rest = 0;  // long division by 10, 32 bits at a time
        std::uint64_t quotient[2] = {0, 0};
        for (int i = 0; i < 4; ++i) {
            const std::uint64_t word = (i < 2 ? high : low) >> (i % 2 == 0 ? 32U : 0U);
            rest = (rest << 32U) | (word & UINT32_MAX);
            quotient[i / 2] = (quotient[i / 2] << 32U) | (rest / 10);
            rest %= 10;
        }
        digits.push_back(static_cast<char>('0' + rest));
        high = quotient[0];
        low = quotient[1];
    }
    if (digits.empty()) return "0";
    if (negative) digits.push_back('-');
    return {digits.rbegin(), digits.rend()};
}

}  // namespace cairn::merge
