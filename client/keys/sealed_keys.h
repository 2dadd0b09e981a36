#pragma once
// A device's secrets under a passphrase, as they stand in a file. The key is Argon2id's of the
// passphrase (RFC 9106, libsodium's crypto_pwhash), the sealing XChaCha20-Poly1305:
//
//   "cairn-keys passphrase 1\n" ‖ u32 passes ‖ u32 memory in KiB ‖ salt (16) ‖ nonce (24) ‖
//   sealed (96 + 16); the associated data is all that stands before the nonce
//
// The costs stand in the file, so that later versions may ask for more; whoever changes the file
// can make opening it neither cheap to guess nor endless.
#include <cstdint>

#include "client/keys/fault.h"
#include "shared/base/bytes.h"
#include "shared/base/random.h"
#include "shared/base/result.h"
#include "shared/base/secret.h"
#include "shared/identity/device.h"

namespace cairn::keys {

struct PassphraseCost {
    std::uint32_t passes = 3;
    std::uint32_t memory_kib = 256U * 1024U;
    friend bool operator==(const PassphraseCost&, const PassphraseCost&) = default;
};
// libsodium's MODERATE, about half a second; and what no laptop should be asked for.
inline constexpr PassphraseCost cost_min{};
inline constexpr PassphraseCost cost_max{16, 1024U * 1024U};

inline constexpr std::size_t passphrase_bytes_min = 8;

[[nodiscard]] bool is_sealed(ByteView file);  // by how it begins

// Refused with weak_passphrase (shorter than passphrase_bytes_min), no_memory.
Result<Bytes, KeyError> seal_keys(const DeviceSecretBytes& secrets,
                                  const SecretText& passphrase,
                                  Random& random,
                                  const PassphraseCost& cost = cost_min);
// What can be told without the passphrase: refused with damaged, or weak_cost (outside the limits
// above), before any work is done.
Result<PassphraseCost, KeyError> check_sealed(ByteView file);
// Refused besides with wrong_passphrase (which a changed file gives, too), no_memory.
Result<DeviceSecretBytes, KeyError> open_keys(ByteView file, const SecretText& passphrase);

}  // namespace cairn::keys
