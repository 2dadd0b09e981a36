#pragma once
// Moments that somebody named on this laptop, to ask later what has changed since: kept in this
// laptop's file alone. A mark holds exactly what was here then, whatever arrives later with an
// earlier stamp.
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "client/engine/workspace.h"
#include "client/replica/cut.h"

namespace cairn::engine {

struct Mark {
    std::string name;
    WallTime put;
    std::vector<ChangeId> maxima;  // replica::Reader::maxima
};

inline constexpr std::size_t mark_name_bytes_max = 100;
inline constexpr std::size_t marks_max = 1'000;

// From so many characters on the start of a change's id, as `cairn log` prints them, is the one
// meant.
inline constexpr std::size_t telling_id_characters = 8;

// Refused: a name that is empty, too long, not printable, or means another moment already: a day,
// or a telling start of a change's id.
[[nodiscard]] Result<std::monostate, EngineError> check_mark_name(Workspace& workspace,
                                                                  std::string_view name);

// In place of one of that name. On disk when it returns; several processes may do so at once.
// Refused: as above, and beyond marks_max.
Result<std::monostate, EngineError> put_mark(Workspace& workspace,
                                             std::string_view name,
                                             const replica::Cut& cut,
                                             WallTime now);
// False: there is none.
bool remove_mark(Workspace& workspace, std::string_view name);

[[nodiscard]] std::optional<Mark> find_mark(Workspace& workspace, std::string_view name);
[[nodiscard]] std::vector<Mark> all_marks(Workspace& workspace);  // oldest first

}  // namespace cairn::engine
