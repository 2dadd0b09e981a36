#pragma once
// Where items hang: moving, ordering, the trash and back. An item is never deleted and made anew.
#include <optional>
#include <span>

#include "client/engine/change_builder.h"

namespace cairn::engine {

// Where to: below `parent`, at the end, or beside a child of it.
struct Destination {
    ItemId parent;
    std::optional<ItemId> before;
    std::optional<ItemId> after;
};
Result<Destination, EngineError> beside(Workspace& workspace, const ItemId& sibling, bool before);

// All in one change, in the order given. A move below itself is refused here; one that only
// becomes a circle by what others do at the same time is skipped everywhere and shown.
Result<replica::Committed, EngineError> move_items(Workspace& workspace,
                                                   std::span<const ItemId> items,
                                                   const Destination& to,
                                                   WallTime now);
Result<replica::Committed, EngineError> trash_items(Workspace& workspace,
                                                    std::span<const ItemId> items,
                                                    WallTime now);
// Back to the last parent outside the trash that still lives, else to the top level.
Result<replica::Committed, EngineError> restore_items(Workspace& workspace,
                                                      std::span<const ItemId> items,
                                                      WallTime now);

}  // namespace cairn::engine
