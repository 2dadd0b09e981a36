#include "client/keys/sealed_keys.h"

#include <optional>

#include <sodium.h>

#include "shared/base/byte_io.h"
#include "shared/base/contract.h"

namespace cairn::keys {
namespace {

constexpr std::string_view magic = "cairn-keys passphrase 1\n";
constexpr std::size_t salt_bytes = crypto_pwhash_SALTBYTES;
constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t secret_bytes = 96;
constexpr std::size_t bound_bytes = magic.size() + 4 + 4 + salt_bytes;
constexpr std::size_t file_bytes = bound_bytes + nonce_bytes + secret_bytes + tag_bytes;

using FileKey = SecretBytes<struct FileKeyTag, crypto_aead_xchacha20poly1305_ietf_KEYBYTES>;

auto refuse_key(KeyFault fault, const char* sentence) { return refuse(KeyError{fault, sentence}); }

std::optional<FileKey> stretch(const SecretText& passphrase,
                               ByteView salt,
                               const PassphraseCost& cost) {
    CAIRN_ASSERT(salt.size() == salt_bytes);
    FileKey key;
    const int done = crypto_pwhash(key.writable().data(),
                                   key.view().size(),
                                   text_of(passphrase.view()).data(),
                                   passphrase.view().size(),
                                   salt.data(),
                                   cost.passes,
                                   std::size_t{cost.memory_kib} * 1024,
                                   crypto_pwhash_ALG_ARGON2ID13);
    return done == 0 ? std::optional(key) : std::nullopt;
}

constexpr const char* no_memory =
    "There is not enough memory to work on the passphrase: that takes 256 MiB and more. Close "
    "other programs and try again.";

}  // namespace

bool is_sealed(ByteView file) { return text_of(file).starts_with(magic); }

Result<Bytes, KeyError> seal_keys(const DeviceSecretBytes& secrets,
                                  const SecretText& passphrase,
                                  Random& random,
                                  const PassphraseCost& cost) {
    if (passphrase.view().size() < passphrase_bytes_min) {
        return refuse_key(KeyFault::weak_passphrase,
                          "A passphrase has at least 8 characters; four or five words that have "
                          "nothing to do with each other are better.");
    }
    FixedBytes<struct SaltTag, salt_bytes> salt;
    FixedBytes<struct NonceTag, nonce_bytes> nonce;
    random.fill(salt.bytes);
    random.fill(nonce.bytes);
    const auto key = stretch(passphrase, salt.view(), cost);
    if (!key) return refuse_key(KeyFault::no_memory, no_memory);
    ByteWriter out;
    out.raw(bytes_of(magic)).u32(cost.passes).u32(cost.memory_kib).id(salt);
    const Bytes bound = out.bytes();
    Bytes sealed(secret_bytes + tag_bytes);
    const int done = crypto_aead_xchacha20poly1305_ietf_encrypt(sealed.data(),
                                                                nullptr,
                                                                secrets.view().data(),
                                                                secrets.view().size(),
                                                                bound.data(),
                                                                bound.size(),
                                                                nullptr,
                                                                nonce.bytes.data(),
                                                                key->view().data());
    CAIRN_ASSERT(done == 0);
    out.id(nonce).raw(sealed);
    return out.take();
}

Result<PassphraseCost, KeyError> check_sealed(ByteView file) {
    if (!is_sealed(file) || file.size() != file_bytes) {
        return refuse_key(KeyFault::damaged,
                          "The key file was cut or changed. Put a backup of it back, or recover "
                          "with your printed kit (`cairn recover`), or join again.");
    }
    ByteReader in(file.subspan(magic.size()));
    PassphraseCost cost;
    cost.passes = in.u32();
    cost.memory_kib = in.u32();
    const bool sane = cost.passes >= cost_min.passes && cost.passes <= cost_max.passes &&
                      cost.memory_kib >= cost_min.memory_kib &&
                      cost.memory_kib <= cost_max.memory_kib;
    if (sane) return cost;
    return refuse_key(KeyFault::weak_cost,
                      "The key file asks for work on the passphrase that Cairn never writes into "
                      "it: somebody changed the file. Put a backup of it back.");
}

Result<DeviceSecretBytes, KeyError> open_keys(ByteView file, const SecretText& passphrase) {
    const auto cost = check_sealed(file);
    if (!cost) return refuse(cost.error());
    const auto key = stretch(passphrase, file.subspan(bound_bytes - salt_bytes, salt_bytes), *cost);
    if (!key) return refuse_key(KeyFault::no_memory, no_memory);
    const ByteView nonce = file.subspan(bound_bytes, nonce_bytes);
    const ByteView sealed = file.subspan(bound_bytes + nonce_bytes);
    DeviceSecretBytes secrets;
    const int opened = crypto_aead_xchacha20poly1305_ietf_decrypt(secrets.writable().data(),
                                                                  nullptr,
                                                                  nullptr,
                                                                  sealed.data(),
                                                                  sealed.size(),
                                                                  file.data(),
                                                                  bound_bytes,
                                                                  nonce.data(),
                                                                  key->view().data());
    if (opened == 0) return secrets;
    return refuse_key(KeyFault::wrong_passphrase,
                      "That is not the passphrase of these keys (or their file was changed). "
                      "Nothing was done. Try again.");
}

}  // namespace cairn::keys
