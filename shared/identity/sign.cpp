#include "shared/identity/sign.h"

#include <sodium.h>

#include "shared/base/contract.h"

namespace cairn {
namespace {

Bytes with_domain(std::string_view domain, ByteView message) {
    CAIRN_ASSERT(!domain.empty() && domain.size() <= 255);
    Bytes covered;
    covered.reserve(1 + domain.size() + message.size());
    covered.push_back(static_cast<std::uint8_t>(domain.size()));
    append(covered, bytes_of(domain));
    append(covered, message);
    return covered;
}

}  // namespace

SigningKey::SigningKey(const SigningSeed& seed) {
    std::array<std::uint8_t, crypto_sign_PUBLICKEYBYTES> public_half{};
    CAIRN_ASSERT(crypto_sign_seed_keypair(
                     public_half.data(), pair_.writable().data(), seed.view().data()) == 0);
}

SigningKey SigningKey::make(Random& random) {
    SigningSeed seed;
    random.fill(seed.writable());
    return SigningKey(seed);
}

SigningSeed SigningKey::seed() const { return *SigningSeed::from(pair_.view().first(32)); }

Signature sign(const SigningKey& key, std::string_view domain, ByteView message) {
    const Bytes covered = with_domain(domain, message);
    Signature signature;
    CAIRN_ASSERT(crypto_sign_detached(signature.bytes.data(),
                                      nullptr,
                                      covered.data(),
                                      covered.size(),
                                      key.pair_.view().data()) == 0);
    return signature;
}

bool verify(ByteView public_key,
            std::string_view domain,
            ByteView message,
            const Signature& signature) {
    return verify_bytes(public_key, with_domain(domain, message), signature);
}

bool verify_bytes(ByteView public_key, ByteView covered, const Signature& signature) {
    if (public_key.size() != crypto_sign_PUBLICKEYBYTES) return false;
    return crypto_sign_verify_detached(
               signature.bytes.data(), covered.data(), covered.size(), public_key.data()) == 0;
}

}  // namespace cairn
