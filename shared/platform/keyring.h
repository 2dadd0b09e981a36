#pragma once
// The place where this system keeps people's secrets while they are logged in: the Secret Service
// of Linux desktops (GNOME, KDE), reached through libsecret. The same three verbs fit the Keychain
// of macOS and the Credential Manager of Windows: a name, a label that people see, some bytes.
#include <memory>
#include <string>

#include "shared/base/bytes.h"
#include "shared/base/result.h"

namespace cairn::platform {

struct KeyringError {
    std::string sentence;  // what happened, what to do; never any of the secret
    bool missing = false;  // the keyring answers and has nothing of that name
};

class Keyring {
public:
    virtual ~Keyring() = default;

    // Replaces what has that name. At most 2,048 bytes.
    virtual Result<void, KeyringError> store(const std::string& name,
                                             const std::string& label,
                                             ByteView secret) = 0;
    // To be wiped by the caller. May wait for a person to unlock the keyring.
    virtual Result<Bytes, KeyringError> load(const std::string& name) = 0;
    virtual Result<void, KeyringError> forget(const std::string& name) = 0;
};

// Never null; where there is no keyring, each call says so.
std::unique_ptr<Keyring> system_keyring();

}  // namespace cairn::platform
