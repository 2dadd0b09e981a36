#pragma once
// What a text may cost. Positions and identifiers inside this folder are 32-bit numbers because of
// these limits.
#include <cstddef>
#include <cstdint>

namespace cairn::text::limits {

inline constexpr std::uint32_t scalars_max = 1U << 24U;           // of a text, at any time
inline constexpr std::uint32_t inserted_scalars_max = 1U << 28U;  // of a history, ever
inline constexpr std::uint32_t edits_max = 1U << 22U;             // of a history
inline constexpr std::uint32_t steps_max = 1U << 28U;             // of a history, over all edits
inline constexpr std::size_t parents_max = 1024;                  // of an edit (PROTOCOL.md 12)
inline constexpr std::size_t edit_bytes_max = 64U * 1024U - 1;  // encoded: a value without its type

}  // namespace cairn::text::limits
