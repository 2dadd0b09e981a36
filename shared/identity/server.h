#pragma once
// What makes a server: the key that signs receipts and checkpoints, and the channel key that
// clients pin. Both public halves stand in every invite and ticket line.
#include "shared/identity/exchange.h"
#include "shared/identity/sign.h"

namespace cairn {

// Ed25519 seed ‖ channel X25519 secret: how a server's identity is kept.
using ServerSecretBytes = SecretBytes<struct ServerSecretBytesTag, 64>;

class ServerSecrets {
public:
    explicit ServerSecrets(const ServerSecretBytes& kept);
    static ServerSecrets make(Random& random);

    [[nodiscard]] ServerId id() const { return sign_.public_key_as<ServerId>(); }
    [[nodiscard]] ChannelKey channel_key() const { return channel_.public_key_as<ChannelKey>(); }

    [[nodiscard]] const SigningKey& signing() const { return sign_; }
    [[nodiscard]] const ExchangeKey& channel() const { return channel_; }

    [[nodiscard]] ServerSecretBytes to_secret_bytes() const;

private:
    SigningKey sign_;
    ExchangeKey channel_;
};

}  // namespace cairn
