#include "client/keys/key_store.h"

#include <algorithm>
#include <optional>

#include "shared/base/ids.h"
#include "shared/platform/file.h"

namespace cairn::keys {
namespace {

constexpr std::size_t file_bytes_max = 4096;
constexpr std::size_t plain_bytes = 96;
constexpr std::string_view keyring_magic = "cairn-keys keyring 1\n";
using KeyringName = FixedBytes<struct KeyringNameTag, 16>;

KeyError from_disk(const platform::FileError& error) {
    return {error.missing ? KeyFault::missing : KeyFault::disk, error.sentence};
}

// The name in the keyring; nothing if the file is of another keeper, or damaged.
std::optional<std::string> keyring_name(ByteView file) {
    std::string_view text = text_of(file);
    if (!text.starts_with(keyring_magic) || !text.ends_with('\n')) return std::nullopt;
    text.remove_prefix(keyring_magic.size());
    text.remove_suffix(std::min<std::size_t>(text.size(), 1));
    const auto bytes = from_base32(text);
    if (!bytes || bytes->size() != KeyringName::size) return std::nullopt;
    return std::string(text);
}

std::optional<Keeper> keeper_of(ByteView file) {
    if (file.size() == plain_bytes) return Keeper::plain;
    if (is_sealed(file)) return Keeper::passphrase;
    if (keyring_name(file)) return Keeper::keyring;
    return std::nullopt;
}

}  // namespace

const char* name_of(Keeper keeper) {
    switch (keeper) {
        case Keeper::plain:
            return "plain";
        case Keeper::passphrase:
            return "passphrase";
        case Keeper::keyring:
            return "keyring";
    }
    return "unknown";
}

Result<Bytes, KeyError> KeyStore::read() const {
    auto bytes = platform::read_file(file_, file_bytes_max);
    if (!bytes) return refuse(from_disk(bytes.error()));
    if (keeper_of(*bytes)) return std::move(*bytes);
    wipe(*bytes);
    return refuse(KeyError{KeyFault::damaged, file_.string() + " is not a key file of Cairn."});
}

Result<Keeper, KeyError> KeyStore::keeper() const {
    auto bytes = read();
    if (!bytes) return refuse(bytes.error());
    const Keeper keeper = *keeper_of(*bytes);
    wipe(*bytes);
    return keeper;
}

Result<DeviceSecretBytes, KeyError> KeyStore::load(const AskPassphrase& ask) const {
    auto bytes = read();
    if (!bytes) return refuse(bytes.error());
    switch (*keeper_of(*bytes)) {
        case Keeper::plain: {
            const auto secrets = DeviceSecretBytes::from(*bytes);
            wipe(*bytes);
            return *secrets;
        }
        case Keeper::keyring:
            return from_keyring(*keyring_name(*bytes));
        case Keeper::passphrase:
            break;
    }
    const auto sound = check_sealed(*bytes);
    if (!sound) return refuse(sound.error());
    const auto passphrase = ask();
    if (!passphrase) return refuse(KeyError{KeyFault::locked, passphrase.error()});
    return open_keys(*bytes, *passphrase);
}

Result<DeviceSecretBytes, KeyError> KeyStore::from_keyring(const std::string& name) const {
    auto kept = keyring_->load(name);
    if (!kept) return refuse(KeyError{KeyFault::no_keyring, kept.error().sentence});
    const auto secrets = DeviceSecretBytes::from(*kept);
    wipe(*kept);
    if (secrets) return *secrets;
    return refuse(KeyError{KeyFault::damaged,
                           "What the keyring of this system has in the place of the keys is of "
                           "another length: it was changed there."});
}

// After the rename nothing needs what an old keeper had; if removing it fails, it is only litter.
Result<void, KeyError> KeyStore::replace(ByteView content) const {
    std::optional<std::string> former;
    if (const auto before = platform::read_file(file_, file_bytes_max))
        former = keyring_name(*before);
    const auto folder = platform::make_private_folder(file_.parent_path());
    if (!folder) return refuse(from_disk(folder.error()));
    const auto written = platform::write_file(file_, content, platform::Privacy::owner_only);
    if (!written) return refuse(from_disk(written.error()));
    if (former) static_cast<void>(keyring_->forget(*former));
    return {};
}

Result<void, KeyError> KeyStore::keep_plain(const DeviceSecretBytes& secrets) const {
    return replace(secrets.view());
}

Result<void, KeyError> KeyStore::keep_under(const DeviceSecretBytes& secrets,
                                            const SecretText& passphrase,
                                            Random& random) const {
    const auto sealed = seal_keys(secrets, passphrase, random);
    if (!sealed) return refuse(sealed.error());
    return replace(*sealed);
}

Result<void, KeyError> KeyStore::keep_in_keyring(const DeviceSecretBytes& secrets,
                                                 const std::string& label,
                                                 Random& random) const {
    const std::string name = to_base32(random.make<KeyringName>().view());
    const auto stored = keyring_->store(name, label, secrets.view());
    if (!stored) return refuse(KeyError{KeyFault::no_keyring, stored.error().sentence});
    // A keyring of the session alone would take them and forget them: what it gives back counts.
    const auto kept = from_keyring(name);
    if (!kept || !(*kept == secrets)) {
        static_cast<void>(keyring_->forget(name));
        return refuse(KeyError{KeyFault::no_keyring,
                               "The keyring of this system took the keys and did not give them "
                               "back. Nothing was changed."});
    }
    auto replaced = replace(bytes_of(std::string(keyring_magic) + name + "\n"));
    if (!replaced && !names(name)) static_cast<void>(keyring_->forget(name));
    return replaced;
}

// Writing may fail after the file has its new content: then that is what opens the keys.
bool KeyStore::names(const std::string& in_keyring) const {
    const auto now = platform::read_file(file_, file_bytes_max);
    return !now || keyring_name(*now) == in_keyring;
}

}  // namespace cairn::keys
