#pragma once
// What a change must write to undo another (DESIGN 3.4), from what is shown now. A redo is the undo
// of the undo. Nobody else's work is touched: what cannot be undone is named with its reason.
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "client/merge/edit.h"
#include "client/merge/move_tree.h"
#include "client/merge/schema.h"
#include "shared/base/sequence.h"

namespace cairn::merge {

// Whatever number the caller knows an edit by.
using EditHandle = Sequence<struct EditHandleTag>;

struct UndoVersion {
    EditHandle edit;
    std::string value;
};

// One edit of the change to undo.
struct UndoneEdit {
    enum class Standing : std::uint8_t { valid, parked, invalid };
    EditHandle edit = {};
    Cell cell = {};
    Fold fold = Fold::reg;
    std::string value = {};
    Standing standing = Standing::valid;
    std::vector<UndoVersion> over = {};  // what it replaced, the one that was shown first
    // Place and order: whether the item's place or key in effect is this edit's, and where the item
    // was just before it in the replay (MoveTree::before).
    bool in_effect = false;
    std::optional<Placement> before = {};
};

// What takes text edits back: values to be written in a row, the first over `over`, each further
// one over the one before.
struct TextUndo {
    std::vector<std::string> values = {};
    std::vector<EditHandle> over = {};
    bool is_whole = true;  // false: others have since removed some of what the edits did
};

// The present. All may be called any number of times.
struct UndoView {
    std::function<std::vector<EditHandle>(const Cell&)> heads;      // valid and parked ones
    std::function<std::optional<ItemId>(const ItemId&)> parent_of;  // by the place in effect
    // Of edits of one text, as it is now; no values: nothing of them is left.
    std::function<TextUndo(const Cell&, const std::vector<EditHandle>&)> text_undo = {};
};

struct UndoEdit {
    Cell cell;
    std::string value;
    std::vector<EditHandle> over;
    bool follows = false;  // it is over the edit before it in the plan, and nothing else
};

enum class LeftAlone : std::uint8_t {
    replaced_since,     // somebody wrote this cell later
    others_disagree,    // another head stands beside
    not_in_effect,      // a later move decides where the item is
    target_gone,        // where the item came from is in the trash, or has no place itself
    would_close_cycle,  // where the item came from is below it now
    had_no_effect,      // the edit is void
    unknown_here,       // this version cannot fold the field
    partly_replaced,    // of a text: somebody removed some of it since; the rest is undone
};

struct UndoPlan {
    struct Kept {
        EditHandle edit;
        LeftAlone why = LeftAlone::had_no_effect;
    };
    std::vector<UndoEdit> edits;  // in the order in which the change must hold them
    std::vector<Kept> left_alone;
};

// `change`: all edits of the change, in their order. A cell goes back to what the change replaced
// there; where that were several values, a conflict that the change had resolved, each of them
// becomes a head again, the one that was shown shown again. A new item goes to the trash, and what
// was made below it with it.
[[nodiscard]] UndoPlan plan_undo(const std::vector<UndoneEdit>& change, const UndoView& now);

}  // namespace cairn::merge
