#include "client/seal/packing.h"

#include "client/seal/compression.h"
#include "client/seal/padding.h"
#include "shared/wire/limits.h"

namespace cairn {

Bytes pack_run(const Run& run) { return pad(compress(encode_run(run))); }

Result<Run, OpenError> unpack_run(ByteView padded) {
    const auto frame = unpad(padded);
    if (!frame)
        return refuse(
            OpenError{OpenFault::padding, "the padding of the envelope is not as it must be"});
    const auto content = decompress(*frame, limits::run_bytes_max);
    if (!content)
        return refuse(OpenError{OpenFault::compression,
                                "the envelope does not hold one zstd frame within the limits"});
    auto run = decode_run(*content);
    if (!run) return refuse(OpenError{OpenFault::run, std::move(run.error().sentence)});
    return std::move(*run);
}

}  // namespace cairn
