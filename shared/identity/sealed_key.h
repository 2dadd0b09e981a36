#pragma once
// Epoch keys and member names under keys (schema/PROTOCOL.md section 9): sealed to a box key,
// wrapped under the next epoch's key, and the names of members sealed under an epoch's key.
#include <cstdint>
#include <string>
#include <string_view>

#include "shared/base/bytes.h"
#include "shared/base/ids.h"
#include "shared/base/random.h"
#include "shared/base/result.h"
#include "shared/base/secret.h"
#include "shared/identity/exchange.h"

namespace cairn {

enum class KeyFault : std::uint8_t {
    weak_point = 1,  // a public key of small order: the shared secret would be zero
    tampered = 2,    // the tag is wrong: other key, other workspace, other epoch, or changed bytes
    malformed = 3,   // too short, or a name that is not UTF-8
};
std::string_view sentence_of(KeyFault fault);

// The epoch that a key, or a name, belongs to; bound into what is sealed.
struct EpochPlace {
    WorkspaceId workspace;
    EpochId epoch;
};

Result<SealedKey, KeyFault> seal_key(const EpochKey& key,
                                     const BoxKey& recipient,
                                     const EpochPlace& place,
                                     Random& random);
Result<EpochKey, KeyFault> open_sealed_key(const SealedKey& sealed,
                                           const ExchangeKey& recipient,
                                           const EpochPlace& place);

struct EpochStep {
    WorkspaceId workspace;
    EpochId old_epoch;
    EpochId new_epoch;
};

// Who holds the new key reads the history under the old one.
WrappedKey wrap_key(const EpochKey& old_key, const EpochKey& new_key, const EpochStep& step);
Result<EpochKey, KeyFault> unwrap_key(const WrappedKey& wrapped,
                                      const EpochKey& new_key,
                                      const EpochStep& step);

// nonce (24) ‖ XChaCha20-Poly1305. The length of the name shows.
Bytes seal_name(std::string_view name,
                const EpochKey& key,
                const EpochPlace& place,
                const MemberId& member,
                Random& random);
// The name is valid UTF-8; its length is that of `sealed`, less 40: limit `sealed` before.
Result<std::string, KeyFault> open_name(ByteView sealed,
                                        const EpochKey& key,
                                        const EpochPlace& place,
                                        const MemberId& member);

}  // namespace cairn
