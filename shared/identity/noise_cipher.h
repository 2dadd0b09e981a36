#pragma once
// The cipher state of Noise (revision 34, section 5.1) for ChaChaPoly: a key and a counter.
#include <cstdint>
#include <string_view>

#include "shared/base/bytes.h"
#include "shared/base/result.h"
#include "shared/base/secret.h"

namespace cairn {

// Why a handshake or a channel ended. None of them can be recovered from: close the connection.
enum class NoiseFault : std::uint8_t {
    tampered = 1,     // a tag is wrong: another key, another prologue, or changed bytes
    weak_point = 2,   // a public key of small order
    truncated = 3,    // a message is shorter than what it must carry
    too_long = 4,     // beyond 65,535 bytes
    out_of_turn = 5,  // it was not this side's turn to read or to write, or a fault came before
    exhausted = 6,    // the counter of a cipher is used up
};
std::string_view sentence_of(NoiseFault fault);

inline constexpr std::size_t noise_message_bytes_max = 65535;
inline constexpr std::size_t noise_tag_bytes = 16;
inline constexpr std::size_t noise_payload_bytes_max = noise_message_bytes_max - noise_tag_bytes;

using NoiseKey = SecretBytes<struct NoiseKeyTag, 32>;

class NoiseCipher {
public:
    explicit NoiseCipher(const NoiseKey& key, std::uint64_t next_nonce = 0)
        : key_(key), next_nonce_(next_nonce) {}

    // Appends ciphertext and tag to `out`. The counter never wraps: 2^64-1 is never used.
    Result<void, NoiseFault> encrypt(Bytes& out, ByteView bound, ByteView plain);
    // Appends the plaintext. After a fault `out` and the counter are as before.
    Result<void, NoiseFault> decrypt(Bytes& out, ByteView bound, ByteView sealed);

private:
    NoiseKey key_;
    std::uint64_t next_nonce_ = 0;
};

}  // namespace cairn
