#pragma once
// The symmetric state of Noise (revision 34, section 5.2) for BLAKE2b: a chaining key, a running
// hash of everything said, and, once a secret is agreed, a cipher.
#include <optional>
#include <string_view>
#include <utility>

#include "shared/base/ids.h"
#include "shared/identity/exchange.h"
#include "shared/identity/noise_cipher.h"

namespace cairn {

class NoiseSymmetric {
public:
    // "Noise_XK_25519_ChaChaPoly_BLAKE2b" and the like; at most 64 bytes.
    explicit NoiseSymmetric(std::string_view protocol_name);

    void mix_hash(ByteView data);
    void mix_key(const SharedSecret& secret);
    // Until the first mix_key, plaintext passes as it is.
    Result<void, NoiseFault> encrypt_and_hash(Bytes& out, ByteView plain);
    Result<void, NoiseFault> decrypt_and_hash(Bytes& out, ByteView sealed);

    [[nodiscard]] bool has_key() const { return cipher_.has_value(); }
    [[nodiscard]] const HandshakeHash& hash() const { return hash_; }
    // The initiator's sending cipher, then the responder's.
    [[nodiscard]] std::pair<NoiseCipher, NoiseCipher> split() const;

private:
    using ChainingKey = SecretBytes<struct ChainingKeyTag, 64>;
    ChainingKey chaining_key_;
    HandshakeHash hash_;
    std::optional<NoiseCipher> cipher_;
};

}  // namespace cairn
