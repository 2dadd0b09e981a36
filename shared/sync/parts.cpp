#include "shared/sync/parts.h"

#include "shared/base/contract.h"

namespace cairn {

static_assert(limits::envelope_bytes_max == limits::sealed_bytes_max + envelope_overhead_bytes);

std::vector<EnvelopePart> parts_of(ByteView envelope) {
    CAIRN_ASSERT(!envelope.empty() && envelope.size() <= limits::envelope_bytes_max);
    std::vector<EnvelopePart> parts;
    for (std::size_t offset = 0; offset < envelope.size(); offset += limits::part_bytes_max) {
        const std::size_t bytes = std::min(limits::part_bytes_max, envelope.size() - offset);
        const ByteView data = envelope.subspan(offset, bytes);
        parts.push_back({.total = static_cast<std::uint32_t>(envelope.size()),
                         .offset = static_cast<std::uint32_t>(offset),
                         .data = Bytes(data.begin(), data.end())});
    }
    return parts;
}

Result<std::optional<Envelope>, WireError> PartAssembler::add(EnvelopePart part) {
    if (!in_the_middle()) {
        if (part.total > total_max_)
            return refuse(WireError{
                WireFault::too_long,
                "an envelope of " + std::to_string(part.total) + " bytes is larger than allowed"});
        total_ = part.total;
    }
    if (part.total != total_ || part.offset != bytes_.size() || part.data.empty() ||
        part.data.size() > total_ - bytes_.size())
        return refuse(WireError{WireFault::malformed, "the parts of an envelope do not follow on"});
    append(bytes_, part.data);
    if (bytes_.size() < total_) return std::optional<Envelope>{};
    total_ = 0;
    auto envelope = Envelope::parse(std::exchange(bytes_, {}));
    if (!envelope) return refuse(envelope.error());
    return std::optional<Envelope>{std::move(*envelope)};
}

}  // namespace cairn
