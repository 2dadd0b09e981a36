#pragma once
// The numbers of items, and where each item is in the tree. Within a write transaction both are
// kept in memory and written once, at `flush`.
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "client/replica/rows.h"
#include "shared/base/ids.h"
#include "shared/sqlite/statement.h"

namespace cairn::replica {

struct Spot {
    Row parent = 0;
    std::string order_key;  // bytes
    Row placed = 0;         // the place edit in effect
    Row positioned = 0;     // the place or order edit that gave the key
    friend bool operator==(const Spot&, const Spot&) = default;
};

struct ItemState {
    std::optional<Spot> spot;           // none: no place
    std::optional<std::uint32_t> kind;  // of the first place edit in replay order
    friend bool operator==(const ItemState&, const ItemState&) = default;
};

class ItemTable {
public:
    explicit ItemTable(sqlite::Database& database);

    void begin();  // of a write transaction: forgets what another process may have changed
    void flush();

    [[nodiscard]] Row row_of(const ItemId& id);  // a new number if there is none
    [[nodiscard]] std::optional<Row> find(const ItemId& id);
    [[nodiscard]] ItemId id_of(Row row);
    // First seen in this transaction: nothing in the file speaks of it yet.
    [[nodiscard]] bool is_new(Row row) const { return row >= first_new_; }
    // Changes to it are written at the next flush.
    [[nodiscard]] ItemState& state(Row row);

private:
    // Comments of one author share their first 8 bytes (schema/PROTOCOL.md section 8).
    struct IdHash {
        std::size_t operator()(const ItemId& id) const noexcept;
    };
    struct Held {
        ItemState now;
        ItemState stored;
    };
    Held read(Row row);
    void write(Row row, const ItemState& state);

    sqlite::Database& database_;
    sqlite::LazyStatement find_;
    sqlite::LazyStatement uid_;
    sqlite::LazyStatement read_;
    sqlite::LazyStatement insert_;
    sqlite::LazyStatement update_;
    std::unordered_map<ItemId, Row, IdHash> rows_by_id_;
    std::unordered_map<Row, Held> states_;
    std::vector<std::pair<std::string, Row>> new_items_;  // not yet written, with base32
    Row first_new_ = 0;
    Row next_ = 0;
};

}  // namespace cairn::replica
