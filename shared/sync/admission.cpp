#include "shared/sync/admission.h"

#include <algorithm>

namespace cairn {

const DeviceEntry* device_of_channel(const RosterView& roster, const ChannelKey& channel) {
    const auto& devices = roster.devices();
    const auto found = std::find_if(devices.begin(), devices.end(), [&](const DeviceEntry& device) {
        return device.active() && device.channel == channel;
    });
    return found == devices.end() ? nullptr : &*found;
}

void become_member_if_known(Admission& admission, const RosterView& roster) {
    if (admission.standing == Standing::member) return;
    const DeviceEntry* device = device_of_channel(roster, admission.peer);
    if (device == nullptr) return;
    if (admission.standing == Standing::returner && device->id != admission.device) return;
    admission.standing = Standing::member;
    admission.device = device->id;
}

}  // namespace cairn
