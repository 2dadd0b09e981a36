#include "shared/sync/travelling.h"

#include <algorithm>

#include "shared/wire/limits.h"

namespace cairn {

std::vector<DeviceTips> travelling(std::vector<DeviceTips> devices) {
    if (devices.size() > limits::devices_max) devices.resize(limits::devices_max);
    std::size_t tips_left = limits::tips_per_message_max;
    for (DeviceTips& device : devices) {
        const std::size_t tips_max = std::min(limits::tips_per_device_max, tips_left);
        if (device.tips.size() > tips_max) device.tips.resize(tips_max);
        tips_left -= device.tips.size();
    }
    return devices;
}

}  // namespace cairn
