#pragma once
// Six words, 66 bits, that two people read to each other to know that they see the same
// (schema/PROTOCOL.md section 16). Argon2id stands before them, at half a second and 256 MiB a try:
// who would have two different things give the same words needs 2^66 of these.
#include <array>
#include <string>

#include "client/keys/fault.h"
#include "shared/base/ids.h"
#include "shared/base/result.h"

namespace cairn::keys {

using SixWords = std::array<std::string, 6>;

// Of a hash of what is to be compared. Refused with no_memory.
Result<SixWords, KeyError> six_words(const Hash32& compared);

// "apple river ..."
[[nodiscard]] std::string to_string(const SixWords& words);

}  // namespace cairn::keys
