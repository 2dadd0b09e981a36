#pragma once
// Signed envelopes with random bytes inside: for whoever handles envelopes without opening them.
#include <vector>

#include "shared/base/random.h"
#include "shared/identity/device.h"
#include "shared/log/envelope.h"

namespace cairn::test {

// Signs `header` as `device`, whatever it says; the sealed bytes are random, 272 unless it says
// another number.
[[nodiscard]] Envelope make_envelope(const EnvelopeHeader& header,
                                     const DeviceSecrets& device,
                                     SeededRandom& random);

// `count` envelopes of one chain, numbered on from `previous` (none: from 1).
[[nodiscard]] std::vector<Envelope> make_chain(std::size_t count,
                                               const WorkspaceId& workspace,
                                               const DeviceSecrets& device,
                                               SeededRandom& random,
                                               const Envelope* previous = nullptr);

// The same envelope under a signature that does not hold.
[[nodiscard]] Envelope with_bad_signature(const Envelope& envelope);

}  // namespace cairn::test
