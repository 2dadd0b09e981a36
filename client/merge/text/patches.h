#pragma once
// Lists of patches: built, applied to a string, and a cursor carried through them.
#include <cstdint>
#include <string>
#include <string_view>

#include "client/merge/text/text_edit.h"

namespace cairn::text {

// Builds a list, joining neighbours that are one stretch.
class PatchWriter {
public:
    void remove(std::uint32_t position, std::uint32_t scalars);
    void insert(std::uint32_t position, std::string_view inserted, std::uint32_t scalars);
    [[nodiscard]] const Patches& patches() const { return patches_; }
    [[nodiscard]] Patches take();

private:
    Patches patches_;
    std::uint32_t inserted_ = 0;  // scalar values that the last patch inserts
};

// The text after all of them. They must fit the text. Costs text x patches: for tests, the command
// line and short lists; TextBuffer is for editing.
[[nodiscard]] std::string apply_patches(std::string_view text, const Patches& patches);

// Where text inserted exactly at a cursor puts it.
enum class Lean : unsigned char { left, right };

// A cursor at `position` of the text before, in the text after. One inside what is removed moves to
// where that was.
[[nodiscard]] std::uint32_t map_position(const Patches& patches, std::uint32_t position, Lean lean);

}  // namespace cairn::text
