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

class Exporting {
public:
    explicit Exporting(engine::Workspace& workspace)
        : workspace_(workspace), items_(workspace), links_(workspace.read().links()) {
        plan_.workspace = workspace.id();
    }

    void add_below(const ItemId& top) {
        if (const ItemRow* row = items_.find(top)) add(*row);
        items_.walk(top, [&](const ItemRow& row, int) { add(row); });
    }

    // And what these name in turn: a calendar has a base.
    void add_named() {
        std::vector<ItemId> named;
        for (const replica::LinkView& link : links_)
            if (within_.contains(link.from)) named.push_back(link.to);
        for (const exchange::ExportedItem& item : plan_.items) gather(item, named);
        while (!named.empty()) {
            const ItemRow* row = items_.find(named.back());
            named.pop_back();
            if (row == nullptr || within_.contains(row->place.id)) continue;
            if (!is_read_with_work(row->place.kind) || is_trashed(*row)) continue;
            add(*row);
            gather(plan_.items.back(), named);
        }
    }

    exchange::ExportedPlan finish() {
        for (const replica::LinkView& link : links_) {
            if (!within_.contains(link.from) || !within_.contains(link.to)) continue;
            plan_.links.push_back({link.from,
                                   link.type,
                                   link.to,
                                   exported_fields(workspace_.read().cells(link.link))});
        }
        return std::move(plan_);
    }

private:
    static bool is_read_with_work(plan::KindNumber kind) {
        return kind == plan::kind::person || kind == plan::kind::team ||
               kind == plan::kind::calendar || kind == plan::kind::baseline;
    }

    static void gather(const exchange::ExportedItem& item, std::vector<ItemId>& named) {
        for (const exchange::ExportedField& field : item.fields)
            if (const auto id = field.value.as_item()) named.push_back(*id);
    }

    bool is_trashed(const ItemRow& row) { return workspace_.read().in_trash(row.place.id); }

    void add(const ItemRow& row) {
        within_.insert(row.place.id);
        plan_.items.push_back({row.place.id,
                               row.place.kind,
                               row.place.parent,
                               to_hex(bytes_of(row.place.order_key)),
                               exported_fields(row.cells)});
    }

    engine::Workspace& workspace_;
    Items items_;
    std::vector<replica::LinkView> links_;
    std::set<ItemId> within_;
    exchange::ExportedPlan plan_;
};

}  // namespace

exchange::ExportedPlan exported(engine::Workspace& workspace, const ItemId& top, Besides besides) {
    Exporting exporting(workspace);
    exporting.add_below(top);
    if (besides == Besides::trash) exporting.add_below(merge::trash_item());
    if (besides == Besides::named) exporting.add_named();
    return exporting.finish();
}

}  // namespace cairn::cli
