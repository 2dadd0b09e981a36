#pragma once
// What people do to items: one call, one change, one undo.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "client/engine/change_builder.h"
#include "client/plan/catalog.h"

namespace cairn::engine {

// FIELD=VALUE as typed.
struct Assignment {
    std::string field;
    std::string value;
};
Result<std::vector<Assignment>, EngineError> parse_assignments(std::span<const std::string> typed);

// An item or a link, and what it may carry.
struct Target {
    ItemId item;
    std::span<const merge::FieldNumber> fields;
    std::string_view name;                 // of the kind or the type of link
    const plan::KindSpec* kind = nullptr;  // null: a link
};
// Writes a field as people type it. Refused if the target has no such field, or the value does not
// fit.
Result<void, EngineError> assign(ChangeBuilder& change,
                                 const Target& target,
                                 const Assignment& wish,
                                 const plan::TextContext& context);

// A row whose start was typed, and neither its finish nor its length, moves as a whole: after all
// assignments of one action. `before`: what the change and the workspace held before them.
void carry_finish(ChangeBuilder& change,
                  const Target& target,
                  std::span<const Assignment> assignments,
                  const merge::Value& before);
// What a field holds, in the change or else in the workspace.
[[nodiscard]] merge::Value current_value(ChangeBuilder& change,
                                         const ItemId& item,
                                         merge::FieldNumber field);

// What an item may carry; refused if this version does not know its kind.
Result<Target, EngineError> target_of(Workspace& workspace, const ItemId& item);

struct NewItem {
    std::string kind;
    std::string title;
    ItemId parent;  // the top level's id for none
    std::vector<Assignment> assignments;
};
struct Made {
    ItemId item;
    replica::Committed committed;
};
Result<Made, EngineError> new_item(Workspace& workspace, const NewItem& wish, WallTime now);

Result<replica::Committed, EngineError> set_fields(Workspace& workspace,
                                                   const ItemId& item,
                                                   std::span<const Assignment> assignments,
                                                   WallTime now);
// What setting fields of many items would do, or did.
struct BulkEdit {
    struct Line {
        ItemId item;
        merge::FieldNumber field = 0;
        std::string before;  // canonical
        std::string after;
    };
    std::vector<Line> lines;
    std::vector<ItemId> unchanged;                // they read so already
    std::optional<replica::Committed> committed;  // none: only looked at
};
enum class Really : std::uint8_t { look, write };
// All of them in one change, or none: refused, too, if one of them has no such field.
Result<BulkEdit, EngineError> set_fields_of(Workspace& workspace,
                                            std::span<const ItemId> items,
                                            std::span<const Assignment> assignments,
                                            Really really,
                                            WallTime now);
Result<replica::Committed, EngineError> unset_fields(Workspace& workspace,
                                                     const ItemId& item,
                                                     std::span<const std::string> fields,
                                                     WallTime now);
// Adds elements to a field that is a set, or removes them.
Result<replica::Committed, EngineError> change_elements(Workspace& workspace,
                                                        const ItemId& item,
                                                        const std::string& field,
                                                        std::span<const std::string> elements,
                                                        bool present,
                                                        WallTime now);

struct LinkWish {
    ItemId from;
    std::string type;
    ItemId to;
    std::vector<Assignment> assignments;
};
// A link of that type from one to the other; a reversed type name turns it round.
Result<replica::Committed, EngineError> link_items(Workspace& workspace,
                                                   const LinkWish& wish,
                                                   WallTime now);
Result<replica::Committed, EngineError> unlink_items(Workspace& workspace,
                                                     const LinkWish& wish,
                                                     WallTime now);

// The member's own item, so that owners can be named; nothing to do if it exists or the member's
// role may not make it. Left to the member's first device, and to a time when all can be read.
Result<void, EngineError> introduce_me(Workspace& workspace, WallTime now);

}  // namespace cairn::engine
