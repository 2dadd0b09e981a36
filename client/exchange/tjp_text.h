#pragma once
// The text of a `.tjp` file as tokens, with its macros taken in; within read_tjp.
#include <string>
#include <string_view>
#include <vector>

#include "client/exchange/import_report.h"

namespace cairn::exchange::tjp {

struct Token {
    enum class Kind : std::uint8_t { word, text, mark, end };
    Kind kind = Kind::end;
    std::string text;
    bool begins_line = false;
    [[nodiscard]] bool is(std::string_view what) const {
        return kind != Kind::text && kind != Kind::end && text == what;
    }
};

// Comments are gone, macros are what they stand for; ${projectstart} and the like, which only the
// project knows, stay as words. The last token is the end. Refuses text that is not UTF-8, strings,
// comments and macros that never end, and macros that grow beyond the limits.
[[nodiscard]] Result<std::vector<Token>, ImportError> tokens_of(std::string_view bytes,
                                                                const ImportLimits& limits,
                                                                NoteList& warnings);

}  // namespace cairn::exchange::tjp
