#pragma once
// What is done to texts when they are measured: the workloads W1 and W2 of the peers in
// shared/bench (yjs, loro, automerge), two branches of a week, and one text of 1 MB.
#include <cstdint>
#include <vector>

#include "client/merge/text/text_document.h"
#include "shared/base/bytes.h"
#include "tests/support/text/histories.h"

namespace cairn::text {

// What somebody types between two pauses.
inline constexpr std::size_t events_per_pause = 500;

[[nodiscard]] TextId pseudo_random_id();
// Gives what was typed ids.
void commit(TextDocument& document);
// One call of edit() for every event of the trace.
[[nodiscard]] TextDocument typed(const TextCase& trace);
// Each edit merged as it comes, with its patches for the screen.
[[nodiscard]] TextDocument received(const std::vector<TextEdit>& edits);
// 10,000 edits of one character each, here and there in words, on top of what is there.
[[nodiscard]] std::vector<TextEdit> branch(const TextDocument& base, std::uint64_t seed);
[[nodiscard]] TextDocument paper_of(std::size_t bytes);

[[nodiscard]] std::size_t compressed_bytes(const Bytes& content);  // zstd 19
[[nodiscard]] std::size_t heap_bytes();

}  // namespace cairn::text
