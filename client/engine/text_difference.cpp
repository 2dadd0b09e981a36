#include "client/engine/text_difference.h"

#include "client/merge/text/edit_codec.h"
#include "client/merge/text/limits.h"
#include "client/merge/text/scalars.h"
#include "client/merge/text/word_diff.h"
#include "client/merge/value.h"

namespace cairn::engine {

std::string patches_value(const text::Patches& patches) {
    return static_cast<char>(merge::ValueType::patches) + text::encode_patches(patches);
}

EngineError refused_text(text::TextFault fault) {
    if (fault == text::TextFault::not_text)
        return {EngineFault::wrong_value, "That is not text in UTF-8 without NUL."};
    if (fault == text::TextFault::too_large)
        return {EngineFault::too_large,
                "A text holds at most " + std::to_string(text::limits::scalars_max) +
                    " characters, and " + std::to_string(text::limits::inserted_scalars_max) +
                    " in all of its history. Put the rest into another item."};
    return {EngineFault::wrong_value, std::string(text::describe(fault))};
}

Result<void, EngineError> type_over(text::TextDocument& document, std::string_view wanted) {
    const std::string now = document.text();
    if (now == wanted) return {};
    if (wanted.size() > now.size() + added_bytes_max) {
        return refuse(EngineError{EngineFault::too_large,
                                  "That adds more than " + std::to_string(added_bytes_max >> 20U) +
                                      " MiB to a text at once. Add it in several steps, or keep it "
                                      "in a file and write where it lies."});
    }
    if (!text::is_plain(wanted)) return refuse(refused_text(text::TextFault::not_text));
    for (const text::Patch& patch : text::word_difference(now, wanted)) {
        const auto typed = document.edit(patch.position, patch.removed, patch.inserted);
        if (!typed) return refuse(refused_text(typed.error()));
    }
    return {};
}

}  // namespace cairn::engine
