#include <nlohmann/json.hpp>

#include "client/exchange/export_plan.h"
#include "client/merge/schema.h"
#include "client/plan/value_text.h"

namespace cairn::exchange {
namespace {

using Json = nlohmann::ordered_json;
using merge::Value;
using merge::ValueType;

std::string id_text(const ItemId& id) { return to_base32(id.view()); }

Json choice_json(const Value& value, std::span<const plan::Choice> choices) {
    const auto number = value.as_choice().value_or(0);
    const plan::Choice* choice = plan::find_choice(choices, number);
    if (choice == nullptr) return {{"choice", number}};  // of a later version
    return choice->name;
}

Json money_json(const Value& value) {
    const std::string text = plan::print_money(value);
    const std::size_t gap = text.find(' ');
    return {{"amount", text.substr(0, gap)}, {"currency", text.substr(gap + 1)}};
}

Json plain_json(const Value& value, std::span<const plan::Choice> choices) {
    switch (value.type()) {
        case ValueType::unset:
            return nullptr;
        case ValueType::integer:
        case ValueType::moment:
            return value.as_integer().value_or(0);
        case ValueType::boolean:
            return value.as_boolean().value_or(false);
        case ValueType::choice:
            return choice_json(value, choices);
        case ValueType::money:
            return money_json(value);
        default:
            return value.payload();
    }
}

// Where a field takes many types, the value says its own.
std::string_view type_name(ValueType type) {
    switch (type) {
        case ValueType::text:
            return "text";
        case ValueType::integer:
            return "integer";
        case ValueType::boolean:
            return "boolean";
        case ValueType::date:
            return "date";
        case ValueType::minute:
            return "minute";
        case ValueType::item:
            return "item";
        case ValueType::money:
            return "money";
        default:
            return "value";
    }
}

Json composite_json(const plan::FieldSpec& field, const Value& value) {
    Json object = Json::object();
    const std::vector<Value> parts = plan::parts_of(field, value);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts[i].is_unset()) continue;
        object[std::string(field.parts[i].name)] = plain_json(parts[i], field.parts[i].choices);
    }
    return object;
}

Json value_json(const plan::FieldSpec& field, const Value& value) {
    if (value.type() == ValueType::composite) return composite_json(field, value);
    if (field.types.size() <= 2) return plain_json(value, field.choices);
    Json object = Json::object();
    object[std::string(type_name(value.type()))] = plain_json(value, {});
    return object;
}

// Fields of a later version keep their number and their bytes.
Json fields_json(const std::vector<ExportedField>& fields) {
    Json object = Json::object();
    for (const ExportedField& field : fields) {
        const plan::FieldSpec* spec = plan::find_field(field.field);
        if (spec == nullptr) {
            Json& unknown = object["#" + std::to_string(field.field)];
            if (field.element.empty()) unknown = field.value.canonical();
            if (!field.element.empty()) unknown[field.element] = field.value.canonical();
        } else if (spec->fold == merge::Fold::set) {
            if (const auto element = Value::parse(field.element))
                object[std::string(spec->name)].push_back(plain_json(*element, spec->choices));
        } else if (!field.value.is_unset()) {
            object[std::string(spec->name)] = value_json(*spec, field.value);
        }
    }
    return object;
}

Json kind_json(plan::KindNumber number) {
    const plan::KindSpec* kind = plan::find_kind(number);
    if (kind == nullptr) return number;
    return kind->name;
}

Json parent_json(const ItemId& parent) {
    if (parent == merge::root_item()) return nullptr;
    if (parent == merge::trash_item()) return "trash";
    return id_text(parent);
}

Json item_json(const ExportedItem& item) {
    return {{"id", id_text(item.id)},
            {"kind", kind_json(item.kind)},
            {"parent", parent_json(item.parent)},
            {"order", item.order_key_hex},
            {"fields", fields_json(item.fields)}};
}

Json link_json(const ExportedLink& link) {
    const plan::LinkSpec* spec = plan::find_link(link.type);
    Json type = link.type;
    if (spec != nullptr) type = spec->name;
    return {{"type", type},
            {"from", id_text(link.from)},
            {"to", id_text(link.to)},
            {"fields", fields_json(link.fields)}};
}

}  // namespace

std::string write_json(const ExportedPlan& plan) {
    Json root;
    root["cairn"] = {{"version", json_version}};
    root["workspace"] = to_base32(plan.workspace.view());
    root["items"] = Json::array();
    for (const ExportedItem& item : plan.items) root["items"].push_back(item_json(item));
    root["links"] = Json::array();
    for (const ExportedLink& link : plan.links) root["links"].push_back(link_json(link));
    return root.dump(2) + "\n";
}

}  // namespace cairn::exchange
