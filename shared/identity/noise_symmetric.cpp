#include "shared/identity/noise_symmetric.h"

#include <array>

#include <sodium.h>

#include "shared/base/contract.h"

namespace cairn {
namespace {

constexpr std::size_t hash_bytes = 64;
constexpr std::size_t block_bytes = 128;
using Wide = SecretBytes<struct WideTag, hash_bytes>;

// Plain BLAKE2b-512, without the domain strings of the project: Noise fixes what is hashed.
class Blake2b512 {
public:
    Blake2b512() { CAIRN_ASSERT(crypto_generichash_init(&state_, nullptr, 0, hash_bytes) == 0); }
    Blake2b512(const Blake2b512&) = delete;
    Blake2b512& operator=(const Blake2b512&) = delete;
    ~Blake2b512() { sodium_memzero(&state_, sizeof state_); }
    Blake2b512& add(ByteView bytes) {
        CAIRN_ASSERT(crypto_generichash_update(&state_, bytes.data(), bytes.size()) == 0);
        return *this;
    }
    void finish(std::span<std::uint8_t> out) {
        CAIRN_ASSERT(crypto_generichash_final(&state_, out.data(), hash_bytes) == 0);
    }

private:
    crypto_generichash_state state_{};
};

using Block = SecretBytes<struct BlockTag, block_bytes>;

Block padded(const Wide& key, std::uint8_t pad) {
    Block block;
    const auto out = block.writable();
    std::copy(key.view().begin(), key.view().end(), out.begin());
    for (auto& byte : out) byte = static_cast<std::uint8_t>(byte ^ pad);
    return block;
}

// HMAC (RFC 2104) over BLAKE2b-512; Noise asks for it even where the hash has a keyed mode.
Wide hmac(const Wide& key, ByteView first, ByteView second) {
    Wide inner;
    Blake2b512().add(padded(key, 0x36).view()).add(first).add(second).finish(inner.writable());
    Wide outer;
    Blake2b512().add(padded(key, 0x5c).view()).add(inner.view()).finish(outer.writable());
    return outer;
}

// HKDF with two outputs (Noise, section 4.3).
std::pair<Wide, Wide> hkdf(const Wide& chaining_key, ByteView material) {
    constexpr std::array<std::uint8_t, 1> one{1};
    constexpr std::array<std::uint8_t, 1> two{2};
    const Wide root = hmac(chaining_key, material, {});
    const Wide first = hmac(root, one, {});
    return {first, hmac(root, first.view(), two)};
}

NoiseKey cipher_key(const Wide& wide) { return *NoiseKey::from(wide.view().first(32)); }

}  // namespace

NoiseSymmetric::NoiseSymmetric(std::string_view protocol_name) {
    CAIRN_ASSERT(protocol_name.size() <= hash_bytes);
    std::copy(protocol_name.begin(), protocol_name.end(), hash_.bytes.begin());
    chaining_key_ = ChainingKey(hash_.bytes);
}

void NoiseSymmetric::mix_hash(ByteView data) {
    Blake2b512 hasher;
    hasher.add(hash_.view()).add(data).finish(hash_.bytes);
}

void NoiseSymmetric::mix_key(const SharedSecret& secret) {
    const auto [chain, key] = hkdf(*Wide::from(chaining_key_.view()), secret.view());
    chaining_key_ = *ChainingKey::from(chain.view());
    cipher_.emplace(cipher_key(key));
}

Result<void, NoiseFault> NoiseSymmetric::encrypt_and_hash(Bytes& out, ByteView plain) {
    const std::size_t at = out.size();
    if (!cipher_) {
        append(out, plain);
    } else if (auto done = cipher_->encrypt(out, hash_.view(), plain); !done) {
        return done;
    }
    mix_hash(ByteView(out).subspan(at));
    return {};
}

Result<void, NoiseFault> NoiseSymmetric::decrypt_and_hash(Bytes& out, ByteView sealed) {
    if (!cipher_) {
        append(out, sealed);
    } else if (auto done = cipher_->decrypt(out, hash_.view(), sealed); !done) {
        return done;
    }
    mix_hash(sealed);
    return {};
}

std::pair<NoiseCipher, NoiseCipher> NoiseSymmetric::split() const {
    const auto [first, second] = hkdf(*Wide::from(chaining_key_.view()), {});
    return {NoiseCipher(cipher_key(first)), NoiseCipher(cipher_key(second))};
}

}  // namespace cairn
