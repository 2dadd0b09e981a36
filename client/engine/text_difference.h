#pragma once
// What a person made of a text, as edits of it.
#include <string>
#include <string_view>

#include "client/engine/fault.h"
#include "client/merge/text/text_document.h"
#include "shared/base/result.h"

namespace cairn::engine {

// A longer one is refused before it is looked at: no change could hold what is new in it.
inline constexpr std::size_t added_bytes_max = std::size_t{7} << 20U;

// Types into the document what makes it read `wanted`, word by word.
Result<void, EngineError> type_over(text::TextDocument& document, std::string_view wanted);

// The value of an edit.
[[nodiscard]] std::string patches_value(const text::Patches& patches);

[[nodiscard]] EngineError refused_text(text::TextFault fault);

}  // namespace cairn::engine
