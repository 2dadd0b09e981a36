#pragma once
// Identifiers: fixed runs of bytes that differ in type, so that one can never be passed for
// another.
#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>

#include "shared/base/bytes.h"

namespace cairn {

template <class Tag, std::size_t N>
struct FixedBytes {
    static constexpr std::size_t size = N;
    std::array<std::uint8_t, N> bytes{};

    [[nodiscard]] ByteView view() const { return {bytes.data(), N}; }
    [[nodiscard]] bool is_zero() const { return *this == FixedBytes{}; }
    // Nothing if the length differs.
    [[nodiscard]] static std::optional<FixedBytes> from(ByteView raw) {
        if (raw.size() != N) return std::nullopt;
        FixedBytes id;
        std::memcpy(id.bytes.data(), raw.data(), N);
        return id;
    }
    // Order of the bytes: the last tie-breaker everywhere (DESIGN 3.1).
    friend auto operator<=>(const FixedBytes&, const FixedBytes&) = default;
};

template <class Tag>
using Id16 = FixedBytes<Tag, 16>;
template <class Tag>
using Id32 = FixedBytes<Tag, 32>;

using Hash32 = Id32<struct HashTag>;            // a BLAKE2b-256 value with no narrower meaning
using WorkspaceId = Id32<struct WorkspaceTag>;  // hash of the roster's first record
using DeviceId = Id32<struct DeviceTag>;        // the device's Ed25519 public key
using BoxKey = Id32<struct BoxKeyTag>;  // the device's X25519 public key that receives epoch keys
using ChannelKey = Id32<struct ChannelKeyTag>;  // an X25519 public key of the Noise channel
using ServerId = Id32<struct ServerTag>;        // the server's Ed25519 public key
using MemberId = Id16<struct MemberTag>;
using InviteId = Id32<struct InviteTag>;  // the invite's Ed25519 public key
using ItemId = Id16<struct ItemTag>;      // random, or derived (DESIGN 3.5)
using EnvelopeHash = Id32<struct EnvelopeTag>;
using ChangeId = Id32<struct ChangeTag>;  // hash of a change's canonical form
using EpochId = Id32<struct EpochTag>;
using RecordHash = Id32<struct RecordTag>;        // hash of a roster record
using Incarnation = Id16<struct IncarnationTag>;  // of a server's store
using SittingId =
    Id16<struct SittingTag>;  // made when a process opens a workspace file for writing
using Signature = FixedBytes<struct SignatureTag, 64>;
using SealedKey = FixedBytes<struct SealedKeyTag, 80>;    // an epoch key for one box key
using WrappedKey = FixedBytes<struct WrappedKeyTag, 48>;  // the old epoch key under the new one
using HandshakeHash = FixedBytes<struct HandshakeHashTag, 64>;  // names one Noise connection

// Crockford base32 without padding: lower-case out; either case in, with O read as 0 and I, L as 1.
std::string to_base32(ByteView bytes);
std::optional<Bytes> from_base32(std::string_view text);

}  // namespace cairn

template <class Tag, std::size_t N>
struct std::hash<cairn::FixedBytes<Tag, N>> {
    std::size_t operator()(const cairn::FixedBytes<Tag, N>& id) const noexcept {
        static_assert(N >= 2 * sizeof(std::size_t));
        // Ids are random or hashes: their bytes are the hash. Both ends, because the first bytes
        // of all comments by one author are alike.
        std::size_t h = 0;
        std::size_t last = 0;
        std::memcpy(&h, id.bytes.data(), sizeof h);
        std::memcpy(&last, id.bytes.data() + N - sizeof last, sizeof last);
        h ^= last;
        return h;
    }
};
