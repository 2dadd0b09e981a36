#include "client/cli/exported_plan.h"

#include <set>

#include "client/cli/render.h"
#include "client/merge/schema.h"

namespace cairn::cli {
namespace {

std::vector<exchange::ExportedField> exported_fields(std::span<const replica::CellView> cells) {
    std::vector<exchange::ExportedField> fields;
    for (const replica::CellView& cell : cells) {
        const auto value = merge::Value::shown(cell.value);
        if (!value || value->is_unset() || cell.field <= merge::field_live) continue;
        if (!cell.element.empty() && *value != merge::Value::boolean(true)) continue;
        fields.push_back({cell.field, cell.element, *value});
    }
    return fields;
}

}  // namespace

exchange::ExportedPlan exported(engine::Workspace& workspace, const ItemId& top, bool with_trash) {
    exchange::ExportedPlan plan;
    std::set<ItemId> within;
    plan.workspace = workspace.id();
    const Items items(workspace);
    const auto add = [&](const ItemRow& row) {
        within.insert(row.place.id);
        plan.items.push_back({row.place.id,
                              row.place.kind,
                              row.place.parent,
                              to_hex(bytes_of(row.place.order_key)),
                              exported_fields(row.cells)});
    };
    if (const ItemRow* row = items.find(top)) add(*row);
    items.walk(top, [&](const ItemRow& row, int) { add(row); });
    if (with_trash) items.walk(merge::trash_item(), [&](const ItemRow& row, int) { add(row); });
    for (const replica::LinkView& link : workspace.read().links()) {
        if (!within.contains(link.from) || !within.contains(link.to)) continue;
        plan.links.push_back(
            {link.from, link.type, link.to, exported_fields(workspace.read().cells(link.link))});
    }
    return plan;
}

}  // namespace cairn::cli
