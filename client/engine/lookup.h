#pragma once
// What people mean when they name an item, and what to call an item in answers.
#include <optional>
#include <string>
#include <string_view>

#include "client/engine/workspace.h"
#include "client/plan/catalog.h"

namespace cairn::engine {

// Of items with one title, which one is meant.
enum class Prefer : std::uint8_t { living, in_trash };

// An id's start (lower-case base32, at least 1 character, unique), or a title (case does not matter
// where only one is like it). What names one item as an id and another as a title is refused. `me`
// is the own person item.
Result<ItemId, EngineError> find_item(Workspace& workspace,
                                      std::string_view text,
                                      Prefer prefer = Prefer::living);

// As find_item, and `root` or `/` for the top level.
Result<ItemId, EngineError> find_parent(Workspace& workspace, std::string_view text);

// A member, by the name that members show or the start of the id, among those who belong to the
// workspace or, with ever, also among those who did; refused with what is wrong.
enum class Belonging : std::uint8_t { now, ever };
Result<MemberId, EngineError> find_member(Workspace& workspace,
                                          std::string_view text,
                                          Belonging belonging = Belonging::now);

// An active device, by the start of its id.
Result<DeviceId, EngineError> find_device(Workspace& workspace, std::string_view start);

// A kind of the catalog, by name as typed; refused with the list of them.
Result<const plan::KindSpec*, EngineError> find_kind(std::string_view name);

// The living item of a kind that is titled so, whatever the case of ASCII letters; nothing if there
// is none, or several.
std::optional<ItemId> find_titled(Workspace& workspace,
                                  plan::KindNumber kind,
                                  std::string_view title);

// Why nothing may be put below this item: it or an item above it is in the trash. Nothing
// otherwise.
std::optional<EngineError> in_the_trash(Workspace& workspace, const ItemId& parent);

// The title, or "untitled KIND", or a name for the top level and the trash.
std::string title_of(Workspace& workspace, const ItemId& item);

// The shortest start of the id that names no other item; at least 4 characters.
std::string short_id(Workspace& workspace, const ItemId& item);

// How values are typed and printed in this workspace today.
plan::TextContext text_context(Workspace& workspace, WallTime now);

}  // namespace cairn::engine
