#pragma once
// The rules of schema/PROTOCOL.md section 6 that need no more than the headers of an envelope and
// of the one before it.
#include <cstdint>

#include "shared/log/envelope.h"

namespace cairn {

enum class LinkVerdict : std::uint8_t {
    sound = 0,
    wrong_number = 1,  // void: not the previous one's plus 1, or 0
    wrong_start = 2,   // void: number 1 names a previous envelope, or another number names none
    wrong_chain = 3,   // void: the previous envelope is of another device or workspace
};

// `previous`: the envelope that header.previous names, or null if that is zeros. An envelope whose
// predecessor is missing is parked, and not yet judged.
[[nodiscard]] LinkVerdict judge_link(const EnvelopeHeader* previous, const EnvelopeHeader& header);

// Version and suite that this program opens; others park.
[[nodiscard]] bool can_open(const EnvelopeHeader& header);

}  // namespace cairn
