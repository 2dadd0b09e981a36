#pragma once
// The plan in memory, read in one pass over the file.
#include <span>

#include "client/engine/workspace.h"
#include "client/filter/filter.h"
#include "client/outline/outline.h"

namespace cairn::replica {
class Past;
}

namespace cairn::engine {

struct OutlineWish {
    std::span<const merge::FieldNumber> fields = {};  // of items; none: all
    bool links = true;
    bool link_fields = false;
};

outline::Outline read_outline(Workspace& workspace, const OutlineWish& wish = {});
// As it was.
outline::Outline read_outline(replica::Past& past, const OutlineWish& wish = {});

// Names items by their titles, without asking the file again.
[[nodiscard]] plan::TextContext text_context(const outline::Outline& outline,
                                             plan::TextContext base);

// What people may name in a filter here and today.
[[nodiscard]] filter::Vocabulary vocabulary(Workspace& workspace, WallTime now);
Result<filter::Filter, EngineError> parse_filter(Workspace& workspace,
                                                 std::string_view text,
                                                 WallTime now);
// In words: "The filter 'ownr:me' cannot be read: column 1: ...".
[[nodiscard]] EngineError unreadable(std::string_view what,
                                     std::string_view text,
                                     const filter::FilterError& error);

// Living items that a filter takes, in the order of the outline; comments only where it names
// their kind.
[[nodiscard]] std::vector<outline::Place> select(const outline::Outline& outline,
                                                 const filter::Filter& filter);

}  // namespace cairn::engine
