#include "tests/simulation/roster_truth.h"

namespace cairn::simulation {

void RosterTruth::take(ByteView record,
                       Instant at,
                       const Incarnation& incarnation,
                       std::size_t envelopes) {
    const auto appended = view_.append(record);
    if (!appended) return;
    ++kinds_[appended->kind];
    for (const DeviceEntry& device : view_.devices()) {
        if (device.cuts.empty() || device.cuts.back().at != appended->index) continue;
        losses_[device.id].push_back({.at = at,
                                      .member = device.member,
                                      .left = device.cuts.back().left,
                                      .incarnation = incarnation,
                                      .acknowledged = envelopes});
    }
}

const Loss* RosterTruth::lasting_loss(const DeviceId& device) const {
    const auto lost = losses_.find(device);
    const DeviceEntry* entry = view_.device(device);
    if (lost == losses_.end() || entry == nullptr) return nullptr;
    const WriteRight right = write_right_of(view_.member(entry->member)->role());
    return !entry->active() || right == WriteRight::none ? &lost->second.back() : nullptr;
}

bool RosterTruth::is_gone(const DeviceId& device) const {
    const DeviceEntry* entry = view_.device(device);
    return entry != nullptr && !entry->active();
}

}  // namespace cairn::simulation
