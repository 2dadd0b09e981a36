#pragma once
// The outside of an envelope: fixed-width, stored as received (schema/PROTOCOL.md section 2).
// Whoever holds it can tell whose it is and prove it; nobody learns from it what it says. Opening
// is client/seal's.
#include <cstdint>

#include "shared/base/bytes.h"
#include "shared/base/ids.h"
#include "shared/base/result.h"
#include "shared/base/sequence.h"
#include "shared/wire/fault.h"

namespace cairn {

inline constexpr std::size_t header_bytes = 198;
inline constexpr std::size_t commitment_bytes = 32;
inline constexpr std::size_t envelope_overhead_bytes = header_bytes + commitment_bytes + 64;

using Nonce = FixedBytes<struct NonceTag, 24>;
using Commitment = Id32<struct CommitmentTag>;

struct EnvelopeHeader {
    std::uint8_t version = 1;
    std::uint8_t suite = 1;
    WorkspaceId workspace;
    DeviceId device;
    EnvelopeNumber number;  // from 1
    EnvelopeHash previous;  // zeros for number 1
    EpochId epoch;
    RecordHash roster_head;
    Nonce nonce;
    std::uint32_t sealed_bytes = 0;  // ciphertext with its tag
    friend bool operator==(const EnvelopeHeader&, const EnvelopeHeader&) = default;
};

Bytes encode_header(const EnvelopeHeader& header);  // header_bytes long
// Reads the first header_bytes: enough to know whose envelope is arriving and how long it will be.
Result<EnvelopeHeader, WireError> parse_header(ByteView bytes);
// `unsigned_bytes`: header, commitment and ciphertext; the signature stands outside the hash.
EnvelopeHash envelope_hash(ByteView unsigned_bytes);

// A whole envelope: the bytes as they came, and what was read from their header. Not yet proven.
class Envelope {
public:
    // Checks lengths and limits only: an envelope of a later version or an unknown suite parses.
    static Result<Envelope, WireError> parse(Bytes bytes);

    [[nodiscard]] const EnvelopeHeader& header() const { return header_; }
    [[nodiscard]] const EnvelopeHash& hash() const { return hash_; }
    [[nodiscard]] const Bytes& bytes() const { return bytes_; }
    [[nodiscard]] ByteView header_view() const;
    [[nodiscard]] Commitment commitment() const;
    [[nodiscard]] ByteView ciphertext() const;
    [[nodiscard]] Signature signature() const;

private:
    Envelope() = default;
    EnvelopeHeader header_;
    EnvelopeHash hash_;
    Bytes bytes_;
};

}  // namespace cairn
