#include "client/exchange/export_table.h"

#include <map>
#include <set>

#include "client/merge/schema.h"
#include "client/plan/value_text.h"

namespace cairn::exchange {
namespace {

std::string id_text(const ItemId& id) { return to_base32(id.view()); }

std::vector<plan::FieldNumber> columns_of(const ExportedPlan& plan,
                                          const std::vector<plan::FieldNumber>& fields) {
    if (!fields.empty()) return fields;
    std::set<plan::FieldNumber> used;
    for (const ExportedItem& item : plan.items) {
        for (const ExportedField& field : item.fields) {
            if (plan::find_field(field.field) != nullptr) used.insert(field.field);
        }
    }
    used.erase(plan::field::title);  // has a column of its own
    return {used.begin(), used.end()};
}

TableCell field_cell(const ExportedItem& item,
                     const plan::FieldSpec& spec,
                     const plan::TextContext& context) {
    TableCell cell;
    for (const ExportedField& field : item.fields) {
        if (field.field != spec.number) continue;
        if (spec.fold != merge::Fold::set)
            return {plan::print_value(spec, field.value, context), field.value};
        const auto element = merge::Value::parse(field.element);
        if (!element) continue;
        cell.text += (cell.text.empty() ? "" : ";") + plan::print_value(spec, *element, context);
    }
    return cell;
}

// As import_csv reads predecessors: ID, or "ID SS+2d".
std::string link_text(const ExportedLink& link, const plan::TextContext& context) {
    std::string text = id_text(link.to);
    if (link.type != plan::link::depends) return text;
    std::string type = "fs";
    std::string lag;
    for (const ExportedField& field : link.fields) {
        const plan::FieldSpec* spec = plan::find_field(field.field);
        if (field.field == plan::field::dependency) {
            type = plan::print_value(*spec, field.value, context);
        }
        if (field.field == plan::field::lag) lag = plan::print_value(*spec, field.value, context);
    }
    if (!lag.empty() && lag[0] != '-') lag.insert(0, "+");
    return type == "fs" && lag.empty() ? text : text + " " + type + lag;
}

using LinkTexts = std::map<plan::LinkNumber, std::map<ItemId, std::string>>;

LinkTexts gather_links(const ExportedPlan& plan, const plan::TextContext& context) {
    LinkTexts texts;
    for (const ExportedLink& link : plan.links) {
        if (plan::find_link(link.type) == nullptr) continue;
        std::string& cell = texts[link.type][link.from];
        cell += (cell.empty() ? "" : ";") + link_text(link, context);
    }
    return texts;
}

std::string kind_text(plan::KindNumber number) {
    const plan::KindSpec* kind = plan::find_kind(number);
    return kind == nullptr ? std::to_string(number) : std::string(kind->name);
}

std::string parent_text(const ItemId& parent) {
    if (parent == merge::root_item()) return "";
    return parent == merge::trash_item() ? "trash" : id_text(parent);
}

}  // namespace

ExportedTable table_of(const ExportedPlan& plan,
                       const std::vector<plan::FieldNumber>& fields,
                       const plan::TextContext& context) {
    const std::vector<plan::FieldNumber> columns = columns_of(plan, fields);
    const LinkTexts links = gather_links(plan, context);
    ExportedTable table;
    table.header = {"id", "kind", "parent", "title"};
    for (const plan::FieldNumber number : columns) {
        const plan::FieldSpec* spec = plan::find_field(number);
        table.header.push_back(spec == nullptr ? std::to_string(number) : std::string(spec->name));
    }
    for (const auto& [type, texts] : links) table.header.emplace_back(plan::find_link(type)->name);
    for (const ExportedItem& item : plan.items) {
        std::vector<TableCell> row;
        row.push_back({id_text(item.id), {}});
        row.push_back({kind_text(item.kind), {}});
        row.push_back({parent_text(item.parent), {}});
        row.push_back(field_cell(item, *plan::find_field(plan::field::title), context));
        for (const plan::FieldNumber number : columns) {
            const plan::FieldSpec* spec = plan::find_field(number);
            row.push_back(spec == nullptr ? TableCell() : field_cell(item, *spec, context));
        }
        for (const auto& [type, texts] : links) {
            const auto text = texts.find(item.id);
            row.push_back({text == texts.end() ? "" : text->second, {}});
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

}  // namespace cairn::exchange
