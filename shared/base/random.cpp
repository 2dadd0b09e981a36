#include "shared/base/random.h"

#include <sodium.h>

#include "shared/base/contract.h"
#include "shared/base/hash.h"

namespace cairn {

// sodium declares its pointers never null, which those of an empty span may be.
void SystemRandom::fill(std::span<std::uint8_t> out) {
    if (!out.empty()) randombytes_buf(out.data(), out.size());
}

SeededRandom::SeededRandom(std::uint64_t seed)
    : key_(Hasher("cairn/1 test seed").add_u64(seed).finish()) {}

void SeededRandom::fill(std::span<std::uint8_t> out) {
    if (out.empty()) return;
    std::array<std::uint8_t, crypto_stream_chacha20_NONCEBYTES> nonce{};
    for (std::size_t i = 0; i < nonce.size(); ++i)
        nonce[i] = static_cast<std::uint8_t>(blocks_ >> (8 * i));
    ++blocks_;
    CAIRN_ASSERT(crypto_stream_chacha20(out.data(), out.size(), nonce.data(), key_.data()) == 0);
}

std::uint64_t SeededRandom::below(std::uint64_t bound) {
    CAIRN_ASSERT(bound > 0);
    const std::uint64_t limit = UINT64_MAX - UINT64_MAX % bound;
    std::uint64_t value = 0;
    do {
        std::array<std::uint8_t, 8> raw{};
        fill(raw);
        std::memcpy(&value, raw.data(), 8);
    } while (value >= limit);
    return value % bound;
}

}  // namespace cairn
