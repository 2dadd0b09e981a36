#include "client/exchange/plan_hash.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "shared/base/hash.h"

namespace cairn::exchange {
namespace {

void add_named(const std::vector<ExportedField>& fields, std::set<ItemId>& named) {
    for (const ExportedField& field : fields) {
        if (const auto item = field.value.as_item()) named.insert(*item);
        const auto element = merge::Value::parse(field.element);
        if (const auto item = element ? element->as_item() : std::nullopt) named.insert(*item);
    }
}

std::set<ItemId> named_items(const ExportedPlan& plan) {
    std::set<ItemId> named;
    for (const ExportedItem& item : plan.items) {
        named.insert(item.parent);
        add_named(item.fields, named);
    }
    for (const ExportedLink& link : plan.links) {
        named.insert({link.from, link.to});
        add_named(link.fields, named);
    }
    return named;
}

bool is_name_only(const ExportedItem& item) {
    return item.kind == plan::kind::person &&
           std::all_of(item.fields.begin(), item.fields.end(), [](const ExportedField& field) {
               return field.field == plan::field::title;
           });
}

}  // namespace

Hash32 plan_hash(ExportedPlan plan) {
    const std::set<ItemId> named = named_items(plan);
    std::erase_if(plan.items, [&](const ExportedItem& item) {
        return is_name_only(item) && !named.contains(item.id);
    });
    const auto by_field = [](const ExportedField& a, const ExportedField& b) {
        return std::tie(a.field, a.element) < std::tie(b.field, b.element);
    };
    for (ExportedItem& item : plan.items)
        std::sort(item.fields.begin(), item.fields.end(), by_field);
    for (ExportedLink& link : plan.links)
        std::sort(link.fields.begin(), link.fields.end(), by_field);
    std::sort(plan.items.begin(),
              plan.items.end(),
              [](const ExportedItem& a, const ExportedItem& b) { return a.id < b.id; });
    std::sort(
        plan.links.begin(), plan.links.end(), [](const ExportedLink& a, const ExportedLink& b) {
            return std::tie(a.from, a.type, a.to) < std::tie(b.from, b.type, b.to);
        });
    plan.workspace = {};
    return Hasher("cairn/1 plan hash").add(bytes_of(write_json(plan))).finish_as<Hash32>();
}

}  // namespace cairn::exchange
