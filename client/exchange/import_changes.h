#pragma once
// What an imported plan writes into a workspace (DESIGN 3.5): new rows, and of rows that were
// imported before, only what the file itself has changed since. What people changed here is never
// overwritten: where both changed a field, the import's edit stands beside theirs as a conflict.
// Decision 071 says how edits of an import are known again.
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "client/exchange/imported_plan.h"
#include "client/merge/edit.h"
#include "client/merge/order_key.h"
#include "shared/base/sequence.h"

namespace cairn::exchange {

// An edit that the workspace holds, under whatever number the caller knows it by.
using PastEdit = Sequence<struct PastEditTag>;

// Of one cell: what was imported from this source. Edits of an import are those of every change
// whose first edit writes field `imported` of the source's item.
struct ImportedBefore {
    std::string value;            // of the greatest such edit, by Lamport, then edit id; of a
                                  // text: `t` and what all of them together read
    std::vector<PastEdit> edits;  // those that no other edit imported from it replaced
};

// One edit of a change that an import made, as history tells it.
struct PastImportEdit {
    merge::Cell cell;
    std::string value;
    PastEdit edit;
    std::vector<PastEdit> over;
    Lamport lamport;  // of its change
    merge::EditId id;
};
// From all valid edits of all such changes, in any order.
[[nodiscard]] std::map<merge::Cell, ImportedBefore> imported_before(
    const std::vector<PastImportEdit>& edits);

struct PresentItem {
    bool in_trash = false;  // itself or an ancestor
    ItemId parent;
    merge::OrderKey key;
};

struct WorkspaceState {
    std::map<merge::Cell, ImportedBefore> imported;
    std::function<std::optional<PresentItem>(const ItemId&)> item;  // with a place
    // The keys of a parent's children, ascending.
    std::function<std::vector<merge::OrderKey>(const ItemId&)> child_keys;
    std::function<bool(const merge::Cell&)> is_set;  // to whatever, by whomever
};

struct ImportTarget {
    WorkspaceId workspace;
    ItemId source;           // random, chosen at the first import from this source; unused, and no
                             // trace of the import is left, where rows keep their ids
    ItemId under;            // where rows without a parent go; the root by default
    std::string file;        // the file's name, for people
    std::string digest;      // of the file, hexadecimal
    std::string column_map;  // as given; may be empty
    // Rows whose item is here already without having been imported from this source: people and
    // teams. Of them the import writes only fields that are not set here, and no place.
    std::map<RowKey, ItemId> already_here = {};
};

struct ImportEdit {
    merge::Cell cell;
    merge::Value value;
    std::vector<PastEdit> over;
    bool follows = false;  // it is over the edit before it in its change, and nothing else
};

// To be committed in order, each as one change. If the plan is marked, its first edit marks it as
// imported from the source; from the second change on, that edit also replaces the first edit of
// the change before.
using ImportChange = std::vector<ImportEdit>;

// For the preview: what would happen, in the file's order.
struct RowDifference {
    RowKey key;
    std::string title;
    ItemId item;
};
struct FieldDifference {
    RowDifference row;
    merge::Cell cell;
    std::string before;  // canonical; as imported last time
    merge::Value after;
};
struct ImportDifference {
    std::vector<RowDifference> added;
    std::vector<FieldDifference> changed;
    std::vector<RowDifference> moved;     // to another parent
    std::vector<RowDifference> in_trash;  // left alone, not revived
    std::vector<RowDifference> gone;      // imported before, no longer in the file; left alone
    std::size_t links_added = 0;
    std::size_t links_removed = 0;
    std::size_t links_changed = 0;
};

struct PlannedImport {
    std::vector<ImportChange> changes;  // none: nothing to do
    bool is_marked = true;
    ImportDifference difference;
};

// Whether a plan is one of Cairn's own: `imported` is then to hold what is shown of its items and
// of the links between them, with the heads as edits. What the file says otherwise replaces them.
[[nodiscard]] bool keeps_ids(const ImportedPlan& plan);

// The item of a row: the same in every workspace that imports from the same source.
[[nodiscard]] ItemId item_of_row(const ImportTarget& target, const RowKey& key);
// The same, or of a plan of Cairn's own the id that the row kept.
[[nodiscard]] ItemId item_of_row(const ImportTarget& target,
                                 const ImportedPlan& plan,
                                 const RowKey& key);

// `plan` as finish_plan leaves it.
[[nodiscard]] PlannedImport plan_changes(const ImportedPlan& plan,
                                         const ImportTarget& target,
                                         const WorkspaceState& state);

}  // namespace cairn::exchange
