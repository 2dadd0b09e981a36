#pragma once
// A run to and from the plaintext that is sealed: Cap'n Proto, one zstd frame, padding.
#include "client/seal/seal.h"

namespace cairn {

[[nodiscard]] Bytes pack_run(const Run& run);
[[nodiscard]] Result<Run, OpenError> unpack_run(ByteView padded);

}  // namespace cairn
