#pragma once
// What can be said against an edit without its history.
#include <cstdint>
#include <optional>

#include "client/merge/text/fault.h"
#include "client/merge/text/text_edit.h"

namespace cairn::text {

[[nodiscard]] std::optional<TextFault> fault_in(const TextEdit& edit);

// Whether the patches fit a text of `length` scalar values. They are free of fault_in.
[[nodiscard]] std::optional<TextFault> fault_at_length(const Patches& patches, std::size_t length);

// What a version of a text has behind it.
struct TextPast {
    std::uint64_t edits = 0;
    std::uint64_t inserted = 0;  // scalar values, ever
    friend bool operator==(const TextPast&, const TextPast&) = default;
};

// Whether an edit is too much for a past, its own patches included.
[[nodiscard]] std::optional<TextFault> fault_after(const TextPast& past, const Patches& patches);
[[nodiscard]] std::uint64_t inserted_by(const Patches& patches);

}  // namespace cairn::text
