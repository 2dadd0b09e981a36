#include "shared/identity/server.h"

namespace cairn {

ServerSecrets::ServerSecrets(const ServerSecretBytes& kept)
    : sign_(*SigningSeed::from(kept.view().first(32))),
      channel_(*ExchangeSecret::from(kept.view().subspan(32))) {}

ServerSecrets ServerSecrets::make(Random& random) {
    ServerSecretBytes kept;
    random.fill(kept.writable());
    return ServerSecrets(kept);
}

ServerSecretBytes ServerSecrets::to_secret_bytes() const {
    ServerSecretBytes kept;
    const SigningSeed seed = sign_.seed();
    std::copy(seed.view().begin(), seed.view().end(), kept.writable().begin());
    const ByteView channel = channel_.secret().view();
    std::copy(channel.begin(), channel.end(), kept.writable().subspan(32).begin());
    return kept;
}

}  // namespace cairn
