#include "client/merge/text/fault.h"

namespace cairn::text {

std::string_view describe(TextFault fault) {
    switch (fault) {
        case TextFault::malformed:
            return "the stored text edit is damaged";
        case TextFault::not_text:
            return "the inserted text is not valid UTF-8 or holds U+0000";
        case TextFault::nothing_done:
            return "the text edit neither inserts nor removes anything";
        case TextFault::beyond_end:
            return "the text edit reaches past the end of the text";
        case TextFault::unknown_parent:
            return "the text edit builds on an edit that is not known";
        case TextFault::too_many_parents:
            return "the text edit builds on more than 1,024 edits";
        case TextFault::too_large:
            return "the text edit or the text it leaves is too large";
        case TextFault::no_room:
            return "the text's history has reached its limit";
        case TextFault::unfinished:
            return "text typed here has not been committed yet";
        case TextFault::needs_graph:
            return "the text's history has to be loaded for this";
    }
    return "unknown fault";
}

}  // namespace cairn::text
