#pragma once
// Envelopes in pieces of at most limits::part_bytes_max, and back together, with bounded memory.
#include <optional>
#include <vector>

#include "shared/base/bytes.h"
#include "shared/base/result.h"
#include "shared/log/envelope.h"
#include "shared/wire/fault.h"
#include "shared/wire/limits.h"
#include "shared/wire/message.h"

namespace cairn {

// The pieces of one envelope, in order.
std::vector<EnvelopePart> parts_of(ByteView envelope);

// Takes pieces in order and gives an envelope with the last one. Memory grows with what came, never
// with what is announced.
class PartAssembler {
public:
    explicit PartAssembler(std::size_t total_max = limits::envelope_bytes_max)
        : total_max_(total_max) {}

    Result<std::optional<Envelope>, WireError> add(EnvelopePart part);
    [[nodiscard]] bool in_the_middle() const { return total_ != 0; }

private:
    std::size_t total_max_;
    std::size_t total_ = 0;
    Bytes bytes_;
};

}  // namespace cairn
