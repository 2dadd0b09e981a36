#pragma once
// The newest envelope of one branch of a device's chain, as it travels and as frontiers hold it.
#include <compare>
#include <vector>

#include "shared/base/ids.h"
#include "shared/base/sequence.h"

namespace cairn {

struct Tip {
    EnvelopeNumber number;
    EnvelopeHash hash;
    friend bool operator==(const Tip&, const Tip&) = default;
};

struct DeviceTips {
    DeviceId device;
    std::vector<Tip> tips;  // ascending by hash; none: nothing of this device
    friend bool operator==(const DeviceTips&, const DeviceTips&) = default;
};

}  // namespace cairn
