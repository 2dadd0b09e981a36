#pragma once
// One zstd frame (RFC 8878) that states its content size, with a window of at most 8 MiB and no
// dictionary: what it costs to open is known from its first bytes.
#include <cstddef>
#include <optional>

#include "shared/base/bytes.h"

namespace cairn {

[[nodiscard]] Bytes compress(ByteView content);

// Nothing if it is not exactly one such frame, or says that it holds more than `content_bytes_max`.
// Memory is taken only after that is known.
[[nodiscard]] std::optional<Bytes> decompress(ByteView frame, std::size_t content_bytes_max);

}  // namespace cairn
