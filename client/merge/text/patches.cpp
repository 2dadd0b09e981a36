#include "client/merge/text/patches.h"

#include <utility>

#include "client/merge/text/scalars.h"

namespace cairn::text {

void PatchWriter::remove(std::uint32_t position, std::uint32_t scalars) {
    if (!patches_.empty() && inserted_ == 0) {
        Patch& last = patches_.back();
        const bool onwards = position == last.position;
        const bool backwards = position + scalars == last.position;
        if (onwards || backwards) {
            last.position = position;
            last.removed += scalars;
            return;
        }
    }
    patches_.push_back({position, scalars, {}});
    inserted_ = 0;
}

void PatchWriter::insert(std::uint32_t position, std::string_view inserted, std::uint32_t scalars) {
    if (!patches_.empty() && position == patches_.back().position + inserted_) {
        patches_.back().inserted.append(inserted);
        inserted_ += scalars;
        return;
    }
    patches_.push_back({position, 0, std::string(inserted)});
    inserted_ = scalars;
}

Patches PatchWriter::take() {
    inserted_ = 0;
    return std::exchange(patches_, {});
}

std::string apply_patches(std::string_view text, const Patches& patches) {
    std::string result(text);
    for (const Patch& patch : patches) {
        const std::size_t from = bytes_of(result, patch.position);
        const std::string_view rest = std::string_view(result).substr(from);
        result.replace(from, bytes_of(rest, patch.removed), patch.inserted);
    }
    return result;
}

std::uint32_t map_position(const Patches& patches, std::uint32_t position, Lean lean) {
    for (const Patch& patch : patches) {
        if (position < patch.position) continue;
        const auto inserted = static_cast<std::uint32_t>(count_scalars(patch.inserted));
        if (position - patch.position > patch.removed) {
            position = position - patch.removed + inserted;
        } else {
            position = patch.position + (lean == Lean::right ? inserted : 0);
        }
    }
    return position;
}

}  // namespace cairn::text
