#pragma once
// Questions about a text's past, answered from its whole history in one replay: what changed
// between any two versions, the text of any version, who wrote what, and what undoes an edit.
#include <cstdint>
#include <string>
#include <vector>

#include "client/merge/text/fault.h"
#include "client/merge/text/text_graph.h"
#include "shared/base/result.h"

namespace cairn::text {

// The valid edits of a version, by number.
[[nodiscard]] std::vector<bool> in_force(const TextGraph& graph, const Version& version);

// From what the first edits show to what the second show, least character by character. The graph
// begins with the empty text.
[[nodiscard]] Patches compare(const TextGraph& graph,
                              const std::vector<bool>& from,
                              const std::vector<bool>& to);

// needs_graph if the graph was opened in the middle, unknown_parent if a head is unknown.
[[nodiscard]] Result<Patches, TextFault> difference(const TextGraph& graph,
                                                    const std::vector<TextId>& from_heads,
                                                    const std::vector<TextId>& to_heads);
[[nodiscard]] Result<std::string, TextFault> text_at(const TextGraph& graph,
                                                     const std::vector<TextId>& heads);

// Takes the work of these edits out of the current text: what they inserted and nobody removed
// since, what they alone removed. No patches if nothing of it is left.
struct Reverting {
    Patches patches;
    bool is_whole = true;  // false: others have since removed some of it too
};
[[nodiscard]] Result<Reverting, TextFault> reverting(const TextGraph& graph,
                                                     const std::vector<TextId>& edits);

// The current text as runs of one edit each.
struct BlameRun {
    TextId edit = {};
    std::uint32_t scalars = 0;
    friend bool operator==(const BlameRun&, const BlameRun&) = default;
};
[[nodiscard]] Result<std::vector<BlameRun>, TextFault> blame(const TextGraph& graph);

}  // namespace cairn::text
