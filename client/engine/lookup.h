#pragma once
// What people mean when they name an item, and what to call an item in answers.
#include <string>
#include <string_view>

#include "client/engine/workspace.h"

namespace cairn::engine {

// An id's start (lower-case base32, at least 1 character, unique), or a title (case does not
// matter, unique). What could be both is an id first. `me` is the own person item.
Result<ItemId, EngineError> find_item(Workspace& workspace, std::string_view text);

// As find_item, and `root` or `/` for the top level.
Result<ItemId, EngineError> find_parent(Workspace& workspace, std::string_view text);

// The title, or "untitled KIND", or a name for the top level and the trash.
std::string title_of(Workspace& workspace, const ItemId& item);

// The shortest start of the id that names no other item; at least 4 characters.
std::string short_id(Workspace& workspace, const ItemId& item);

// How values are typed and printed in this workspace today.
plan::TextContext text_context(Workspace& workspace, WallTime now);

}  // namespace cairn::engine
