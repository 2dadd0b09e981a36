#pragma once
// The edits of one action in the making. Every edit replaces what the file shows for its cell at
// this moment, or what an earlier edit of the same action wrote there.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "client/engine/workspace.h"
#include "client/merge/order_key.h"
#include "client/merge/value.h"

namespace cairn::engine {

class ChangeBuilder {
public:
    explicit ChangeBuilder(Workspace& workspace) : workspace_(workspace) {}

    void write(const ItemId& item,
               merge::FieldNumber field,
               const merge::Value& value,
               const std::string& element = {});
    // A text field shall read so: writes how that differs from what it reads now, word by word.
    Result<void, EngineError> write_text(const ItemId& item,
                                         merge::FieldNumber field,
                                         std::string_view wanted);
    // The pending edits of a text that `view` opened; it is committed to them, so that more may be
    // typed into it.
    void write_pending(const merge::Cell& cell, replica::TextView& view);
    void count(const ItemId& item, merge::FieldNumber field, std::int64_t delta);
    // Whether an edit replaces what this action wrote to its cell before, or stands beside it.
    enum class Beside : std::uint8_t { nothing, earlier_edits };
    // Replaces these heads and no others: what a form held open had shown.
    void write_over(const ItemId& item,
                    merge::FieldNumber field,
                    const merge::Value& value,
                    std::vector<replica::EditRow> shown,
                    const std::string& element = {},
                    Beside beside = Beside::nothing);
    // Puts an item (new or not) below a parent.
    void place(const ItemId& item,
               std::uint32_t kind,
               const ItemId& parent,
               const merge::OrderKey& key);
    void reorder(const ItemId& item, const ItemId& parent, const merge::OrderKey& key);
    void link(const ItemId& from, std::uint32_t type, const ItemId& to, bool live);

    [[nodiscard]] bool empty() const { return edits_.empty(); }
    [[nodiscard]] const std::vector<replica::LocalEdit>& edits() const { return edits_; }
    [[nodiscard]] Workspace& workspace() { return workspace_; }
    // Refused with `unseen_conflict`, where the workspace was told to, if it would decide a
    // conflict that was not shown as it stands.
    Result<replica::Committed, EngineError> commit(WallTime now);

private:
    [[nodiscard]] Result<void, EngineError> check_decisions();

    Workspace& workspace_;
    std::vector<replica::LocalEdit> edits_;
    std::map<merge::Cell, std::uint32_t> last_;  // index of this action's newest edit of a cell
    std::map<merge::Cell, std::vector<replica::EditRow>> replaced_;  // where there were several
    std::map<merge::Cell, replica::TextView> texts_;                 // as this action leaves them
};

// A key after the last child of `parent`.
Result<merge::OrderKey, EngineError> key_at_end(Workspace& workspace, const ItemId& parent);

}  // namespace cairn::engine
