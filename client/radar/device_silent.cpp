#include "client/radar/rules.h"

namespace cairn::radar {

void device_silent(const Sight& sight, Findings& findings) {
    for (const SilentDevice& device : sight.devices) {
        const outline::Item* person = sight.outline.item(device.person);
        if (person == nullptr || person->is_trashed || !device.last_word) continue;
        const std::int64_t silence = std::int64_t{sight.today.days} - device.last_word->days;
        if (silence < sight.limits.silence_days) continue;
        findings.push_back({.code = "device-silent",
                            .item = device.person,
                            .what = "a device of " + quoted(*person) + " was last heard from " +
                                    when(*device.last_word, sight.today),
                            .why = "what " + device.name + " wrote since then is known to it alone",
                            .sure = Sure::possible,
                            .since = plan::add_days(*device.last_word, sight.limits.silence_days),
                            .help = "cairn status"});
    }
}

}  // namespace cairn::radar
