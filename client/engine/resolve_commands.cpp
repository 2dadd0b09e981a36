#include "client/engine/resolve_commands.h"

#include "client/engine/inbox.h"
#include "client/engine/lookup.h"
#include "client/merge/place.h"
#include "client/merge/schema.h"
#include "client/plan/catalog.h"
#include "client/plan/value_text.h"
#include "shared/sqlite/transaction.h"

namespace cairn::engine {
namespace {

EngineError no_conflict(const std::string& field) {
    return {EngineFault::no_conflict,
            "There is no conflict in '" + field +
                "' of this item. `cairn conflicts` lists what there is."};
}

Result<merge::FieldNumber, EngineError> number_of(const std::string& field) {
    if (field == "place") return merge::field_place;
    const auto named = plan::find_field(field);
    if (named) return named->field->number;
    return refuse(EngineError{EngineFault::no_field, "There is no field '" + field + "'."});
}

std::vector<replica::EditRow> heads_of(Workspace& workspace,
                                       const replica::ConflictView& conflict) {
    const auto cell = workspace.read().cell({conflict.item, conflict.field, conflict.element});
    return cell ? cell->heads : std::vector<replica::EditRow>{};
}

// A conflict with all heads of its cell, also those that agree with a candidate: as both stand at
// one moment.
struct Open {
    replica::ConflictView conflict;
    std::vector<replica::EditRow> heads;
};

Result<Open, EngineError> conflict_in(Workspace& workspace,
                                      const ItemId& item,
                                      const std::string& field) {
    const auto number = number_of(field);
    if (!number) return refuse(number.error());
    const sqlite::Snapshot snapshot(workspace.replica().database());
    for (replica::ConflictView& conflict : workspace.read().conflicts()) {
        if (is_to_decide(conflict) && conflict.item == item && conflict.field == *number)
            return Open{conflict, heads_of(workspace, conflict)};
    }
    return refuse(no_conflict(field));
}

}  // namespace

Result<replica::Committed, EngineError> resolve_by_candidate(Workspace& workspace,
                                                             const ItemId& item,
                                                             const std::string& field,
                                                             std::uint32_t pick,
                                                             WallTime now) {
    const auto open = conflict_in(workspace, item, field);
    if (!open) return refuse(open.error());
    const replica::ConflictView& conflict = open->conflict;
    if (pick == 0 || pick > conflict.candidates.size()) {
        return refuse(EngineError{
            EngineFault::wrong_value,
            "There are candidates 1 to " + std::to_string(conflict.candidates.size()) + "."});
    }
    const auto value = merge::Value::parse(conflict.candidates[pick - 1].value);
    if (!value) return refuse(no_conflict(field));
    ChangeBuilder change(workspace);
    change.write_over(item, conflict.field, *value, open->heads, conflict.element);
    return change.commit(now);
}

Result<replica::Committed, EngineError> resolve_by_value(Workspace& workspace,
                                                         const ItemId& item,
                                                         const std::string& field,
                                                         const std::string& typed,
                                                         WallTime now) {
    const auto open = conflict_in(workspace, item, field);
    if (!open) return refuse(open.error());
    const replica::ConflictView& conflict = open->conflict;
    ChangeBuilder change(workspace);
    if (conflict.field == merge::field_place) {
        const auto parent = find_parent(workspace, typed);
        if (!parent) return refuse(parent.error());
        if (const auto trashed = in_the_trash(workspace, *parent)) return refuse(*trashed);
        const auto place = workspace.read().item(item);
        const auto key = key_at_end(workspace, *parent);
        if (!place || !key) return refuse(no_conflict(field));
        const merge::PlaceValue value{place->kind, *parent, *key};
        change.write_over(item, merge::field_place, value.to_value(), open->heads);
        return change.commit(now);
    }
    const auto named = plan::find_field(field);
    const auto current =
        merge::Value::parse(conflict.candidates.front().value).value_or(merge::Value());
    const auto value = plan::parse_value(*named, typed, current, text_context(workspace, now));
    if (!value) return refuse(EngineError{EngineFault::wrong_value, value.error().message});
    change.write_over(item, conflict.field, *value, open->heads, conflict.element);
    return change.commit(now);
}

}  // namespace cairn::engine
