#pragma once
// Published editing histories as text edits: the traces of josephg/editing-traces and the
// conformance histories of eg-walker. Read from the shared data (CAIRN_SHARED, or ../shared beside
// the tree); empty where it is absent.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/merge/text/text_edit.h"

namespace cairn::text {

struct TextCase {
    std::vector<TextEdit> edits;  // parents first
    std::string end_text;
};

// An id that is ordered by (author, sequence): as bytes, big endian.
[[nodiscard]] TextId ordered_id(std::string_view author, std::uint64_t sequence);

// "automerge-paper", "rustcode" (sequential), "friendsforever" (concurrent): one edit for each
// transaction.
[[nodiscard]] std::optional<TextCase> load_trace(std::string_view name);

// All 1,000; empty where the data is absent.
[[nodiscard]] std::vector<TextCase> load_conformance();

}  // namespace cairn::text
