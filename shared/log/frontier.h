#pragma once
// What a replica has, in a few hashes: for every device the tips of its branches. A tip promises
// every envelope below it, so an envelope enters only after its predecessor.
#include <cstdint>
#include <functional>
#include <map>
#include <vector>

#include "shared/base/ids.h"
#include "shared/base/sequence.h"
#include "shared/log/envelope.h"
#include "shared/wire/tip.h"

namespace cairn {

class Frontier {
public:
    // A held, proven envelope whose predecessor, if it names one, has been added before; each
    // envelope once. It takes the place of its predecessor, or begins a branch beside it.
    void add(const EnvelopeHeader& header, const EnvelopeHash& hash);
    // A tip as stored or received.
    void add_tip(const DeviceId& device, const Tip& tip);
    void add_tips(const std::vector<DeviceTips>& tips);

    // Takes in the tips of a replica whose envelopes are all held here by now. `has_successor` says
    // of an envelope whether one that is held names it as the one before.
    void merge(const Frontier& other,
               const std::function<bool(const EnvelopeHash&)>& has_successor);

    // In ascending order of the hashes; empty for a device without envelopes.
    [[nodiscard]] const std::vector<Tip>& tips_of(const DeviceId& device) const;
    [[nodiscard]] bool has_tip(const DeviceId& device, const EnvelopeHash& hash) const;
    // More than one tip: a clone, a restored backup, or malice.
    [[nodiscard]] bool is_branched(const DeviceId& device) const;
    // Ascending by device, then hash; only devices that have a tip.
    [[nodiscard]] std::vector<DeviceTips> tips() const;

    // Equal for equal sets of tips (schema/PROTOCOL.md section 11).
    [[nodiscard]] Hash32 digest() const;

    friend bool operator==(const Frontier&, const Frontier&) = default;

private:
    std::map<DeviceId, std::vector<Tip>> tips_;
};

// The tips of `ours` that `theirs` does not name, ascending by device, then hash. Theirs may still
// hold them below a tip of their own: only the holder of the envelopes can tell.
[[nodiscard]] std::vector<DeviceTips> difference(const Frontier& ours, const Frontier& theirs);

}  // namespace cairn
