#pragma once
// Plaintext and ciphertext are different types: a Run goes in, an Envelope comes out, and back
// (schema/PROTOCOL.md 2).
#include "shared/base/random.h"
#include "shared/base/secret.h"
#include "shared/log/envelope.h"
#include "shared/wire/run.h"

namespace cairn {

class DeviceSecrets;  // shared/identity/device.h

enum class OpenFault : std::uint8_t {
    commitment,   // C is wrong under this key: void
    tampered,     // the tag is wrong: void
    padding,      // not zero, or lengths that lie: void
    compression,  // not one zstd frame with stated size and a small window: void
    run,          // not a run: void
    unsupported,  // another version or suite: parked, not void
};
struct OpenError {
    OpenFault fault = OpenFault::run;
    std::string sentence;
};

struct SealRequest {
    WorkspaceId workspace;
    EnvelopeNumber number;
    EnvelopeHash previous;
    EpochId epoch;
    RecordHash roster_head;
};

// Compresses, pads, seals and signs. Deterministic but for `random`.
Envelope seal(const Run& run,
              const SealRequest& request,
              const EpochKey& key,
              const DeviceSecrets& device,
              Random& random);
Result<Run, OpenError> open(const Envelope& envelope, const EpochKey& key);

}  // namespace cairn
