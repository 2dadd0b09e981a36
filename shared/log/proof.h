#pragma once
// Who vouches for an envelope: its author's signature, or a proven successor of the same version,
// workspace and device that names its hash (schema/PROTOCOL.md section 1). One check of a tip
// proves a whole contiguous run of a chain.
#include <cstddef>
#include <span>
#include <vector>

#include "shared/log/envelope.h"

namespace cairn {

// Ed25519 over the hash, under the device that the header names.
[[nodiscard]] bool signed_by_author(const Envelope& envelope);

// Whether `successor`, itself proven, proves `envelope`.
[[nodiscard]] bool vouches_for(const EnvelopeHeader& successor, const Envelope& envelope);

struct Proof {
    std::vector<bool> proven;  // one for each envelope given, in its order
    std::size_t signatures_checked = 0;
};

// Envelopes of any devices in any order; duplicates and branches are fine. Checks an envelope's own
// signature only when no successor in the batch could vouch for it: newest first, and towards the
// predecessors where a signature fails. At most one check for each envelope.
[[nodiscard]] Proof prove(std::span<const Envelope> batch);

}  // namespace cairn
