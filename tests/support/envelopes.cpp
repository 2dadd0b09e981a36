#include "tests/support/envelopes.h"

#include <utility>

#include "shared/base/domain.h"
#include "shared/identity/sign.h"

namespace cairn::test {

Envelope make_envelope(const EnvelopeHeader& header,
                       const DeviceSecrets& device,
                       SeededRandom& random) {
    EnvelopeHeader complete = header;
    if (complete.sealed_bytes == 0) complete.sealed_bytes = 272;
    Bytes bytes = encode_header(complete);
    bytes.resize(header_bytes + commitment_bytes + complete.sealed_bytes);
    random.fill(std::span(bytes).subspan(header_bytes));
    const EnvelopeHash hash = envelope_hash(bytes);
    append(bytes, sign(device.signing(), domain::envelope_signature, hash.view()).view());
    return Envelope::parse(std::move(bytes)).value();
}

std::vector<Envelope> make_chain(std::size_t count,
                                 const WorkspaceId& workspace,
                                 const DeviceSecrets& device,
                                 SeededRandom& random,
                                 const Envelope* previous) {
    std::vector<Envelope> chain;
    EnvelopeHeader header;
    header.workspace = workspace;
    header.device = device.id();
    header.number = {1};
    if (previous != nullptr) {
        header.number = previous->header().number.next();
        header.previous = previous->hash();
    }
    for (std::size_t i = 0; i < count; ++i) {
        chain.push_back(make_envelope(header, device, random));
        header.number = header.number.next();
        header.previous = chain.back().hash();
    }
    return chain;
}

Envelope with_bad_signature(const Envelope& envelope) {
    Bytes bytes = envelope.bytes();
    bytes.back() ^= 1U;
    return Envelope::parse(std::move(bytes)).value();
}

}  // namespace cairn::test
