#include "shared/identity/noise_cipher.h"

#include <array>
#include <limits>

#include "shared/identity/aead.h"

namespace cairn {
namespace {

static_assert(noise_tag_bytes == aead_tag_bytes);
constexpr std::uint64_t nonce_never_used = std::numeric_limits<std::uint64_t>::max();

// 32 bits of zeros, then the counter in little endian (section 12.3).
AeadNonce nonce_of(std::uint64_t counter) {
    AeadNonce nonce{};
    for (std::size_t i = 0; i < 8; ++i)
        nonce[4 + i] = static_cast<std::uint8_t>(counter >> (8 * i));
    return nonce;
}

}  // namespace

std::string_view sentence_of(NoiseFault fault) {
    switch (fault) {
        case NoiseFault::tampered:
            return "The other side holds another key, speaks another protocol, or the bytes were "
                   "changed on the way.";
        case NoiseFault::weak_point:
            return "The other side sent a public key that keeps no secret.";
        case NoiseFault::truncated:
            return "A message of the handshake is too short.";
        case NoiseFault::too_long:
            return "A message is longer than 65,535 bytes.";
        case NoiseFault::out_of_turn:
            return "The handshake is over, or it was the other side's turn.";
        case NoiseFault::exhausted:
            return "The connection has carried as many messages as its keys allow.";
    }
    return "Unknown fault.";
}

Result<void, NoiseFault> NoiseCipher::encrypt(Bytes& out, ByteView bound, ByteView plain) {
    if (plain.size() > noise_payload_bytes_max) return refuse(NoiseFault::too_long);
    if (next_nonce_ == nonce_never_used) return refuse(NoiseFault::exhausted);
    const auto nonce = nonce_of(next_nonce_++);
    const std::size_t at = out.size();
    out.resize(at + plain.size() + noise_tag_bytes);
    aead_seal(
        std::span(out).subspan(at), plain, {.key = key_.view(), .nonce = nonce, .bound = bound});
    return {};
}

Result<void, NoiseFault> NoiseCipher::decrypt(Bytes& out, ByteView bound, ByteView sealed) {
    if (sealed.size() > noise_message_bytes_max) return refuse(NoiseFault::too_long);
    if (sealed.size() < noise_tag_bytes) return refuse(NoiseFault::truncated);
    if (next_nonce_ == nonce_never_used) return refuse(NoiseFault::exhausted);
    const auto nonce = nonce_of(next_nonce_);
    const std::size_t at = out.size();
    out.resize(at + sealed.size() - noise_tag_bytes);
    const AeadTerms terms{.key = key_.view(), .nonce = nonce, .bound = bound};
    if (!aead_open(std::span(out).subspan(at), sealed, terms)) {
        out.resize(at);
        return refuse(NoiseFault::tampered);
    }
    ++next_nonce_;
    return {};
}

}  // namespace cairn
