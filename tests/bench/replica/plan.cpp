#include "tests/bench/replica/plan.h"

#include <algorithm>
#include <stdexcept>

#include "client/merge/place.h"

namespace cairn::bench {
namespace {

using merge::ValueType;

merge::Schema make_schema() {
    static constexpr ValueType types[] = {
        ValueType::text, ValueType::date, ValueType::choice, ValueType::integer};
    merge::Schema schema;
    for (std::uint32_t i = 0; i < plan_fields; ++i)
        schema.fields[first_field + i] = {
            .fold = merge::Fold::reg, .types = {types[i % 4]}, .parts = {}, .choices_max = 9};
    return schema;
}

}  // namespace

const merge::Schema& plan_schema() {
    static const merge::Schema schema = make_schema();
    return schema;
}

Plan::Plan(std::uint64_t seed) : random_(seed) {
    for (std::size_t i = 0; i < plan_items; ++i) items_.push_back(random_.make<ItemId>());
}

std::string Plan::random_value(std::uint32_t field) {
    static constexpr const char* words[] = {
        "survey", "foundation", "permit", "review", "launch", "supplier", "test", "handover"};
    const auto number = [&](std::uint64_t below) { return std::to_string(random_.below(below)); };
    switch (field % 4) {
        case 0:
            return std::string("t") + words[random_.below(8)] + " " + words[random_.below(8)] +
                   " " + number(1000);
        case 1:
            return "d2027-0" + std::to_string(1 + random_.below(9)) + "-1" + number(10);
        case 2:
            return "e" + std::to_string(1 + random_.below(9));
        default:
            return "i" + number(100'000);
    }
}

void Plan::import_into(test::Laptop& laptop, std::size_t edits_per_change) {
    std::vector<replica::LocalEdit> edits;
    const auto keys = *merge::keys_between(std::nullopt, std::nullopt, items_.size());
    const auto finish = [&] {
        if (!edits.empty()) laptop.commit(edits);
        edits.clear();
    };
    for (std::size_t i = 0; i < items_.size(); ++i) {
        const ItemId parent = i < 100 ? merge::root_item() : items_[i % 100];
        const merge::PlaceValue place{.kind = 2, .parent = parent, .key = keys[i]};
        edits.push_back({.item = items_[i],
                         .field = merge::field_place,
                         .element = {},
                         .value = place.to_value().canonical(),
                         .over = {},
                         .own_over = {}});
        for (std::uint32_t field = 0; field < plan_fields; ++field)
            edits.push_back({.item = items_[i],
                             .field = first_field + field,
                             .element = {},
                             .value = random_value(field),
                             .over = {},
                             .own_over = {}});
        if (edits.size() >= edits_per_change) finish();
    }
    finish();
}

std::vector<RawEdit> Plan::as_raw() {
    std::vector<RawEdit> edits;
    for (const ItemId& item : items_)
        for (std::uint32_t field = 0; field < plan_fields; ++field)
            edits.push_back({item, first_field + field, random_value(field), 1'800'000'000'000});
    return edits;
}

std::vector<RawEdit> Plan::random_edits(std::size_t count) {
    std::vector<RawEdit> edits;
    for (std::size_t i = 0; i < count; ++i) {
        const auto field = static_cast<std::uint32_t>(random_.below(plan_fields));
        edits.push_back({items_[random_.below(items_.size())],
                         first_field + field,
                         random_value(field),
                         1'800'000'000'000 + static_cast<std::int64_t>(i)});
    }
    return edits;
}

void Plan::write(test::Laptop& laptop,
                 const std::vector<RawEdit>& edits,
                 std::size_t edits_per_change) {
    std::vector<replica::LocalEdit> change;
    for (std::size_t i = 0; i < edits.size(); ++i) {
        const RawEdit& edit = edits[i];
        change.push_back({.item = edit.item,
                          .field = edit.field,
                          .element = {},
                          .value = edit.value,
                          .over = laptop.shown({edit.item, edit.field, {}}),
                          .own_over = {}});
        if (change.size() < edits_per_change && i + 1 < edits.size()) continue;
        laptop.commit(change);
        change.clear();
    }
}

}  // namespace cairn::bench
