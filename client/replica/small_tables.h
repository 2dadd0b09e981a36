#pragma once
// Devices, sittings, and the values of which there is one each.
#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "client/replica/rows.h"
#include "shared/base/ids.h"
#include "shared/sqlite/statement.h"

namespace cairn::replica {

// Ids that have numbers: a table of (id, KEY), filled as they come.
template <class Id>
class NumberedIds {
public:
    NumberedIds(sqlite::Database& database,
                std::string_view find,
                std::string_view insert,
                std::string_view read)
        : database_(database),
          find_(database, find),
          insert_(database, insert),
          read_(database, read) {}

    void begin() {
        rows_.clear();
        ids_.clear();
    }
    [[nodiscard]] Row find(const Id& id) {  // 0: never seen
        const auto held = rows_.find(id);
        if (held != rows_.end()) return held->second;
        const Row row = find_.find(id).value_or(0);
        if (row != 0) rows_.emplace(id, row);
        return row;
    }
    [[nodiscard]] Row row_of(const Id& id) {
        Row row = find(id);
        if (row != 0) return row;
        insert_.run(id);
        row = database_.last_rowid();
        rows_.emplace(id, row);
        return row;
    }
    [[nodiscard]] Id id_of(Row row) {
        const auto [entry, missing] = ids_.try_emplace(row);
        if (missing) {
            sqlite::Rows rows = read_.query(row);
            if (!rows.next()) sqlite::throw_corrupt("an id is missing");
            entry->second = rows.id<Id>(0);
        }
        return entry->second;
    }

private:
    sqlite::Database& database_;
    sqlite::LazyStatement find_;
    sqlite::LazyStatement insert_;
    sqlite::LazyStatement read_;
    std::unordered_map<Id, Row> rows_;
    std::unordered_map<Row, Id> ids_;
};

class Meta {
public:
    explicit Meta(sqlite::Database& database)
        : get_(database, "SELECT value FROM meta WHERE name = ?"),
          put_(database, "INSERT OR REPLACE INTO meta(name, value) VALUES(?, ?)") {}

    [[nodiscard]] std::optional<std::int64_t> integer(std::string_view name) {
        return get_.find(name);
    }
    void put(std::string_view name, std::int64_t value) { put_.run(name, value); }
    void put(std::string_view name, ByteView value) { put_.run(name, value); }
    [[nodiscard]] std::optional<Bytes> bytes(std::string_view name) {
        sqlite::Rows rows = get_.query(name);
        if (!rows.next()) return std::nullopt;
        const ByteView blob = rows.blob(0);
        return Bytes(blob.begin(), blob.end());
    }
    // Zeros if there is none.
    template <class Id>
    [[nodiscard]] Id id(std::string_view name) {
        sqlite::Rows rows = get_.query(name);
        return rows.next() ? rows.id<Id>(0) : Id{};
    }

private:
    sqlite::LazyStatement get_;
    sqlite::LazyStatement put_;
};

}  // namespace cairn::replica
