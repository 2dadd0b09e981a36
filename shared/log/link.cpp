#include "shared/log/link.h"

#include "shared/base/contract.h"

namespace cairn {

LinkVerdict judge_link(const EnvelopeHeader* previous, const EnvelopeHeader& header) {
    CAIRN_ASSERT((previous == nullptr) == header.previous.is_zero());
    if (header.number.value == 0) return LinkVerdict::wrong_number;
    if ((previous == nullptr) != (header.number.value == 1)) return LinkVerdict::wrong_start;
    if (previous == nullptr) return LinkVerdict::sound;
    if (previous->device != header.device || previous->workspace != header.workspace)
        return LinkVerdict::wrong_chain;
    if (previous->number.next() != header.number) return LinkVerdict::wrong_number;
    return LinkVerdict::sound;
}

bool can_open(const EnvelopeHeader& header) { return header.version == 1 && header.suite == 1; }

}  // namespace cairn
