#include <vector>

#include "shared/base/contract.h"
#include "shared/log/envelope.h"
#include "shared/log/link.h"
#include "shared/log/proof.h"

// The header is fixed: what parses is written again to the same bytes, and can be judged.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace cairn;
    auto envelope = Envelope::parse(Bytes(data, data + size));
    if (!envelope) return 0;
    const EnvelopeHeader header = envelope->header();
    CAIRN_ASSERT(equal(encode_header(header), envelope->header_view()));
    CAIRN_ASSERT(envelope->ciphertext().size() == header.sealed_bytes);
    CAIRN_ASSERT(!vouches_for(header, *envelope));
    if (header.previous.is_zero()) {
        const bool is_first = header.number.value == 1;
        CAIRN_ASSERT((judge_link(nullptr, header) == LinkVerdict::sound) == is_first);
    } else {
        static_cast<void>(judge_link(&header, header));
    }
    return 0;
}
