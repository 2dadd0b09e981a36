#include "shared/base/hash.h"

#include <sodium.h>

#include "shared/base/contract.h"

namespace cairn {
namespace {

static_assert(sizeof(crypto_generichash_state) <= 384);

// libsodium takes the processor's fast code (BLAKE2b 1.3, X25519 1.7, ChaCha20 3.6 times as fast)
// only once it was told to begin.
[[maybe_unused]] const bool sodium_has_begun = [] {
    CAIRN_ASSERT(sodium_init() >= 0);
    return true;
}();

crypto_generichash_state* state_of(std::array<unsigned char, 384>& raw) {
    return reinterpret_cast<crypto_generichash_state*>(raw.data());
}

}  // namespace

Hasher::Hasher(std::string_view domain, ByteView key) {
    CAIRN_ASSERT(!domain.empty() && domain.size() <= 255);
    CAIRN_ASSERT(crypto_generichash_init(state_of(state_), key.data(), key.size(), 32) == 0);
    const auto length = static_cast<std::uint8_t>(domain.size());
    add({&length, 1});
    add(bytes_of(domain));
}

Hasher& Hasher::add(ByteView bytes) {
    CAIRN_ASSERT(crypto_generichash_update(state_of(state_), bytes.data(), bytes.size()) == 0);
    return *this;
}

Hasher& Hasher::add_u64(std::uint64_t value) {
    std::array<std::uint8_t, 8> raw{};
    for (std::size_t i = 0; i < 8; ++i) raw[i] = static_cast<std::uint8_t>(value >> (8 * i));
    return add(raw);
}

Hasher& Hasher::add_sized(ByteView bytes) { return add_u64(bytes.size()).add(bytes); }

std::array<std::uint8_t, 32> Hasher::finish() {
    std::array<std::uint8_t, 32> out{};
    CAIRN_ASSERT(crypto_generichash_final(state_of(state_), out.data(), out.size()) == 0);
    return out;
}

}  // namespace cairn
