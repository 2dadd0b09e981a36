#include "client/seal/seal.h"

#include "client/seal/packing.h"
#include "client/seal/sealing.h"
#include "shared/log/link.h"

namespace cairn {

Envelope seal(const Run& run,
              const SealRequest& request,
              const EpochKey& key,
              const DeviceSecrets& device,
              Random& random) {
    return seal_plaintext(pack_run(run), request, key, device, random);
}

Result<Run, OpenError> open(const Envelope& envelope, const EpochKey& key) {
    if (!can_open(envelope.header()))
        return refuse(OpenError{OpenFault::unsupported,
                                "the envelope is of a later version of Cairn; update to read it"});
    const auto plaintext = open_ciphertext(envelope, key);
    if (!plaintext) return refuse(plaintext.error());
    return unpack_run(*plaintext);
}

}  // namespace cairn
