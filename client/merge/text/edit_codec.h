#pragma once
// The patches of one edit as the text of a value (schema/PROTOCOL.md 4), its type character left
// out. For each patch: position; `-` and how many are removed, unless none are; `+`, the bytes
// inserted, `:` and those bytes, unless there are none; `;`. Numbers are decimal without leading
// zeros. So `5-3+4:soon;` replaces three characters by four. One text for each list of patches.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/merge/text/fault.h"
#include "client/merge/text/text_edit.h"
#include "shared/base/result.h"

namespace cairn::text {

[[nodiscard]] std::string encode_patches(const Patches& patches);

// What decode_patches would say against the text: nothing if it takes it. Allocates nothing.
[[nodiscard]] std::optional<TextFault> fault_in_encoded(std::string_view text);

// Refuses what encode_patches does not write: malformed, not_text, nothing_done, too_large.
// Memory stays within a small multiple of the input.
[[nodiscard]] Result<Patches, TextFault> decode_patches(std::string_view text);

// The same work as lists whose encoded form fits one value each (limits::edit_bytes_max), to be
// applied in a row. No list is empty.
[[nodiscard]] std::vector<Patches> cut_for_values(const Patches& patches);

}  // namespace cairn::text
