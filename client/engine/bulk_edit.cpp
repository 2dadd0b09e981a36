#include <map>

#include "client/engine/comment_commands.h"
#include "client/engine/item_commands.h"
#include "client/engine/lookup.h"
#include "client/merge/schema.h"
#include "client/plan/catalog.h"

namespace cairn::engine {
namespace {

// Shows this and hides nothing else.
bool reads(const std::optional<replica::CellView>& cell, const std::string& value) {
    if (!cell) return value == merge::Value().canonical();
    return cell->value == value && cell->heads.size() <= 1;
}

// What the field reads after the edit: of a text the whole, not what was done to it.
std::string value_after(const replica::LocalEdit& edit, std::span<const Assignment> assignments) {
    const plan::FieldSpec* field = plan::find_field(edit.field);
    if (field == nullptr || field->fold != merge::Fold::text) return edit.value;
    std::string text;
    for (const Assignment& assignment : assignments) {
        const auto named = plan::find_field(assignment.field);
        if (named && named->field == field) text = "t" + assignment.value;
    }
    return text;
}

Result<void, EngineError> set_in(Workspace& workspace,
                                 const ItemId& item,
                                 std::span<const Assignment> assignments,
                                 const plan::TextContext& context,
                                 ChangeBuilder& change) {
    const auto target = target_of(workspace, item);
    if (!target) return refuse(target.error());
    const merge::Value span = current_value(change, item, plan::field::span);
    for (const Assignment& assignment : assignments) {
        const auto named = plan::find_field(assignment.field);
        if (named) {
            const auto allowed = check_no_words(workspace, item, named->field->number);
            if (!allowed) return allowed;
        }
        const auto done = assign(change, *target, assignment, context);
        if (!done)
            return refuse(EngineError{done.error().fault,
                                      "Nothing was changed. \"" + title_of(workspace, item) +
                                          "\": " + done.error().sentence});
    }
    carry_finish(change, *target, assignments, span);
    return {};
}

}  // namespace

Result<BulkEdit, EngineError> set_fields_of(Workspace& workspace,
                                            std::span<const ItemId> items,
                                            std::span<const Assignment> assignments,
                                            Really really,
                                            WallTime now) {
    BulkEdit bulk;
    ChangeBuilder all(workspace);
    const plan::TextContext context = text_context(workspace, now);
    for (const ItemId& item : items) {
        // First on the side: what reads so already stays out of the change.
        ChangeBuilder alone(workspace);
        const auto done = set_in(workspace, item, assignments, context, alone);
        if (!done) return refuse(done.error());
        // A custom field's value is on a link of the item's: a cell of its own.
        std::map<std::pair<ItemId, merge::FieldNumber>, std::string> last;
        for (const replica::LocalEdit& edit : alone.edits())
            last[{edit.item, edit.field}] = value_after(edit, assignments);
        bool changes = false;
        for (const auto& [written, value] : last) {
            const auto& [holder, field] = written;
            const auto cell = workspace.read().cell({holder, field, {}});
            if (reads(cell, value)) continue;
            changes = true;
            if (field == merge::field_live) continue;
            bulk.lines.push_back(
                {item, field, cell ? cell->value : merge::Value().canonical(), value});
        }
        if (!changes) {
            bulk.unchanged.push_back(item);
            continue;
        }
        const auto written = set_in(workspace, item, assignments, context, all);
        if (!written) return refuse(written.error());
    }
    if (really == Really::look || all.empty()) return bulk;
    auto committed = all.commit(now);
    if (!committed) return refuse(committed.error());
    bulk.committed = std::move(*committed);
    return bulk;
}

}  // namespace cairn::engine
