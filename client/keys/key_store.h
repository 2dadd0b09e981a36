#pragma once
// Where a device's secrets rest: one file a workspace, mode 0600, and one of three keepers.
//
//   plain        the secrets themselves: whoever can read the file has them
//   passphrase   sealed under one (sealed_keys.h)
//   keyring      in the system's keyring; the file only names them:
//                "cairn-keys keyring 1\n" ‖ name (26 characters) ‖ "\n"
//
// Another keeper takes over in one step, the rename of a file whose secrets are on disk, or in the
// keyring, before: whatever ends this process, the keys can be opened by the old keeper or by the
// new one. (I2)
#include <filesystem>
#include <functional>
#include <string>

#include "client/keys/fault.h"
#include "client/keys/sealed_keys.h"
#include "shared/platform/keyring.h"

namespace cairn::keys {

enum class Keeper : std::uint8_t { plain, passphrase, keyring };
const char* name_of(Keeper keeper);  // "plain"

// Refused with a sentence if nobody can be asked.
using AskPassphrase = std::function<Result<SecretText, std::string>()>;

class KeyStore {
public:
    // The keyring outlives the store.
    KeyStore(std::filesystem::path file, platform::Keyring& keyring)
        : file_(std::move(file)), keyring_(&keyring) {}

    [[nodiscard]] const std::filesystem::path& file() const { return file_; }
    [[nodiscard]] Result<Keeper, KeyError> keeper() const;

    // Asks only where a passphrase keeps them.
    [[nodiscard]] Result<DeviceSecretBytes, KeyError> load(const AskPassphrase& ask) const;

    // What an old keeper had is removed afterwards.
    [[nodiscard]] Result<void, KeyError> keep_plain(const DeviceSecretBytes& secrets) const;
    [[nodiscard]] Result<void, KeyError> keep_under(const DeviceSecretBytes& secrets,
                                                    const SecretText& passphrase,
                                                    Random& random) const;
    // `label`: what people see in the keyring's own window.
    [[nodiscard]] Result<void, KeyError> keep_in_keyring(const DeviceSecretBytes& secrets,
                                                         const std::string& label,
                                                         Random& random) const;

private:
    [[nodiscard]] Result<Bytes, KeyError> read() const;
    [[nodiscard]] Result<void, KeyError> replace(ByteView content) const;
    [[nodiscard]] Result<DeviceSecretBytes, KeyError> from_keyring(const std::string& name) const;
    [[nodiscard]] bool names(const std::string& in_keyring) const;

    std::filesystem::path file_;
    platform::Keyring* keyring_;
};

}  // namespace cairn::keys
