#include "shared/identity/sealed_key.h"

#include <sodium.h>

#include "shared/base/contract.h"
#include "shared/base/domain.h"
#include "shared/base/utf8.h"
#include "shared/identity/aead.h"
#include "shared/identity/keyed_hash.h"

namespace cairn {
namespace {

// Each seals one message, so the nonce may be constant.
using OneTimeKey = SecretBytes<struct OneTimeKeyTag, 32>;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t name_nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;

template <class... Ids>
Bytes join(const Ids&... ids) {
    Bytes joined;
    (append(joined, ids.view()), ...);
    return joined;
}

OneTimeKey sealing_key(const SharedSecret& shared, const BoxKey& ephemeral, const BoxKey& to) {
    return derive<OneTimeKey>(shared, domain::epoch_sealed, join(ephemeral, to));
}

void encrypt_key(std::span<std::uint8_t, 48> out,
                 const EpochKey& key,
                 const OneTimeKey& under,
                 ByteView bound) {
    aead_seal(out, key.view(), {.key = under.view(), .bound = bound});
}

Result<EpochKey, KeyFault> decrypt_key(std::span<const std::uint8_t, 48> sealed,
                                       const OneTimeKey& under,
                                       ByteView bound) {
    EpochKey key;
    if (!aead_open(key.writable(), sealed, {.key = under.view(), .bound = bound}))
        return refuse(KeyFault::tampered);
    return key;
}

OneTimeKey name_key(const EpochKey& key, const MemberId& member) {
    return derive<OneTimeKey>(key, domain::member_name, member.view());
}

}  // namespace

std::string_view sentence_of(KeyFault fault) {
    switch (fault) {
        case KeyFault::weak_point:
            return "The public key is one that keeps no secret.";
        case KeyFault::tampered:
            return "It was sealed with another key, or was changed since.";
        case KeyFault::malformed:
            return "What was sealed does not have the form it should.";
    }
    return "Unknown fault.";
}

Result<SealedKey, KeyFault> seal_key(const EpochKey& key,
                                     const BoxKey& recipient,
                                     const EpochPlace& place,
                                     Random& random) {
    const ExchangeKey ephemeral = ExchangeKey::make(random);
    const auto shared = ephemeral.agree(recipient);
    if (!shared) return refuse(KeyFault::weak_point);
    const auto sender = ephemeral.public_key_as<BoxKey>();
    SealedKey sealed;
    const std::span<std::uint8_t, 80> out(sealed.bytes);
    std::copy(sender.bytes.begin(), sender.bytes.end(), out.begin());
    encrypt_key(out.subspan<32>(),
                key,
                sealing_key(*shared, sender, recipient),
                join(place.workspace, place.epoch));
    return sealed;
}

Result<EpochKey, KeyFault> open_sealed_key(const SealedKey& sealed,
                                           const ExchangeKey& recipient,
                                           const EpochPlace& place) {
    const std::span<const std::uint8_t, 80> in(sealed.bytes);
    const BoxKey sender = *BoxKey::from(in.first<32>());
    const auto shared = recipient.agree(sender);
    if (!shared) return refuse(KeyFault::weak_point);
    return decrypt_key(in.subspan<32>(),
                       sealing_key(*shared, sender, recipient.public_key_as<BoxKey>()),
                       join(place.workspace, place.epoch));
}

WrappedKey wrap_key(const EpochKey& old_key, const EpochKey& new_key, const EpochStep& step) {
    const Bytes bound = join(step.workspace, step.old_epoch, step.new_epoch);
    WrappedKey wrapped;
    encrypt_key(
        wrapped.bytes, old_key, derive<OneTimeKey>(new_key, domain::epoch_wrapped, bound), bound);
    return wrapped;
}

Result<EpochKey, KeyFault> unwrap_key(const WrappedKey& wrapped,
                                      const EpochKey& new_key,
                                      const EpochStep& step) {
    const Bytes bound = join(step.workspace, step.old_epoch, step.new_epoch);
    return decrypt_key(
        wrapped.bytes, derive<OneTimeKey>(new_key, domain::epoch_wrapped, bound), bound);
}

Bytes seal_name(std::string_view name,
                const EpochKey& key,
                const EpochPlace& place,
                const MemberId& member,
                Random& random) {
    const Bytes bound = join(place.workspace, place.epoch, member);
    const ByteView plain = bytes_of(name);
    Bytes sealed(name_nonce_bytes + plain.size() + tag_bytes);
    const std::span<std::uint8_t> out(sealed);
    random.fill(out.first(name_nonce_bytes));
    const int rc = crypto_aead_xchacha20poly1305_ietf_encrypt(out.subspan(name_nonce_bytes).data(),
                                                              nullptr,
                                                              plain.data(),
                                                              plain.size(),
                                                              bound.data(),
                                                              bound.size(),
                                                              nullptr,
                                                              out.data(),
                                                              name_key(key, member).view().data());
    CAIRN_ASSERT(rc == 0);
    return sealed;
}

Result<std::string, KeyFault> open_name(ByteView sealed,
                                        const EpochKey& key,
                                        const EpochPlace& place,
                                        const MemberId& member) {
    if (sealed.size() < name_nonce_bytes + tag_bytes) return refuse(KeyFault::malformed);
    const Bytes bound = join(place.workspace, place.epoch, member);
    std::string name(sealed.size() - name_nonce_bytes - tag_bytes, '\0');
    const ByteView body = sealed.subspan(name_nonce_bytes);
    const int rc =
        crypto_aead_xchacha20poly1305_ietf_decrypt(reinterpret_cast<unsigned char*>(name.data()),
                                                   nullptr,
                                                   nullptr,
                                                   body.data(),
                                                   body.size(),
                                                   bound.data(),
                                                   bound.size(),
                                                   sealed.data(),
                                                   name_key(key, member).view().data());
    if (rc != 0) return refuse(KeyFault::tampered);
    if (!is_utf8(name)) return refuse(KeyFault::malformed);
    return name;
}

}  // namespace cairn
