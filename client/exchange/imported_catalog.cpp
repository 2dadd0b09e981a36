#include "client/exchange/imported_catalog.h"

#include <unordered_map>

namespace cairn::exchange {
namespace {

using IdOf = std::function<ItemId(const RowKey&)>;

std::vector<schedule::CatalogField> fields_of(const std::vector<ImportedField>& imported,
                                              const IdOf& id_of) {
    std::vector<schedule::CatalogField> fields;
    for (const ImportedField& one : imported) {
        if (const auto* row = std::get_if<RowKey>(&one.value))
            fields.push_back({one.field, merge::Value::item(id_of(*row))});
        else
            fields.push_back({one.field, std::get<merge::Value>(one.value)});
    }
    return fields;
}

}  // namespace

schedule::Catalog catalog_of(const ImportedPlan& plan, const IdOf& id_of) {
    schedule::Catalog catalog;
    for (const ImportedRow& row : plan.rows) {
        const ItemId parent = row.parent.text.empty() ? ItemId{} : id_of(row.parent);
        catalog.items.push_back(
            {id_of(row.key), row.kind, parent, fields_of(row.fields, id_of), {}});
        for (const ImportedElement& element : row.elements) {
            if (element.field != plan::field::exceptions) continue;
            if (const auto value = merge::Value::parse(element.element))
                catalog.items.back().exceptions.emplace_back(value->payload());
        }
    }
    for (const ImportedLink& link : plan.links) {
        ItemId id;  // by number: which of two that are alike counts is nothing to a row's dates
        const std::uint64_t number = catalog.links.size() + 1;
        for (std::size_t i = 0; i < 8; ++i)
            id.bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
        catalog.links.push_back(
            {id, id_of(link.from), link.type, id_of(link.to), fields_of(link.fields, id_of)});
    }
    return catalog;
}

std::vector<DateElsewhere> dates_elsewhere(const ImportedPlan& plan,
                                           const IdOf& id_of,
                                           plan::Date today) {
    const schedule::CatalogPlan catalog = schedule::read_catalog(catalog_of(plan, id_of), today);
    const schedule::Schedule schedule(catalog.plan);
    std::unordered_map<ItemId, const ImportedRow*> rows;
    for (const ImportedRow& row : plan.rows) rows.emplace(id_of(row.key), &row);
    std::vector<DateElsewhere> elsewhere;
    for (const schedule::Move& move : schedule::moves_of(catalog, schedule)) {
        if (!move.start_before && !move.finish_before) continue;
        const ImportedRow& row = *rows.at(move.item);
        elsewhere.push_back({row.key, row.title, move});
    }
    return elsewhere;
}

}  // namespace cairn::exchange
