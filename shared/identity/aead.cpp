#include "shared/identity/aead.h"

#include <sodium.h>

#include "shared/base/contract.h"

namespace cairn {

static_assert(aead_tag_bytes == crypto_aead_chacha20poly1305_ietf_ABYTES);
static_assert(sizeof(AeadNonce) == crypto_aead_chacha20poly1305_ietf_NPUBBYTES);

void aead_seal(std::span<std::uint8_t> out, ByteView plain, const AeadTerms& terms) {
    CAIRN_ASSERT(terms.key.size() == crypto_aead_chacha20poly1305_ietf_KEYBYTES);
    CAIRN_ASSERT(out.size() == plain.size() + aead_tag_bytes);
    const int rc = crypto_aead_chacha20poly1305_ietf_encrypt(out.data(),
                                                             nullptr,
                                                             plain.data(),
                                                             plain.size(),
                                                             terms.bound.data(),
                                                             terms.bound.size(),
                                                             nullptr,
                                                             terms.nonce.data(),
                                                             terms.key.data());
    CAIRN_ASSERT(rc == 0);
}

bool aead_open(std::span<std::uint8_t> out, ByteView sealed, const AeadTerms& terms) {
    CAIRN_ASSERT(terms.key.size() == crypto_aead_chacha20poly1305_ietf_KEYBYTES);
    CAIRN_ASSERT(sealed.size() >= aead_tag_bytes && out.size() == sealed.size() - aead_tag_bytes);
    return crypto_aead_chacha20poly1305_ietf_decrypt(out.data(),
                                                     nullptr,
                                                     nullptr,
                                                     sealed.data(),
                                                     sealed.size(),
                                                     terms.bound.data(),
                                                     terms.bound.size(),
                                                     terms.nonce.data(),
                                                     terms.key.data()) == 0;
}

}  // namespace cairn
