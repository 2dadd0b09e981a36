#include "tests/support/outline/outline_building.h"

#include <cstdio>
#include <cstdlib>

#include "client/merge/schema.h"
#include "client/merge/value.h"
#include "client/plan/value_text.h"

namespace cairn::test {
namespace {

[[noreturn]] void stop(const std::string& why) {
    std::fprintf(stderr, "the test's plan is wrong: %s\n", why.c_str());
    std::abort();
}

// Ids that ascend in the order of making.
ItemId numbered(std::size_t number) {
    ItemId id;
    for (std::size_t i = 0; i < 4; ++i)
        id.bytes[i] = static_cast<decltype(id.bytes)::value_type>(number >> (8 * (3 - i)));
    return id;
}

}  // namespace

plan::Date OutlineBuilder::today() { return *plan::make_date({2027, 1, 15}); }

plan::TextContext OutlineBuilder::text() const {
    plan::TextContext text;
    text.today = today();
    text.find_item = [this](std::string_view title) -> std::optional<ItemId> {
        const auto found = ids_.find(std::string(title));
        return found == ids_.end() ? std::nullopt : std::optional(found->second);
    };
    text.name_item = [this](const ItemId& item) {
        for (const auto& [title, id] : ids_)
            if (id == item) return title;
        return std::string("unknown item");
    };
    return text;
}

outline::Cells OutlineBuilder::cells(const Typed& fields) const {
    outline::Cells cells;
    for (const auto& [name, typed] : fields) {
        const auto named = plan::find_field(name);
        if (!named) stop("no field " + name);
        const plan::FieldNumber number = named->field->number;
        const bool is_set = named->field->fold == merge::Fold::set;
        merge::Value current;
        if (const auto before = outline::value_of(cells, number); !is_set && !before.empty())
            current = *merge::Value::shown(before);
        const auto value = plan::parse_value(*named, typed, current, text());
        if (!value) stop(name + ": " + value.error().message);
        if (is_set) {
            cells.push_back({number, value->canonical(), "b1"});
            continue;
        }
        std::erase_if(cells, [&](const outline::Cell& cell) { return cell.field == number; });
        cells.push_back({number, {}, value->canonical()});
    }
    return cells;
}

ItemId OutlineBuilder::add(const std::string& kind,
                           const std::string& title,
                           const Typed& fields,
                           const std::string& parent) {
    const plan::KindSpec* spec = plan::find_kind(kind);
    if (spec == nullptr) stop("no kind " + kind);
    outline::Row row;
    row.id = numbered(rows_.size() + links_.size() + 1);
    row.kind = spec->number;
    row.parent = parent.empty() ? merge::root_item() : id(parent);
    row.cells = cells(fields);
    row.cells.push_back({plan::field::title, {}, merge::Value::text(title)->canonical()});
    ids_[title] = row.id;
    rows_.push_back(std::move(row));
    return rows_.back().id;
}

void OutlineBuilder::link(const std::string& from,
                          const std::string& type,
                          const std::string& to,
                          const Typed& fields) {
    const auto named = plan::find_link(type);
    if (!named) stop("no link " + type);
    outline::Link link;
    link.id = numbered(rows_.size() + links_.size() + 1'000'000);
    link.from = id(named->reversed ? to : from);
    link.to = id(named->reversed ? from : to);
    link.type = named->link->number;
    link.cells = cells(fields);
    links_.push_back(std::move(link));
}

void OutlineBuilder::trash(const std::string& title) {
    for (outline::Row& row : rows_)
        if (row.id == id(title)) row.parent = merge::trash_item();
}

ItemId OutlineBuilder::id(const std::string& title) const {
    const auto found = ids_.find(title);
    if (found == ids_.end()) stop("no item " + title);
    return found->second;
}

outline::Outline OutlineBuilder::outline() const { return {rows_, links_}; }

}  // namespace cairn::test
