#pragma once
// What a text may cost. Positions and identifiers inside this folder are 32-bit numbers because of
// these limits.
#include <cstddef>
#include <cstdint>

namespace cairn::text::limits {

// Verdicts: of an edit, by what lies in its own past and itself (schema/PROTOCOL.md section 12).
inline constexpr std::uint32_t scalars_max = 1U << 24U;           // of the text it leaves
inline constexpr std::uint32_t inserted_scalars_max = 1U << 28U;  // ever
inline constexpr std::uint32_t edits_max = 1U << 22U;
// What this program can hold of one history, branches that do not know of each other included.
inline constexpr std::uint32_t held_scalars_max = 1U << 30U;    // ever inserted
inline constexpr std::uint32_t held_steps_max = 1U << 30U;      // over all edits
inline constexpr std::size_t parents_max = 1024;                // of an edit (PROTOCOL.md 12)
inline constexpr std::size_t edit_bytes_max = 64U * 1024U - 1;  // encoded: a value without its type

}  // namespace cairn::text::limits
