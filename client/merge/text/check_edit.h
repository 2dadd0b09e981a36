#pragma once
// What can be said against an edit without its history.
#include <optional>

#include "client/merge/text/fault.h"
#include "client/merge/text/text_edit.h"

namespace cairn::text {

[[nodiscard]] std::optional<TextFault> fault_in(const TextEdit& edit);

// Whether the patches fit a text of `length` scalar values. They are free of fault_in.
[[nodiscard]] std::optional<TextFault> fault_at_length(const Patches& patches, std::size_t length);

}  // namespace cairn::text
