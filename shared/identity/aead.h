#pragma once
// ChaCha20-Poly1305 (RFC 8439) as everything here uses it: the one place that calls it.
#include <array>
#include <span>

#include "shared/base/bytes.h"
#include "shared/base/secret.h"

namespace cairn {

inline constexpr std::size_t aead_tag_bytes = 16;
using AeadNonce = std::array<std::uint8_t, 12>;

struct AeadTerms {
    ByteView key;  // 32 bytes
    AeadNonce nonce{};
    ByteView bound;  // associated data
};

// `out`: aead_tag_bytes longer than `plain`. One key and nonce for one message only.
void aead_seal(std::span<std::uint8_t> out, ByteView plain, const AeadTerms& terms);
// `out`: aead_tag_bytes shorter than `sealed`. False, and `out` holds nothing of use, unless all of
// it is as it was sealed.
[[nodiscard]] bool aead_open(std::span<std::uint8_t> out, ByteView sealed, const AeadTerms& terms);

}  // namespace cairn
