#pragma once
// The epoch keys that a device holds. Never on a server: what opens names and envelopes.
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "shared/base/ids.h"
#include "shared/base/secret.h"
#include "shared/identity/device.h"
#include "shared/identity/invite_keys.h"
#include "shared/roster/view.h"

namespace cairn {

class KeyRing {
public:
    // Opens what the roster seals or shares to this device, and through the wrapped keys whatever
    // is older. Every key is checked against its epoch's commitment; a wrong one is left out and
    // may be shared again by somebody else. Call it again after each record of an epoch or a share.
    void learn(const RosterView& roster, const DeviceSecrets& device);
    // The same through an unattended invite: how a joiner gets its first keys without waiting for
    // anybody. It then shares the current one with its own device, for later.
    void learn(const RosterView& roster, const InviteKeys& invite);

    // False, and nothing changes, if the key is not the one the epoch committed to.
    bool add(const EpochEntry& epoch, const EpochKey& key);

    // Null if not held; stays valid until the ring is changed.
    [[nodiscard]] const EpochKey* key(const EpochId& epoch) const;
    // Epochs whose keys are not held, oldest first.
    [[nodiscard]] std::vector<EpochId> missing(const RosterView& roster) const;
    // Nothing if the member has no name, its epoch's key is missing, or it does not open.
    [[nodiscard]] std::optional<std::string> name_of(const RosterView& roster,
                                                     const MemberId& member) const;

private:
    void learn_with(const RosterView& roster, const ExchangeKey& box);
    bool learn_sealed(const RosterView& roster, const EpochEntry& epoch, const ExchangeKey& box);
    bool learn_wrapped(const RosterView& roster, const EpochEntry& epoch, const EpochEntry& newer);

    std::unordered_map<EpochId, EpochKey> keys_;
};

}  // namespace cairn
