#include "server/app/gate.h"

#include <algorithm>
#include <utility>

namespace cairn::server {
namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::size_t addresses_remembered_max = 4096;

}  // namespace

struct Gate::Counts {
    struct OfAddress {
        std::size_t connections = 0;
        std::size_t strangers = 0;
    };
    std::mutex mutex;
    std::size_t connections = 0;
    std::size_t strangers = 0;
    std::map<AddressGroup, OfAddress> by_address;
    // Until when the attempts of an address last, if each takes its share of a minute.
    std::map<AddressGroup, std::int64_t> attempts_until_ms;

    [[nodiscard]] OfAddress of(const AddressGroup& group) const {
        const auto known = by_address.find(group);
        return known == by_address.end() ? OfAddress{} : known->second;
    }
    // False: too many of them have come to nothing.
    bool attempt(const AddressGroup& group, std::int64_t share_ms, std::int64_t now_ms) {
        if (attempts_until_ms.size() >= addresses_remembered_max)
            std::erase_if(attempts_until_ms,
                          [now_ms](const auto& each) { return each.second <= now_ms; });
        if (attempts_until_ms.size() >= addresses_remembered_max) attempts_until_ms.clear();
        std::int64_t& until_ms = attempts_until_ms[group];
        const std::int64_t from_ms = std::max(until_ms, now_ms);
        if (from_ms + share_ms > now_ms + minute_ms) return false;
        until_ms = from_ms + share_ms;
        return true;
    }
};

Gate::Gate(const GateLimits& limits) : limits_(limits), counts_(std::make_shared<Counts>()) {}

std::optional<Gate::Pass> Gate::enter(const AddressGroup& group, Instant now) {
    const std::lock_guard lock(counts_->mutex);
    const Counts::OfAddress of_address = counts_->of(group);
    const std::size_t reserve = limits_.strangers_max / 4;
    const std::size_t strangers_max =
        of_address.strangers == 0 ? limits_.strangers_max : limits_.strangers_max - reserve;
    if (counts_->connections >= limits_.connections_max || counts_->strangers >= strangers_max ||
        of_address.connections >= limits_.per_address_max ||
        of_address.strangers >= limits_.strangers_per_address_max)
        return std::nullopt;
    const auto attempts = static_cast<std::int64_t>(limits_.attempts_per_minute);
    const std::int64_t share_ms = minute_ms / std::max<std::int64_t>(attempts, 1);
    if (!counts_->attempt(group, share_ms, now.ms)) return std::nullopt;
    ++counts_->connections;
    ++counts_->strangers;
    Counts::OfAddress& counted = counts_->by_address[group];
    ++counted.connections;
    ++counted.strangers;
    return std::optional<Pass>(std::in_place, counts_, group, share_ms);
}

std::size_t Gate::connections() const {
    const std::lock_guard lock(counts_->mutex);
    return counts_->connections;
}

std::size_t Gate::strangers() const {
    const std::lock_guard lock(counts_->mutex);
    return counts_->strangers;
}

Gate::Pass::Pass(std::shared_ptr<Counts> counts, const AddressGroup& group, std::int64_t attempt_ms)
    : counts_(std::move(counts)), group_(group), attempt_ms_(attempt_ms) {}

Gate::Pass::~Pass() {
    if (!counts_) return;  // moved from
    const std::lock_guard lock(counts_->mutex);
    leave_strangers();
    --counts_->connections;
    const auto of_address = counts_->by_address.find(group_);
    if (--of_address->second.connections == 0) counts_->by_address.erase(of_address);
}

void Gate::Pass::recognise() {
    if (!stranger_) return;
    const std::lock_guard lock(counts_->mutex);
    leave_strangers();
    // It came to something, so it does not count.
    const auto attempts = counts_->attempts_until_ms.find(group_);
    if (attempts != counts_->attempts_until_ms.end()) attempts->second -= attempt_ms_;
}

void Gate::Pass::leave_strangers() {
    if (!std::exchange(stranger_, false)) return;
    --counts_->strangers;
    --counts_->by_address.find(group_)->second.strangers;
}

}  // namespace cairn::server
