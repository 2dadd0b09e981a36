#include "client/cli/import_state.h"

#include <set>

#include "client/filter/fold_case.h"
#include "client/merge/derived_id.h"
#include "client/merge/schema.h"

namespace cairn::cli {

// The item of an earlier import from a source of this name.
std::optional<ItemId> known_source(engine::Workspace& workspace, const std::string& name) {
    for (const ItemId& item : workspace.read().items_titled(name)) {
        const auto place = workspace.read().item(item);
        // One in the trash was undone: what is imported anew begins afresh.
        if (place && place->kind == plan::kind::source && !workspace.read().in_trash(item))
            return item;
    }
    return std::nullopt;
}

namespace {

std::vector<exchange::PastImportEdit> past_edits(engine::Workspace& workspace,
                                                 const ItemId& source) {
    std::vector<exchange::PastImportEdit> past;
    const merge::Cell mark{source, plan::field::imported, {}};
    for (const replica::HistoryEntry& entry : workspace.read().history(mark, SIZE_MAX)) {
        const auto change = workspace.read().find_change(entry.change);
        if (!change) continue;
        for (const replica::HistoryEntry& edit : workspace.read().edits_of(*change)) {
            if (edit.status != replica::EditStatus::valid) continue;
            std::vector<exchange::PastEdit> over;
            for (const replica::EditRow row : edit.over) over.push_back({row.value});
            past.push_back({{edit.item, edit.field, edit.element},
                            edit.value,
                            {edit.edit.value},
                            std::move(over),
                            edit.lamport,
                            workspace.read().edit_id(edit.edit)});
        }
    }
    return past;
}

// What the planner asks of the workspace, whatever it imports.
exchange::WorkspaceState present_state(engine::Workspace& workspace) {
    exchange::WorkspaceState state;
    state.item = [&workspace](const ItemId& item) -> std::optional<exchange::PresentItem> {
        const auto place = workspace.read().item(item);
        const auto key = place ? merge::OrderKey::from_bytes(place->order_key) : std::nullopt;
        if (!key) return std::nullopt;
        return exchange::PresentItem{workspace.read().in_trash(item), place->parent, *key};
    };
    state.child_keys = [&workspace](const ItemId& parent) {
        std::vector<merge::OrderKey> keys;
        for (const replica::ItemPlace& child : workspace.read().children(parent)) {
            if (const auto key = merge::OrderKey::from_bytes(child.order_key)) keys.push_back(*key);
        }
        return keys;
    };
    state.is_set = [&workspace](const merge::Cell& cell) {
        const auto shown = workspace.read().cell({cell.item, cell.field, cell.element});
        return shown && shown->value != merge::Value().canonical();
    };
    return state;
}

bool is_person_or_team(plan::KindNumber kind) {
    return kind == plan::kind::person || kind == plan::kind::team;
}

// Who goes here by which name; nothing: several do.
class NamesHere {
public:
    explicit NamesHere(engine::Workspace& workspace) : workspace_(workspace) {
        for (const merge::FieldNumber field : {plan::field::title, plan::field::email}) {
            std::vector<ItemId> items;
            workspace.read().each_value(
                field, [&](const ItemId& item, std::string_view) { items.push_back(item); });
            for (const ItemId& item : items)
                if (is_one(item)) add_names(item, field);
        }
    }
    [[nodiscard]] std::optional<ItemId> find(std::string_view name) const {
        const auto found = items_.find(filter::fold_case(name));
        return found == items_.end() ? std::nullopt : found->second;
    }

private:
    [[nodiscard]] bool is_one(const ItemId& item) {
        const auto place = workspace_.read().item(item);
        return place && is_person_or_team(place->kind) && !workspace_.read().in_trash(item);
    }
    void add_names(const ItemId& item, merge::FieldNumber field) {
        for (const replica::HistoryEntry& entry :
             workspace_.read().history({item, field, {}}, SIZE_MAX)) {
            if (entry.status != replica::EditStatus::valid || entry.value.size() < 2) continue;
            const std::string name = filter::fold_case(std::string_view(entry.value).substr(1));
            const auto [held, fresh] = items_.try_emplace(name, item);
            if (!fresh && held->second != item) held->second = std::nullopt;
        }
    }

    engine::Workspace& workspace_;
    std::map<std::string, std::optional<ItemId>> items_;
};

// As the file calls the row: its title, then its e-mail address.
std::vector<std::string> names_of(const exchange::ImportedRow& row) {
    std::vector<std::string> names{row.title};
    for (const exchange::ImportedField& field : row.fields) {
        const auto* value = std::get_if<merge::Value>(&field.value);
        if (field.field == plan::field::email && value != nullptr && !value->is_unset())
            names.emplace_back(value->payload());
    }
    return names;
}

exchange::ImportedBefore as_shown(const replica::CellView& cell) {
    exchange::ImportedBefore before{cell.value, {}};
    for (const replica::EditRow head : cell.heads) before.edits.push_back({head.value});
    return before;
}

// All that is shown of an item or a link, and where it stands.
void add_shown(engine::Workspace& workspace,
               const ItemId& item,
               std::map<merge::Cell, exchange::ImportedBefore>& shown) {
    for (const merge::FieldNumber field : {merge::field_place, merge::field_live}) {
        exchange::ImportedBefore before;
        for (const replica::HeadView& head : workspace.read().heads({item, field, ""})) {
            if (before.edits.empty()) before.value = head.value;
            before.edits.push_back({head.edit.value});
        }
        if (!before.edits.empty()) shown.insert_or_assign({item, field, ""}, std::move(before));
    }
    for (const replica::CellView& cell : workspace.read().cells(item)) {
        if (cell.field > merge::field_live)
            shown.insert_or_assign({item, cell.field, cell.element}, as_shown(cell));
    }
}

}  // namespace

exchange::WorkspaceState state_of(engine::Workspace& workspace,
                                  const std::optional<ItemId>& source) {
    exchange::WorkspaceState state = present_state(workspace);
    if (source) state.imported = exchange::imported_before(past_edits(workspace, *source));
    return state;
}

std::map<exchange::RowKey, ItemId> people_here(engine::Workspace& workspace,
                                               const exchange::ImportTarget& target,
                                               const exchange::ImportedPlan& plan) {
    std::map<exchange::RowKey, ItemId> here;
    if (exchange::keeps_ids(plan)) return here;
    std::optional<NamesHere> names;
    for (const exchange::ImportedRow& row : plan.rows) {
        if (!is_person_or_team(row.kind)) continue;
        if (workspace.read().item(exchange::item_of_row(target, row.key))) continue;
        if (!names) names.emplace(workspace);
        for (const std::string& name : names_of(row)) {
            const auto found = names->find(name);
            if (found && here.emplace(row.key, *found).second) break;
        }
    }
    return here;
}

exchange::WorkspaceState shown_state(engine::Workspace& workspace,
                                     const exchange::ImportTarget& target,
                                     const exchange::ImportedPlan& plan) {
    exchange::WorkspaceState state = present_state(workspace);
    std::set<ItemId> items;
    for (const exchange::ImportedRow& row : plan.rows) {
        const ItemId item = exchange::item_of_row(target, plan, row.key);
        items.insert(item);
        add_shown(workspace, item, state.imported);
    }
    for (const exchange::ImportedLink& link : plan.links) {
        add_shown(workspace,
                  merge::link_item(target.workspace,
                                   exchange::item_of_row(target, plan, link.from),
                                   link.type,
                                   exchange::item_of_row(target, plan, link.to)),
                  state.imported);
    }
    for (const replica::LinkView& link : workspace.read().links()) {
        if (items.contains(link.from) && items.contains(link.to))
            add_shown(workspace, link.link, state.imported);
    }
    return state;
}

}  // namespace cairn::cli
