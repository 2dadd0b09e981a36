#include "server/app/gate.h"

namespace cairn::server {

struct Gate::Counts {
    struct OfAddress {
        std::size_t connections = 0;
        std::size_t strangers = 0;
    };
    std::mutex mutex;
    std::size_t connections = 0;
    std::size_t strangers = 0;
    std::map<AddressGroup, OfAddress> by_address;
};

Gate::Gate(const GateLimits& limits) : limits_(limits), counts_(std::make_shared<Counts>()) {}

std::optional<Gate::Pass> Gate::enter(const AddressGroup& group) {
    const std::lock_guard lock(counts_->mutex);
    const auto known = counts_->by_address.find(group);
    const auto of_address =
        known == counts_->by_address.end() ? Counts::OfAddress{} : known->second;
    if (counts_->connections >= limits_.connections_max ||
        counts_->strangers >= limits_.strangers_max ||
        of_address.connections >= limits_.per_address_max ||
        of_address.strangers >= limits_.strangers_per_address_max)
        return std::nullopt;
    ++counts_->connections;
    ++counts_->strangers;
    Counts::OfAddress& counted = counts_->by_address[group];
    ++counted.connections;
    ++counted.strangers;
    return std::optional<Pass>(std::in_place, counts_, group);
}

std::size_t Gate::connections() const {
    const std::lock_guard lock(counts_->mutex);
    return counts_->connections;
}

std::size_t Gate::strangers() const {
    const std::lock_guard lock(counts_->mutex);
    return counts_->strangers;
}

Gate::Pass::Pass(std::shared_ptr<Counts> counts, const AddressGroup& group)
    : counts_(std::move(counts)), group_(group) {}

Gate::Pass::~Pass() {
    if (!counts_) return;  // moved from
    recognise();
    const std::lock_guard lock(counts_->mutex);
    --counts_->connections;
    const auto of_address = counts_->by_address.find(group_);
    if (--of_address->second.connections == 0) counts_->by_address.erase(of_address);
}

void Gate::Pass::recognise() {
    if (!stranger_) return;
    stranger_ = false;
    const std::lock_guard lock(counts_->mutex);
    --counts_->strangers;
    --counts_->by_address.find(group_)->second.strangers;
}

}  // namespace cairn::server
