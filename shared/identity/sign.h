#pragma once
// Ed25519 with domain separation: Sign(key, domain, x) of schema/PROTOCOL.md covers one byte
// length(domain), the domain string, and x. Deterministic (RFC 8032).
#include <string_view>

#include "shared/base/bytes.h"
#include "shared/base/ids.h"
#include "shared/base/random.h"
#include "shared/base/secret.h"

namespace cairn {

using SigningSeed = SecretBytes<struct SigningSeedTag, 32>;

// A key pair. Wiped when it dies; has no textual form.
class SigningKey {
public:
    explicit SigningKey(const SigningSeed& seed);
    static SigningKey make(Random& random);

    [[nodiscard]] ByteView public_key() const { return pair_.view().subspan(32); }  // 32 bytes
    template <class Id>  // DeviceId, InviteId or ServerId: whatever the key is for
    [[nodiscard]] Id public_key_as() const {
        return *Id::from(public_key());
    }
    [[nodiscard]] SigningSeed seed() const;

private:
    friend Signature sign(const SigningKey&, std::string_view, ByteView);
    SecretBytes<struct SigningPairTag, 64> pair_;  // seed ‖ public key
};

// domain: 1..255 bytes, from shared/base/domain.h.
Signature sign(const SigningKey& key, std::string_view domain, ByteView message);

// False also for a key that is no point, is of small order, or is not 32 bytes long, and for a
// signature that is not canonical.
[[nodiscard]] bool verify(ByteView public_key,
                          std::string_view domain,
                          ByteView message,
                          const Signature& signature);
// The same over bytes as they are: what verify() and published vectors come down to.
[[nodiscard]] bool verify_bytes(ByteView public_key, ByteView covered, const Signature& signature);

}  // namespace cairn
