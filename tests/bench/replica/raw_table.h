#pragma once
// What the workspace file is measured against: the plainest table that could hold the same values,
// written with the same care (WAL, synchronous=FULL).
#include <cstdint>
#include <string>
#include <vector>

#include "shared/base/ids.h"
#include "shared/sqlite/statement.h"
#include "shared/sqlite/transaction.h"

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
    void upsert(const std::vector<RawEdit>& edits);  // one transaction
    [[nodiscard]] std::size_t scan();                // bytes of all values
    [[nodiscard]] std::int64_t file_bytes();

private:
    sqlite::Database database_;
    sqlite::LazyStatement upsert_;
    DeviceId device_;
};

}  // namespace cairn::bench
