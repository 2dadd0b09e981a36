#include "shared/log/frontier.h"

#include <algorithm>

#include "shared/base/domain.h"
#include "shared/base/hash.h"

namespace cairn {
namespace {

bool lower_hash(const Tip& tip, const EnvelopeHash& hash) { return tip.hash < hash; }

void erase_hash(std::vector<Tip>& tips, const EnvelopeHash& hash) {
    const auto at = std::lower_bound(tips.begin(), tips.end(), hash, lower_hash);
    if (at != tips.end() && at->hash == hash) tips.erase(at);
}

bool contains(const std::vector<Tip>& tips, const EnvelopeHash& hash) {
    const auto at = std::lower_bound(tips.begin(), tips.end(), hash, lower_hash);
    return at != tips.end() && at->hash == hash;
}

}  // namespace

void Frontier::add(const EnvelopeHeader& header, const EnvelopeHash& hash) {
    erase_hash(tips_[header.device], header.previous);
    add_tip(header.device, {header.number, hash});
}

void Frontier::add_tip(const DeviceId& device, const Tip& tip) {
    auto& tips = tips_[device];
    const auto at = std::lower_bound(tips.begin(), tips.end(), tip.hash, lower_hash);
    if (at == tips.end() || at->hash != tip.hash) tips.insert(at, tip);
}

void Frontier::add_tips(const std::vector<DeviceTips>& tips) {
    for (const DeviceTips& at : tips)
        for (const Tip& tip : at.tips) add_tip(at.device, tip);
}

void Frontier::merge(const Frontier& other,
                     const std::function<bool(const EnvelopeHash&)>& has_successor) {
    for (const auto& [device, tips] : other.tips_) {
        for (const Tip& tip : tips) add_tip(device, tip);
        std::erase_if(tips_[device], [&](const Tip& tip) { return has_successor(tip.hash); });
        if (tips_[device].empty()) tips_.erase(device);
    }
}

const std::vector<Tip>& Frontier::tips_of(const DeviceId& device) const {
    static const std::vector<Tip> none;
    const auto at = tips_.find(device);
    return at == tips_.end() ? none : at->second;
}

bool Frontier::has_tip(const DeviceId& device, const EnvelopeHash& hash) const {
    return contains(tips_of(device), hash);
}

bool Frontier::is_branched(const DeviceId& device) const { return tips_of(device).size() > 1; }

std::vector<DeviceTips> Frontier::tips() const {
    std::vector<DeviceTips> all;
    for (const auto& [device, tips] : tips_) all.push_back({device, tips});
    return all;
}

Hash32 Frontier::digest() const {
    Hasher hasher(domain::frontier_digest);
    for (const auto& [device, tips] : tips_)
        for (const Tip& tip : tips) hasher.add(device).add_u64(tip.number.value).add(tip.hash);
    return hasher.finish_as<Hash32>();
}

std::vector<DeviceTips> difference(const Frontier& ours, const Frontier& theirs) {
    std::vector<DeviceTips> only_ours = ours.tips();
    for (DeviceTips& at : only_ours)
        std::erase_if(at.tips, [&](const Tip& tip) { return theirs.has_tip(at.device, tip.hash); });
    std::erase_if(only_ours, [](const DeviceTips& at) { return at.tips.empty(); });
    return only_ours;
}

}  // namespace cairn
