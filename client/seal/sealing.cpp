#include "client/seal/sealing.h"

#include <sodium.h>

#include "shared/base/contract.h"
#include "shared/base/domain.h"
#include "shared/base/hash.h"
#include "shared/identity/aead.h"
#include "shared/identity/device.h"
#include "shared/wire/limits.h"

namespace cairn {
namespace {

// Each seals one envelope, so the nonce of the cipher itself may be zero.
using EnvelopeKey = SecretBytes<struct EnvelopeKeyTag, 32>;

struct KeyAndCommitment {
    EnvelopeKey key;
    Commitment commitment;
};

// K ‖ C: one keyed BLAKE2b-512. C binds the key, the nonce and the header, so that an envelope
// opens under one key only.
KeyAndCommitment derive_key(const EpochKey& epoch_key, const Nonce& nonce, ByteView header) {
    const auto header_hash = Hasher(domain::envelope_header).add(header).finish();
    const auto domain_bytes = static_cast<std::uint8_t>(domain::envelope_key.size());
    crypto_generichash_state state;
    SecretBytes<struct DerivedTag, 64> derived;
    const auto add = [&state](ByteView bytes) {
        CAIRN_ASSERT(crypto_generichash_update(&state, bytes.data(), bytes.size()) == 0);
    };
    const ByteView key = epoch_key.view();
    CAIRN_ASSERT(crypto_generichash_init(&state, key.data(), key.size(), 64) == 0);
    add({&domain_bytes, 1});
    add(bytes_of(domain::envelope_key));
    add(nonce.view());
    add(header_hash);
    CAIRN_ASSERT(crypto_generichash_final(&state, derived.writable().data(), 64) == 0);
    sodium_memzero(&state, sizeof state);
    return {*EnvelopeKey::from(derived.view().first(32)),
            *Commitment::from(derived.view().last(32))};
}

// A hash over the plaintext too: even a virtual machine that was resumed twice, and draws the same
// random bytes, seals two plaintexts under two nonces.
Nonce derive_nonce(const EpochKey& key,
                   const EnvelopeHeader& header,
                   ByteView plaintext,
                   Random& random) {
    CAIRN_ASSERT(header.nonce.is_zero());
    const auto hash = Hasher(domain::envelope_nonce, key.view())
                          .add(random.make<Hash32>())
                          .add(encode_header(header))
                          .add(plaintext)
                          .finish();
    return *Nonce::from(ByteView(hash).first(Nonce::size));
}

Bytes encrypt(const EnvelopeKey& key, ByteView header, ByteView plaintext) {
    Bytes sealed(plaintext.size() + aead_tag_bytes);
    aead_seal(sealed, plaintext, {.key = key.view(), .bound = header});
    return sealed;
}

}  // namespace

Envelope seal_plaintext(ByteView plaintext,
                        const SealRequest& request,
                        const EpochKey& key,
                        const DeviceSecrets& device,
                        Random& random) {
    CAIRN_ASSERT(plaintext.size() + aead_tag_bytes <= limits::sealed_bytes_max);
    EnvelopeHeader header;
    header.workspace = request.workspace;
    header.device = device.id();
    header.number = request.number;
    header.previous = request.previous;
    header.epoch = request.epoch;
    header.roster_head = request.roster_head;
    header.sealed_bytes = static_cast<std::uint32_t>(plaintext.size() + aead_tag_bytes);
    header.nonce = derive_nonce(key, header, plaintext, random);
    Bytes bytes = encode_header(header);
    const auto derived = derive_key(key, header.nonce, bytes);
    const Bytes sealed = encrypt(derived.key, bytes, plaintext);
    bytes.reserve(envelope_overhead_bytes + sealed.size());
    append(bytes, derived.commitment.view());
    append(bytes, sealed);
    const EnvelopeHash hash = envelope_hash(bytes);
    append(bytes, sign(device.signing(), domain::envelope_signature, hash.view()).view());
    auto envelope = Envelope::parse(std::move(bytes));
    CAIRN_ASSERT(envelope.has_value());
    return std::move(*envelope);
}

Result<Bytes, OpenError> open_ciphertext(const Envelope& envelope, const EpochKey& key) {
    const ByteView header = envelope.header_view();
    const ByteView sealed = envelope.ciphertext();
    const auto derived = derive_key(key, envelope.header().nonce, header);
    if (!equal_in_constant_time(derived.commitment.view(), envelope.commitment().view()))
        return refuse(OpenError{OpenFault::commitment,
                                "the envelope does not commit to the key of its epoch"});
    if (sealed.size() < aead_tag_bytes)
        return refuse(OpenError{OpenFault::tampered, "the envelope seals less than a tag"});
    Bytes plaintext(sealed.size() - aead_tag_bytes);
    if (!aead_open(plaintext, sealed, {.key = derived.key.view(), .bound = header}))
        return refuse(OpenError{OpenFault::tampered, "the envelope was changed after sealing"});
    return plaintext;
}

}  // namespace cairn
