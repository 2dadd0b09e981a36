#pragma once
// What the workspace file is measured against: the plainest table that could hold the same values,
// on SQLite's own interface, with the same synchronous setting, log and cache.
#include <cstdint>
#include <string>
#include <vector>

#include "shared/base/ids.h"

struct sqlite3;
struct sqlite3_stmt;

namespace cairn::bench {

struct RawEdit {
    ItemId item;
    std::uint32_t field = 0;
    std::string value;
    std::int64_t wall_ms = 0;
};

class RawTable {
public:
    explicit RawTable(const std::string& path);
    ~RawTable();
    RawTable(const RawTable&) = delete;
    RawTable& operator=(const RawTable&) = delete;

    void upsert(const RawEdit* first, std::size_t count);  // one transaction
    void upsert(const std::vector<RawEdit>& edits) { upsert(edits.data(), edits.size()); }
    [[nodiscard]] std::size_t scan();         // reads every column; bytes of all values
    [[nodiscard]] std::int64_t file_bytes();  // without the log
    void execute(const char* sql);

private:
    sqlite3* connection_ = nullptr;
    sqlite3_stmt* begin_ = nullptr;
    sqlite3_stmt* upsert_ = nullptr;
    sqlite3_stmt* commit_ = nullptr;
    DeviceId device_;
};

}  // namespace cairn::bench
