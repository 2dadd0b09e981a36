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

class Marks {
public:
    static constexpr std::size_t name_bytes_max = 100;

    explicit Marks(Workspace& workspace);

    // In place of one of that name; of too many the oldest goes. On disk when it returns. Refused:
    // a name that is empty, too long, or reads as a day.
    Result<std::monostate, EngineError> put(std::string_view name,
                                            const replica::Cut& cut,
                                            WallTime now);
    [[nodiscard]] const Mark* find(std::string_view name) const;
    [[nodiscard]] const std::vector<Mark>& all() const { return marks_; }  // oldest first

private:
    void save();

    Workspace& workspace_;
    std::vector<Mark> marks_;
};

}  // namespace cairn::engine
