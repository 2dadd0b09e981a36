#pragma once
// BLAKE2b-256 (RFC 7693) with domain separation: the input begins with one length byte and the
// domain string, so no two uses of the hash can ever collide. Domain strings are listed in
// schema/PROTOCOL.md and in shared/base/domain.h.
#include <cstdint>
#include <string_view>

#include "shared/base/bytes.h"
#include "shared/base/ids.h"

namespace cairn {

class Hasher {
public:
    // domain: 1..255 bytes. key: empty, or 16..64 bytes for a keyed hash.
    explicit Hasher(std::string_view domain, ByteView key = {});
    Hasher& add(ByteView bytes);
    template <class Tag, std::size_t N>
    Hasher& add(const FixedBytes<Tag, N>& id) {
        return add(id.view());
    }
    Hasher& add_u64(std::uint64_t value);  // 8 bytes, little endian
    Hasher& add_sized(ByteView bytes);     // length as u64, then the bytes
    [[nodiscard]] std::array<std::uint8_t, 32> finish();
    template <class Id>
    [[nodiscard]] Id finish_as() {
        return Id{finish()};
    }

private:
    alignas(64) std::array<unsigned char, 384> state_{};  // crypto_generichash_state
};

}  // namespace cairn
