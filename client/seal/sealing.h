#pragma once
// The cryptography of an envelope, whatever it holds (schema/PROTOCOL.md section 2).
#include "client/seal/seal.h"

namespace cairn {

[[nodiscard]] Envelope seal_plaintext(ByteView plaintext,
                                      const SealRequest& request,
                                      const EpochKey& key,
                                      const DeviceSecrets& device,
                                      Random& random);
// Compares the commitment before anything is decrypted: under another key, nothing is.
[[nodiscard]] Result<Bytes, OpenError> open_ciphertext(const Envelope& envelope,
                                                       const EpochKey& key);

}  // namespace cairn
