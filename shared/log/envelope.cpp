#include "shared/log/envelope.h"

#include <string>

#include "shared/base/byte_io.h"
#include "shared/base/contract.h"
#include "shared/base/domain.h"
#include "shared/base/hash.h"
#include "shared/wire/limits.h"

namespace cairn {

Bytes encode_header(const EnvelopeHeader& header) {
    ByteWriter out;
    out.u8(header.version).u8(header.suite).id(header.workspace).id(header.device);
    out.u64(header.number.value).id(header.previous).id(header.epoch).id(header.roster_head);
    out.id(header.nonce).u32(header.sealed_bytes);
    CAIRN_ASSERT(out.bytes().size() == header_bytes);
    return out.take();
}

Result<EnvelopeHeader, WireError> parse_header(ByteView bytes) {
    ByteReader in(bytes);
    EnvelopeHeader header;
    header.version = in.u8();
    header.suite = in.u8();
    header.workspace = in.id<WorkspaceId>();
    header.device = in.id<DeviceId>();
    header.number = {in.u64()};
    header.previous = in.id<EnvelopeHash>();
    header.epoch = in.id<EpochId>();
    header.roster_head = in.id<RecordHash>();
    header.nonce = in.id<Nonce>();
    header.sealed_bytes = in.u32();
    if (!in.ok())
        return refuse(WireError{WireFault::truncated, "the envelope ends within its header"});
    if (header.sealed_bytes > limits::sealed_bytes_max)
        return refuse(WireError{WireFault::too_long,
                                "the envelope says that it seals " +
                                    std::to_string(header.sealed_bytes) + " bytes, and at most " +
                                    std::to_string(limits::sealed_bytes_max) + " are allowed"});
    return header;
}

EnvelopeHash envelope_hash(ByteView unsigned_bytes) {
    return Hasher(domain::envelope_hash).add(unsigned_bytes).finish_as<EnvelopeHash>();
}

Result<Envelope, WireError> Envelope::parse(Bytes bytes) {
    auto header = parse_header(bytes);
    if (!header) return refuse(std::move(header.error()));
    if (bytes.size() != envelope_overhead_bytes + header->sealed_bytes)
        return refuse(
            WireError{WireFault::truncated, "the envelope is not as long as its header says"});
    Envelope envelope;
    envelope.header_ = *header;
    envelope.hash_ = envelope_hash(ByteView(bytes).first(bytes.size() - Signature::size));
    envelope.bytes_ = std::move(bytes);
    return envelope;
}

ByteView Envelope::header_view() const { return ByteView(bytes_).first(header_bytes); }

Commitment Envelope::commitment() const {
    return *Commitment::from(ByteView(bytes_).subspan(header_bytes, commitment_bytes));
}

ByteView Envelope::ciphertext() const {
    return ByteView(bytes_).subspan(header_bytes + commitment_bytes, header_.sealed_bytes);
}

Signature Envelope::signature() const {
    return *Signature::from(ByteView(bytes_).last(Signature::size));
}

}  // namespace cairn
