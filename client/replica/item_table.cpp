#include "client/replica/item_table.h"

#include <algorithm>

#include "client/merge/value.h"

namespace cairn::replica {

ItemTable::ItemTable(sqlite::Database& database)
    : database_(database),
      find_(database, "SELECT id FROM item WHERE uid = ?"),
      uid_(database, "SELECT uid FROM item WHERE id = ?"),
      read_(database, "SELECT kind, parent, order_key, placed, positioned FROM item WHERE id = ?"),
      insert_(database, "INSERT INTO item(id, uid) VALUES(?, ?)"),
      update_(database,
              "UPDATE item SET kind = ?, parent = ?, order_key = ?, placed = ?, positioned = ? "
              "WHERE id = ?") {}

std::size_t ItemTable::IdHash::operator()(const ItemId& id) const noexcept {
    std::uint64_t halves[2];
    std::memcpy(halves, id.bytes.data(), sizeof halves);
    return (halves[0] * 0x9e3779b97f4a7c15U) ^ (halves[1] * 0xc2b2ae3d27d4eb4fU);
}

void ItemTable::begin() {
    rows_by_id_.clear();
    states_.clear();
    new_items_.clear();
    next_ = first_new_ = database_.integer("SELECT max(id) + 1 FROM item");
}

void ItemTable::flush() {
    std::sort(new_items_.begin(), new_items_.end());
    for (const auto& [uid, row] : new_items_) insert_.run(row, uid);
    new_items_.clear();
    for (auto& [row, held] : states_) {
        if (held.now == held.stored) continue;
        write(row, held.now);
        held.stored = held.now;
    }
    first_new_ = next_;
}

void ItemTable::write(Row row, const ItemState& state) {
    if (!state.spot) {
        update_.run(state.kind, nullptr, nullptr, nullptr, nullptr, row);
        return;
    }
    const Spot& spot = *state.spot;
    const ByteView key = bytes_of(spot.order_key);
    update_.run(state.kind, spot.parent, key, spot.placed, spot.positioned, row);
}

Row ItemTable::row_of(const ItemId& id) {
    const auto [entry, missing] = rows_by_id_.try_emplace(id, 0);
    if (!missing) return entry->second;
    std::string uid = to_base32(id.view());
    const std::optional<Row> found = find_.find(uid);
    entry->second = found ? *found : next_++;
    if (!found) new_items_.emplace_back(std::move(uid), entry->second);
    return entry->second;
}

std::optional<Row> ItemTable::find(const ItemId& id) {
    const auto known = rows_by_id_.find(id);
    if (known != rows_by_id_.end()) return known->second;
    return find_.find(to_base32(id.view()));
}

ItemId ItemTable::id_of(Row row) {
    for (const auto& [uid, made] : new_items_)
        if (made == row) return *merge::parse_item(uid);
    sqlite::Rows rows = uid_.query(row);
    const auto id = rows.next() ? merge::parse_item(rows.text(0)) : std::nullopt;
    if (!id) sqlite::throw_corrupt("item " + std::to_string(row) + " has no id");
    return *id;
}

ItemState& ItemTable::state(Row row) {
    const auto [entry, missing] = states_.try_emplace(row);
    if (missing) entry->second = read(row);
    return entry->second.now;
}

ItemTable::Held ItemTable::read(Row row) {
    Held held;
    if (is_new(row)) return held;
    sqlite::Rows rows = read_.query(row);
    if (!rows.next()) return held;
    if (!rows.is_null(0)) held.now.kind = static_cast<std::uint32_t>(rows.integer(0));
    if (!rows.is_null(1))
        held.now.spot = Spot{.parent = rows.integer(1),
                             .order_key = std::string(text_of(rows.blob(2))),
                             .placed = rows.integer(3),
                             .positioned = rows.integer(4)};
    held.stored = held.now;
    return held;
}

}  // namespace cairn::replica
