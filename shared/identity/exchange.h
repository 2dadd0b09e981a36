#pragma once
// X25519 (RFC 7748). Every agreement checks that the other side's point is not of small order.
#include <optional>

#include "shared/base/ids.h"
#include "shared/base/random.h"
#include "shared/base/secret.h"

namespace cairn {

using ExchangeSecret = SecretBytes<struct ExchangeSecretTag, 32>;
using SharedSecret = SecretBytes<struct SharedSecretTag, 32>;

// A key pair. Wiped when it dies; has no textual form.
class ExchangeKey {
public:
    explicit ExchangeKey(const ExchangeSecret& secret);
    static ExchangeKey make(Random& random);

    template <class Id>  // ChannelKey or BoxKey: whatever the key is for
    [[nodiscard]] Id public_key_as() const {
        return Id{public_half_};
    }
    [[nodiscard]] const ExchangeSecret& secret() const { return secret_; }

    // Nothing if the result would be zero: the other side chose a point of small order.
    template <class Id>
    [[nodiscard]] std::optional<SharedSecret> agree(const Id& other) const {
        static_assert(Id::size == 32);
        return agree_raw(other.bytes);
    }

private:
    using Point = std::array<std::uint8_t, 32>;
    [[nodiscard]] std::optional<SharedSecret> agree_raw(const Point& other) const;
    ExchangeSecret secret_;
    Point public_half_{};
};

}  // namespace cairn
