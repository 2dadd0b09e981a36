#include "client/merge/text/check_edit.h"

#include "client/merge/text/limits.h"
#include "client/merge/text/scalars.h"

namespace cairn::text {

std::optional<TextFault> fault_in(const TextEdit& edit) {
    if (edit.parents.size() > limits::parents_max) return TextFault::too_many_parents;
    if (edit.patches.empty()) return TextFault::nothing_done;
    std::size_t bytes = 0;
    for (const Patch& patch : edit.patches) {
        if (patch.removed == 0 && patch.inserted.empty()) return TextFault::nothing_done;
        if (!is_plain(patch.inserted)) return TextFault::not_text;
        bytes += patch.inserted.size();
    }
    if (bytes > limits::edit_bytes_max) return TextFault::too_large;
    return std::nullopt;
}

std::optional<TextFault> fault_at_length(const Patches& patches, std::size_t length) {
    for (const Patch& patch : patches) {
        if (patch.position > length) return TextFault::beyond_end;
        if (patch.removed > length - patch.position) return TextFault::beyond_end;
        length = length - patch.removed + count_scalars(patch.inserted);
        if (length > limits::scalars_max) return TextFault::too_large;
    }
    return std::nullopt;
}

std::uint64_t inserted_by(const Patches& patches) {
    std::uint64_t scalars = 0;
    for (const Patch& patch : patches) scalars += count_scalars(patch.inserted);
    return scalars;
}

std::optional<TextFault> fault_after(const TextPast& past, const Patches& patches) {
    if (past.edits >= limits::edits_max) return TextFault::too_large;
    if (past.inserted + inserted_by(patches) > limits::inserted_scalars_max)
        return TextFault::too_large;
    return std::nullopt;
}

}  // namespace cairn::text
