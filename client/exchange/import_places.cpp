#include "client/exchange/import_places.h"

#include <algorithm>

namespace cairn::exchange {

using merge::OrderKey;

std::vector<OrderKey>& PlaceKeys::keys_of(const ItemId& parent) {
    const auto [at, fresh] = keys_.try_emplace(parent);
    if (fresh) at->second = state_.child_keys(parent);
    return at->second;
}

std::vector<OrderKey> PlaceKeys::take(const ItemId& parent, std::size_t count) {
    std::vector<OrderKey>& keys = keys_of(parent);
    std::optional<OrderKey> low;
    std::optional<OrderKey> high;
    if (const auto after = after_.find(parent); after != after_.end()) {
        low = after->second;
        const auto next = std::upper_bound(keys.begin(), keys.end(), *low);
        if (next != keys.end()) high = *next;
    } else if (!keys.empty()) {
        low = keys.back();
    }
    auto made = merge::keys_between(low, high, count);
    if (!made) {  // no room between the two: at the end, and if that is full too, beside the last
        const OrderKey last = keys.empty() ? *low : keys.back();
        made = merge::keys_between(last, std::nullopt, count)
                   .value_or(std::vector<OrderKey>(count, last));
    }
    keys.insert(
        std::upper_bound(keys.begin(), keys.end(), made->front()), made->begin(), made->end());
    after_.insert_or_assign(parent, made->back());
    return std::move(*made);
}

}  // namespace cairn::exchange
