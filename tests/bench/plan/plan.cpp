#include "tests/bench/plan/plan.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "client/merge/place.h"

namespace cairn::bench {
namespace {

using merge::ValueType;

constexpr std::array all_words{"plan",   "ship",    "sync",   "merge",  "offline", "server",
                               "client", "billing", "search", "import", "export",  "review",
                               "launch", "beta",    "audit",  "mobile", "desktop", "graph",
                               "chart",  "token",   "budget", "scope",  "risk",    "owner"};

// Title, status, owner, priority, start, end, estimate, team, quarter, risk, progress, notes. The
// title has the catalog's number, since the file has an index on titles.
constexpr std::array<merge::FieldNumber, plan_fields> field_numbers{
    10, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111};
constexpr std::array types{ValueType::text,
                           ValueType::choice,
                           ValueType::item,
                           ValueType::choice,
                           ValueType::date,
                           ValueType::date,
                           ValueType::integer,
                           ValueType::choice,
                           ValueType::choice,
                           ValueType::choice,
                           ValueType::integer,
                           ValueType::text};

merge::Schema make_schema() {
    merge::Schema schema;
    for (std::uint32_t i = 0; i < plan_fields; ++i)
        schema.fields[field_numbers[i]] = {
            .fold = merge::Fold::reg, .types = {types[i]}, .parts = {}, .choices_max = 20};
    return schema;
}

replica::LocalEdit new_edit(const ItemId& item, merge::FieldNumber field, std::string value) {
    return {.item = item,
            .field = field,
            .element = {},
            .value = std::move(value),
            .over = {},
            .own_over = {}};
}

std::string two_digits(std::uint64_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

}  // namespace

const merge::Schema& plan_schema() {
    static const merge::Schema schema = make_schema();
    return schema;
}

Plan::Plan(std::uint64_t seed) : random_(seed) {
    for (std::size_t i = 0; i < plan_items; ++i) items_.push_back(random_.make<ItemId>());
    for (std::size_t i = 0; i < 200; ++i) people_.push_back(random_.make<ItemId>());
}

std::string Plan::words(std::size_t count) {
    std::string text = all_words[random_.below(all_words.size())];
    while (--count > 0) text += std::string(" ") + all_words[random_.below(all_words.size())];
    return text;
}

std::string Plan::random_value(std::uint32_t index) {
    const auto choice = [&](std::uint64_t of) {
        return "e" + std::to_string(1 + random_.below(of));
    };
    switch (index) {
        case 0:
            return "t" + words(5);
        case 1:
        case 3:
            return choice(5);
        case 2:
            return "r" + to_base32(people_[random_.below(people_.size())].view());
        case 4:
        case 5:
            return "d2026-" + two_digits(1 + random_.below(12)) + "-" +
                   two_digits(1 + random_.below(28));
        case 7:
            return choice(20);
        case 8:
            return choice(4);
        case 9:
            return choice(3);
        case 11:
            return "t" + words(12);
        default:
            return "i" + std::to_string(random_.below(101));
    }
}

std::vector<std::vector<replica::LocalEdit>> Plan::import_changes() {
    std::vector<std::vector<replica::LocalEdit>> changes(1);
    const auto keys = *merge::keys_between(std::nullopt, std::nullopt, items_.size());
    for (std::size_t i = 0; i < items_.size(); ++i) {
        const ItemId parent = i < 100 ? merge::root_item() : items_[i % 100];
        const merge::PlaceValue place{.kind = 2, .parent = parent, .key = keys[i]};
        if (changes.back().size() >= import_edits_per_change) changes.emplace_back();
        changes.back().push_back(
            new_edit(items_[i], merge::field_place, place.to_value().canonical()));
        for (std::uint32_t field = 0; field < plan_fields; ++field)
            changes.back().push_back(
                new_edit(items_[i], field_numbers[field], random_value(field)));
    }
    return changes;
}

void Plan::import_into(test::Laptop& laptop) {
    for (const auto& change : import_changes()) laptop.commit(change);
}

std::vector<RawEdit> Plan::as_raw() {
    std::vector<RawEdit> edits;
    for (const auto& change : import_changes())
        for (const replica::LocalEdit& edit : change)
            edits.push_back({edit.item, edit.field, edit.value, wall_ms_});
    return edits;
}

std::vector<RawEdit> Plan::random_edits(std::size_t count) {
    std::vector<RawEdit> edits;
    for (std::size_t i = 0; i < count; ++i) {
        const auto field = static_cast<std::uint32_t>(random_.below(plan_fields));
        wall_ms_ += static_cast<std::int64_t>(random_.below(120'000));
        edits.push_back({items_[random_.below(items_.size())],
                         field_numbers[field],
                         random_value(field),
                         wall_ms_});
    }
    return edits;
}

replica::LocalEdit shown_edit(test::Laptop& laptop, const RawEdit& edit) {
    replica::LocalEdit made = new_edit(edit.item, edit.field, edit.value);
    made.over = laptop.shown({edit.item, edit.field, {}});
    return made;
}

void Plan::write(test::Laptop& laptop,
                 const std::vector<RawEdit>& edits,
                 std::size_t edits_per_change) {
    std::vector<replica::LocalEdit> change;
    for (std::size_t i = 0; i < edits.size(); ++i) {
        change.push_back(shown_edit(laptop, edits[i]));
        if (change.size() < edits_per_change && i + 1 < edits.size()) continue;
        laptop.clock_ms = std::max(laptop.clock_ms, edits[i].wall_ms);
        laptop.commit(change);
        change.clear();
    }
}

}  // namespace cairn::bench
