#include "client/schedule/outline_catalog.h"

#include <algorithm>

namespace cairn::schedule {
namespace {

std::vector<CatalogField> fields_of(const outline::Cells& cells) {
    const auto wanted = fields_of_schedule();
    std::vector<CatalogField> fields;
    for (const outline::Cell& cell : cells) {
        const bool is_wanted = std::find(wanted.begin(), wanted.end(), cell.field) != wanted.end();
        if (!is_wanted || !cell.element.empty() || cell.value == "n") continue;
        if (auto value = merge::Value::parse(cell.value))
            fields.push_back({cell.field, std::move(*value)});
    }
    return fields;
}

}  // namespace

Catalog catalog_of(const outline::Outline& outline) {
    Catalog catalog;
    for (const outline::Item& item : outline.living()) {
        CatalogItem row{item.id, item.kind, {}, fields_of(item.cells), {}};
        if (item.parent != outline::no_place) row.parent = outline.at(item.parent).id;
        for (const std::string_view element :
             outline::elements_of(item.cells, plan::field::exceptions))
            row.exceptions.emplace_back(element.substr(1));
        catalog.items.push_back(std::move(row));
    }
    for (const outline::Link& link : outline.links()) {
        if (link.type != plan::link::depends && link.type != plan::link::responsible) continue;
        if (outline.item(link.from)->is_trashed || outline.item(link.to)->is_trashed) continue;
        catalog.links.push_back({link.id, link.from, link.type, link.to, fields_of(link.cells)});
    }
    return catalog;
}

}  // namespace cairn::schedule
