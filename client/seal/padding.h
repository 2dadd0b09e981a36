#pragma once
// Hides the exact length of what is sealed: Padmé (Reardon et al., PURBs, PETS 2019, section 4)
// leaks O(log log n) bits for at most 12 % of overhead.
#include <cstddef>
#include <optional>

#include "shared/base/bytes.h"

namespace cairn {

// The length that `bytes` grow to: at least 256.
[[nodiscard]] std::size_t padded_bytes(std::size_t bytes);

// u8 form = 1, u32 length of the frame, the frame, zeros up to the padded length.
[[nodiscard]] Bytes pad(ByteView frame);

// The frame, as a view into `padded`. Nothing if the form is unknown, a length lies, the whole is
// longer or shorter than pad would make it, or the padding is not zero.
[[nodiscard]] std::optional<ByteView> unpad(ByteView padded);

}  // namespace cairn
