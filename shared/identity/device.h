#pragma once
// What makes a device: three key pairs (schema/PROTOCOL.md section 1). They live outside the
// workspace file, wipe themselves, and have no textual form.
#include "shared/identity/exchange.h"
#include "shared/identity/sign.h"

namespace cairn {

// Ed25519 seed ‖ channel X25519 secret ‖ box X25519 secret: how a device is kept.
using DeviceSecretBytes = SecretBytes<struct DeviceSecretBytesTag, 96>;

class DeviceSecrets {
public:
    explicit DeviceSecrets(const DeviceSecretBytes& kept);
    static DeviceSecrets make(Random& random);

    [[nodiscard]] DeviceId id() const { return sign_.public_key_as<DeviceId>(); }
    [[nodiscard]] ChannelKey channel_key() const { return channel_.public_key_as<ChannelKey>(); }
    [[nodiscard]] BoxKey box_key() const { return box_.public_key_as<BoxKey>(); }

    [[nodiscard]] const SigningKey& signing() const { return sign_; }      // for sign()
    [[nodiscard]] const ExchangeKey& channel() const { return channel_; }  // for the handshake
    [[nodiscard]] const ExchangeKey& box() const { return box_; }          // opens sealed keys

    [[nodiscard]] DeviceSecretBytes to_secret_bytes() const;

private:
    SigningKey sign_;
    ExchangeKey channel_;
    ExchangeKey box_;
};

}  // namespace cairn
