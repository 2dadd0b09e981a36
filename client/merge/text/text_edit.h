#pragma once
// What is written to a text field (DESIGN 3.2, text): edits made of patches, forming a graph by
// their parents.
#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "shared/base/ids.h"

namespace cairn::text {

// The edit id of merge/edit.h: opaque here but for its order, which ends every tie.
struct TextId {
    ChangeId change = {};
    std::uint32_t index = 0;
    friend auto operator<=>(const TextId&, const TextId&) = default;
};

// At `position`, first removes, then inserts. Positions and counts are in Unicode scalar values; a
// patch of a list counts in the text that those before it left.
struct Patch {
    std::uint32_t position = 0;
    std::uint32_t removed = 0;
    std::string inserted = {};  // UTF-8 without U+0000
    friend bool operator==(const Patch&, const Patch&) = default;
};
using Patches = std::vector<Patch>;

// The first patch counts in the merged text of the parents, edits that are void by right included.
// No parents: the empty text. A parent is a whole edit. Two edits of one device may be concurrent.
struct TextEdit {
    TextId id = {};
    std::vector<TextId> parents = {};
    Patches patches = {};
    friend bool operator==(const TextEdit&, const TextEdit&) = default;
};

}  // namespace cairn::text
