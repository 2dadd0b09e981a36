#include <algorithm>
#include <unordered_map>

#include "client/merge/value.h"
#include "client/replica/reader_state.h"

namespace cairn::replica {
namespace {

ItemId id_of(const sqlite::Rows& rows, int column) {
    const auto id = merge::parse_item(rows.text(column));
    if (!id) sqlite::throw_corrupt("an item's id is malformed");
    return *id;
}

constexpr std::size_t id_characters = 26;

}  // namespace

std::optional<ItemPlace> Reader::item(const ItemId& id) {
    const std::string uid = to_base32(id.view());
    sqlite::Rows rows = state_->item_place.query(uid);
    if (!rows.next()) return std::nullopt;
    return ItemPlace{.id = id,
                     .kind = static_cast<std::uint32_t>(rows.integer(0)),
                     .parent = id_of(rows, 1),
                     .order_key = std::string(text_of(rows.blob(2)))};
}

std::vector<ItemId> Reader::items_titled(std::string_view title) {
    std::vector<ItemId> found;
    const std::string value = "t" + std::string(title);
    sqlite::Rows rows = state_->titled.query(value);
    while (rows.next()) found.push_back(id_of(rows, 0));
    return found;
}

std::vector<ItemPlace> Reader::children(const ItemId& parent) {
    const sqlite::Snapshot snapshot(state_->db);
    std::vector<State::Sibling> found;
    const Row row = state_->item_row(parent);
    sqlite::Rows rows = state_->children.query(row);
    while (rows.next()) {
        found.push_back({ItemPlace{.id = id_of(rows, 0),
                                   .kind = static_cast<std::uint32_t>(rows.integer(1)),
                                   .parent = parent,
                                   .order_key = std::string(text_of(rows.blob(2)))},
                         {static_cast<std::uint64_t>(rows.integer(3))}});
    }
    return state_->in_order(std::move(found));
}

std::vector<ItemPlace> Reader::State::in_order(std::vector<Sibling> siblings) {
    std::stable_sort(siblings.begin(), siblings.end(), [](const Sibling& a, const Sibling& b) {
        return a.place.order_key < b.place.order_key;
    });
    const auto equal_keys = [](const Sibling& a, const Sibling& b) {
        return a.place.order_key == b.place.order_key;
    };
    // Two people may have chosen one key: then the edit's id decides, alike everywhere.
    for (auto at = std::adjacent_find(siblings.begin(), siblings.end(), equal_keys);
         at != siblings.end();
         at = std::adjacent_find(at, siblings.end(), equal_keys)) {
        const auto end = std::find_if(
            at, siblings.end(), [&](const Sibling& other) { return !equal_keys(*at, other); });
        std::sort(at, end, [&](const Sibling& a, const Sibling& b) {
            return edit_id(a.positioned) < edit_id(b.positioned);
        });
        at = end;
    }
    std::vector<ItemPlace> places;
    for (Sibling& sibling : siblings) places.push_back(std::move(sibling.place));
    return places;
}

bool is_wanted(std::int64_t field, std::span<const merge::FieldNumber> fields) {
    if (fields.empty()) return field > merge::field_live;
    return std::find(fields.begin(), fields.end(), field) != fields.end();
}

// Items and cells both come in the order of items' numbers: one pass over each.
void Reader::each_item(const VisitItem& visit, std::span<const merge::FieldNumber> fields) {
    const sqlite::Snapshot snapshot(state_->db);
    std::vector<std::pair<Row, ItemPlace>> items;
    std::vector<Row> parents;
    std::unordered_map<Row, ItemId> ids{{root_row, merge::root_item()},
                                        {trash_row, merge::trash_item()}};
    for (sqlite::Rows rows = state_->placed_items.query(); rows.next();) {
        items.emplace_back(rows.integer(0),
                           ItemPlace{.id = id_of(rows, 1),
                                     .kind = static_cast<std::uint32_t>(rows.integer(2)),
                                     .parent = {},
                                     .order_key = std::string(text_of(rows.blob(4)))});
        parents.push_back(rows.integer(3));
        ids.emplace(items.back().first, items.back().second.id);
    }
    sqlite::Rows rows = state_->all_cells.query();
    bool more = rows.next();
    for (std::size_t i = 0; i < items.size(); ++i) {
        auto& [row, place] = items[i];
        std::vector<CellView> cells;
        for (; more; more = rows.next()) {
            const Row of = rows.integer(5);
            if (of > row) break;
            if (of == row && is_wanted(rows.integer(0), fields))
                cells.push_back(state_->read_cell(rows, row));
        }
        const auto parent = ids.find(parents[i]);
        place.parent = parent != ids.end() ? parent->second : state_->item_id(parents[i]);
        visit(std::move(place), std::move(cells));
    }
}

std::vector<ItemId> Reader::items_with_prefix(std::string_view base32, std::size_t count_max) {
    std::vector<ItemId> found;
    if (base32.size() > id_characters) return found;
    const std::string low(base32);
    const std::string high = low + "~";  // beyond every base32 character
    sqlite::Rows rows = state_->prefix.query(low, high, count_max);
    while (rows.next()) found.push_back(id_of(rows, 0));
    return found;
}

bool Reader::in_trash(const ItemId& id) {
    const sqlite::Snapshot snapshot(state_->db);
    Row row = state_->item_row(id);
    while (row != 0 && row != root_row && row != trash_row)
        row = state_->parent.find(row).value_or(0);
    return row == trash_row;
}

void Reader::each_value(merge::FieldNumber field,
                        const std::function<void(const ItemId&, std::string_view value)>& visit) {
    const sqlite::Snapshot snapshot(state_->db);
    sqlite::Rows rows = state_->values.query(field);
    while (rows.next()) visit(id_of(rows, 0), rows.text(1));
}

}  // namespace cairn::replica
