#include "shared/identity/device.h"

namespace cairn {
namespace {

template <class Secret>
Secret slice(const DeviceSecretBytes& kept, std::size_t at) {
    return *Secret::from(kept.view().subspan(at, 32));
}

}  // namespace

DeviceSecrets::DeviceSecrets(const DeviceSecretBytes& kept)
    : sign_(slice<SigningSeed>(kept, 0)),
      channel_(slice<ExchangeSecret>(kept, 32)),
      box_(slice<ExchangeSecret>(kept, 64)) {}

DeviceSecrets DeviceSecrets::make(Random& random) {
    DeviceSecretBytes kept;
    random.fill(kept.writable());
    return DeviceSecrets(kept);
}

DeviceSecretBytes DeviceSecrets::to_secret_bytes() const {
    DeviceSecretBytes kept;
    const auto put = [&kept](ByteView from, std::size_t at) {
        std::copy(from.begin(), from.end(), kept.writable().subspan(at).begin());
    };
    put(sign_.seed().view(), 0);
    put(channel_.secret().view(), 32);
    put(box_.secret().view(), 64);
    return kept;
}

}  // namespace cairn
