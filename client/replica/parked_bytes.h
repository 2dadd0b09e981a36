#pragma once
// How many bytes of each device's envelopes wait here without being applied or void, kept up
// envelope by envelope: the limit on them costs no scan. A device is paused when something of it
// found no room, until some is made (docs/decisions/088).
#include <cstdint>
#include <functional>
#include <unordered_map>
#include <vector>

#include "client/replica/rows.h"
#include "shared/base/ids.h"
#include "shared/sqlite/statement.h"

namespace cairn::replica {

class ParkedBytes {
public:
    explicit ParkedBytes(sqlite::Database& database);

    void begin();  // of a write transaction
    void flush();

    [[nodiscard]] std::int64_t of(Row device) { return account(device).bytes; }
    // Of all devices of which `is_meant` says so; one pass over them.
    [[nodiscard]] std::int64_t sum(const std::function<bool(const DeviceId&)>& is_meant);
    void add(Row device, std::size_t bytes);     // came
    void remove(Row device, std::size_t bytes);  // was applied, or is void

    void pause(Row device) { account(device).paused = true; }
    [[nodiscard]] bool is_paused(Row device) { return account(device).paused; }
    // Were paused when the transaction began, and are no longer.
    [[nodiscard]] std::vector<Row> resumed() const;

private:
    struct Account {
        std::int64_t stored_bytes = 0;
        bool stored_paused = false;
        std::int64_t bytes = 0;
        bool paused = false;
    };
    Account& account(Row device);

    sqlite::LazyStatement read_;
    sqlite::LazyStatement read_all_;
    sqlite::LazyStatement write_;
    std::unordered_map<Row, Account> accounts_;
};

}  // namespace cairn::replica
