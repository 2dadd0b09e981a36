#include "shared/identity/exchange.h"

#include <sodium.h>

#include "shared/base/contract.h"

namespace cairn {

ExchangeKey::ExchangeKey(const ExchangeSecret& secret) : secret_(secret) {
    CAIRN_ASSERT(crypto_scalarmult_base(public_half_.data(), secret_.view().data()) == 0);
}

ExchangeKey ExchangeKey::make(Random& random) {
    ExchangeSecret secret;
    random.fill(secret.writable());
    return ExchangeKey(secret);
}

std::optional<SharedSecret> ExchangeKey::agree_raw(const Point& other) const {
    SharedSecret shared;
    if (crypto_scalarmult(shared.writable().data(), secret_.view().data(), other.data()) != 0)
        return std::nullopt;
    return shared;
}

}  // namespace cairn
