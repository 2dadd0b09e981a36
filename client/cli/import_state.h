#pragma once
// What an import must know of the workspace it goes to (client/exchange/import_changes.h).
#include <map>
#include <optional>
#include <string>

#include "client/engine/workspace.h"
#include "client/exchange/import_changes.h"

namespace cairn::cli {

// The item of an earlier import from a source of this name.
[[nodiscard]] std::optional<ItemId> known_source(engine::Workspace& workspace,
                                                 const std::string& name);

// What was imported from this source before; nothing without one. Asks the workspace as it goes.
[[nodiscard]] exchange::WorkspaceState state_of(engine::Workspace& workspace,
                                                const std::optional<ItemId>& source);

// People and teams of the file who are here already under a name that they have or had, or with the
// e-mail address, and were not imported from this source before: no second item is made for them.
// A name that several have here decides nothing.
[[nodiscard]] std::map<exchange::RowKey, ItemId> people_here(engine::Workspace& workspace,
                                                             const exchange::ImportTarget& target,
                                                             const exchange::ImportedPlan& plan);

// For a plan of Cairn's own: what is shown of its items and of the links between them.
[[nodiscard]] exchange::WorkspaceState shown_state(engine::Workspace& workspace,
                                                   const exchange::ImportTarget& target,
                                                   const exchange::ImportedPlan& plan);

}  // namespace cairn::cli
