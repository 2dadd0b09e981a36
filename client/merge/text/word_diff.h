#pragma once
// What somebody changed in an editor of their own, as few insertions and deletions as words allow.
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "client/merge/text/text_edit.h"

namespace cairn::text {

// Patches from one text to the other, both is_plain. Compares words, single signs and single
// ideographs; a changed word gives only the part between what is alike at both of its ends.
// Memory is linear in the texts. Minimal (in words) unless they differ too much, so that time
// stays below about (tokens x 512) steps.
[[nodiscard]] Patches word_difference(std::string_view before, std::string_view after);

// Elements of `before` to remove and of `after` to insert: Myers, "An O(ND) Difference Algorithm
// and Its Variations" (1986), section 4b, in linear space. Where that takes too long, the paths
// that came furthest decide.
struct Marks {
    std::vector<bool> removed;   // by index in before
    std::vector<bool> inserted;  // by index in after
};
[[nodiscard]] Marks difference_marks(std::span<const std::uint32_t> before,
                                     std::span<const std::uint32_t> after);

}  // namespace cairn::text
