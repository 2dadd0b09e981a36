#include "tests/bench/plan/raw_table.h"

#include <stdexcept>

#include <sqlite3.h>

namespace cairn::bench {
namespace {

void check(sqlite3* connection, int code) {
    if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW)
        throw std::runtime_error(sqlite3_errmsg(connection));
}

sqlite3_stmt* prepare(sqlite3* connection, const char* sql) {
    sqlite3_stmt* statement = nullptr;
    check(connection, sqlite3_prepare_v2(connection, sql, -1, &statement, nullptr));
    return statement;
}

void run(sqlite3* connection, sqlite3_stmt* statement) {
    check(connection, sqlite3_step(statement));
    sqlite3_reset(statement);
}

}  // namespace

RawTable::RawTable(const std::string& path) {
    check(connection_, sqlite3_open(path.c_str(), &connection_));
    execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16384");
    execute(
        "CREATE TABLE IF NOT EXISTS cell(object BLOB NOT NULL, field INTEGER NOT NULL, "
        "value TEXT NOT NULL, time INTEGER NOT NULL, device BLOB NOT NULL, "
        "PRIMARY KEY(object, field)) WITHOUT ROWID");
    begin_ = prepare(connection_, "BEGIN IMMEDIATE");
    upsert_ = prepare(connection_,
                      "INSERT INTO cell(object, field, value, time, device) VALUES(?, ?, ?, ?, ?) "
                      "ON CONFLICT(object, field) DO UPDATE SET value = excluded.value, "
                      "time = excluded.time, device = excluded.device");
    commit_ = prepare(connection_, "COMMIT");
    device_.bytes.fill(7);
}

RawTable::~RawTable() {
    for (sqlite3_stmt* statement : {begin_, upsert_, commit_}) sqlite3_finalize(statement);
    sqlite3_close(connection_);
}

void RawTable::execute(const char* sql) {
    check(connection_, sqlite3_exec(connection_, sql, nullptr, nullptr, nullptr));
}

void RawTable::upsert(const RawEdit* first, std::size_t count) {
    run(connection_, begin_);
    for (const RawEdit* edit = first; edit != first + count; ++edit) {
        sqlite3_bind_blob(upsert_, 1, edit->item.bytes.data(), ItemId::size, SQLITE_STATIC);
        sqlite3_bind_int64(upsert_, 2, edit->field);
        sqlite3_bind_text(
            upsert_, 3, edit->value.data(), static_cast<int>(edit->value.size()), SQLITE_STATIC);
        sqlite3_bind_int64(upsert_, 4, edit->wall_ms);
        sqlite3_bind_blob(upsert_, 5, device_.bytes.data(), DeviceId::size, SQLITE_STATIC);
        run(connection_, upsert_);
    }
    run(connection_, commit_);
}

std::size_t RawTable::scan() {
    std::size_t bytes = 0;
    sqlite3_stmt* select =
        prepare(connection_, "SELECT object, field, value, time, device FROM cell");
    while (sqlite3_step(select) == SQLITE_ROW) {
        const auto* object = static_cast<const std::uint8_t*>(sqlite3_column_blob(select, 0));
        const unsigned char* value = sqlite3_column_text(select, 2);
        const auto* device = static_cast<const std::uint8_t*>(sqlite3_column_blob(select, 4));
        bytes += static_cast<std::size_t>(sqlite3_column_bytes(select, 2)) + object[0] + value[0] +
                 device[0] + static_cast<std::size_t>(sqlite3_column_int64(select, 3) & 1) +
                 static_cast<std::size_t>(sqlite3_column_int(select, 1));
    }
    sqlite3_finalize(select);
    return bytes;
}

std::int64_t RawTable::file_bytes() {
    execute("PRAGMA wal_checkpoint(TRUNCATE)");
    sqlite3_stmt* size = prepare(
        connection_, "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size");
    run(connection_, size);
    check(connection_, sqlite3_step(size));
    const std::int64_t bytes = sqlite3_column_int64(size, 0);
    sqlite3_finalize(size);
    return bytes;
}

}  // namespace cairn::bench
