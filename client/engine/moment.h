#pragma once
// Which moment of a workspace a person means: a day or time, a change, or a mark.
#include <string>
#include <string_view>

#include "client/engine/workspace.h"
#include "client/replica/cut.h"

namespace cairn::engine {

struct Moment {
    enum class What : std::uint8_t { time, change, mark };
    What what = What::time;
    WallTime wall;       // of a change its stamp, of a mark when it was put
    std::string spoken;  // for people: "2026-11-20 14:00", "change 8f3k2m1q", "mark weekly"
    replica::Cut cut;    // what there was
};

// What a day or a minute means: the state before it began, or after it ended.
enum class DayMeans : std::uint8_t { start, end };

// 2027-03-01, yesterday, fri (the last one), -2w, with a time or without, local; or the name of a
// mark (client/engine/marks.h); or the start of a change's id, which means that change and all that
// its author had seen.
Result<Moment, EngineError> find_moment(Workspace& workspace,
                                        std::string_view text,
                                        DayMeans day,
                                        WallTime now);

// As find_item of lookup.h, but that what had this title then comes first, whatever it is called
// now.
Result<ItemId, EngineError> find_item_as_of(Workspace& workspace,
                                            std::string_view text,
                                            const Moment& moment);

// That an item had no place at a moment.
[[nodiscard]] EngineError not_there_yet(Workspace& workspace,
                                        const ItemId& item,
                                        const Moment& moment);

// All that is here.
Moment present_moment(Workspace& workspace, WallTime now);

}  // namespace cairn::engine
