#include "client/replica/parked_bytes.h"

#include <algorithm>

namespace cairn::replica {

ParkedBytes::ParkedBytes(sqlite::Database& database)
    : read_(database, "SELECT parked_bytes, paused FROM device WHERE id = ?"),
      read_all_(database, "SELECT id, key, parked_bytes FROM device"),
      write_(database, "UPDATE device SET parked_bytes = ?, paused = ? WHERE id = ?") {}

void ParkedBytes::begin() { accounts_.clear(); }

void ParkedBytes::flush() {
    for (auto& [device, held] : accounts_) {
        if (held.bytes == held.stored_bytes && held.paused == held.stored_paused) continue;
        write_.run(held.bytes, held.paused, device);
        held.stored_bytes = held.bytes;
        held.stored_paused = held.paused;
    }
}

ParkedBytes::Account& ParkedBytes::account(Row device) {
    const auto [entry, missing] = accounts_.try_emplace(device);
    if (missing) {
        sqlite::Rows rows = read_.query(device);
        if (!rows.next()) sqlite::throw_corrupt("a device is missing");
        entry->second.stored_bytes = entry->second.bytes = rows.integer(0);
        entry->second.stored_paused = entry->second.paused = rows.integer(1) != 0;
    }
    return entry->second;
}

std::int64_t ParkedBytes::sum(const std::function<bool(const DeviceId&)>& is_meant) {
    std::int64_t bytes = 0;
    for (sqlite::Rows rows = read_all_.query(); rows.next();) {
        const auto held = accounts_.find(rows.integer(0));
        if (is_meant(rows.id<DeviceId>(1)))
            bytes += held == accounts_.end() ? rows.integer(2) : held->second.bytes;
    }
    return bytes;
}

void ParkedBytes::add(Row device, std::size_t bytes) {
    account(device).bytes += static_cast<std::int64_t>(bytes);
}

void ParkedBytes::remove(Row device, std::size_t bytes) {
    Account& held = account(device);
    held.bytes -= static_cast<std::int64_t>(bytes);
    // What came in this transaction and is settled in it has made no room.
    if (held.bytes < held.stored_bytes) held.paused = false;
}

std::vector<Row> ParkedBytes::resumed() const {
    std::vector<Row> found;
    for (const auto& [device, held] : accounts_)
        if (held.stored_paused && !held.paused) found.push_back(device);
    std::sort(found.begin(), found.end());
    return found;
}

}  // namespace cairn::replica
