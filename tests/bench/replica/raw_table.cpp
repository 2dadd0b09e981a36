#include "tests/bench/replica/raw_table.h"

namespace cairn::bench {

RawTable::RawTable(const std::string& path)
    : database_(path, {}),
      upsert_(database_,
              "INSERT INTO cell(object, field, value, time, device) VALUES(?, ?, ?, ?, ?) "
              "ON CONFLICT(object, field) DO UPDATE SET value = excluded.value, "
              "time = excluded.time, device = excluded.device") {
    database_.execute(
        "CREATE TABLE IF NOT EXISTS cell(object BLOB NOT NULL, field INTEGER NOT NULL, "
        "value TEXT NOT NULL, time INTEGER NOT NULL, device BLOB NOT NULL, "
        "PRIMARY KEY(object, field)) WITHOUT ROWID");
    device_.bytes.fill(7);
}

void RawTable::upsert(const std::vector<RawEdit>& edits) {
    sqlite::Transaction transaction(database_);
    for (const RawEdit& edit : edits)
        upsert_.run(edit.item, edit.field, edit.value, edit.wall_ms, device_);
    transaction.commit();
}

std::size_t RawTable::scan() {
    std::size_t bytes = 0;
    sqlite::Statement select(database_, "SELECT object, field, value, time, device FROM cell");
    for (sqlite::Rows rows = select.query(); rows.next();) {
        const auto item = rows.id<ItemId>(0);
        const auto device = rows.id<DeviceId>(4);
        bytes += rows.text(2).size() + item.bytes[0] + device.bytes[0];
    }
    return bytes;
}

std::int64_t RawTable::file_bytes() {
    database_.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    return database_.integer(
        "SELECT page_count * page_size FROM pragma_page_count, "
        "pragma_page_size");
}

}  // namespace cairn::bench
