// Counts, envelopes and hashes: how the file stands.

#include "client/replica/reader_state.h"

namespace cairn::replica {
namespace {

std::uint64_t count(sqlite::Database& database, const std::string& sql) {
    return static_cast<std::uint64_t>(database.integer(sql));
}

}  // namespace

Counts Reader::counts() {
    const sqlite::Snapshot snapshot(state_->db);
    sqlite::Database& db = state_->db;
    Counts counts;
    counts.items = count(db, "SELECT count(*) FROM item WHERE parent IS NOT NULL");
    counts.changes = count(db, "SELECT changes FROM own");
    counts.edits = count(db, "SELECT edits FROM own");
    counts.pending_changes = count(db, "SELECT pending FROM own");
    counts.outbox_envelopes =
        count(db, "SELECT count(*) FROM envelope WHERE position IS NULL AND chain IS NOT NULL");
    counts.parked_envelopes =
        count(db, "SELECT count(*) FROM envelope WHERE state <> 2 AND state < 2");
    counts.parked_bytes = count(db, "SELECT coalesce(sum(parked_bytes), 0) FROM device");
    counts.void_envelopes =
        count(db, "SELECT count(*) FROM envelope WHERE state <> 2 AND state = 3");
    counts.parked_edits = count(db, "SELECT count(*) FROM edit WHERE status <> 0 AND status = 1");
    counts.void_edits = count(db, "SELECT count(*) FROM edit WHERE status <> 0 AND status > 1");
    counts.conflicts = count(db, "SELECT count(*) FROM conflict");
    return counts;
}

std::vector<EnvelopeView> Reader::envelopes(EnvelopeState state, std::size_t count_max) {
    sqlite::Statement select(state_->db,
                             "SELECT v.hash, d.key, v.number, v.reason, length(v.bytes), "
                             "v.position FROM envelope v JOIN device d ON d.id = v.device "
                             "WHERE v.state = ? ORDER BY v.id LIMIT ?");
    std::vector<EnvelopeView> found;
    sqlite::Rows rows = select.query(static_cast<int>(state), count_max);
    while (rows.next()) {
        EnvelopeView view{.hash = rows.id<EnvelopeHash>(0),
                          .device = rows.id<DeviceId>(1),
                          .number = {static_cast<std::uint64_t>(rows.integer(2))},
                          .state = state,
                          .reason = static_cast<EnvelopeReason>(rows.integer(3)),
                          .bytes = static_cast<std::size_t>(rows.integer(4)),
                          .position = {}};
        if (!rows.is_null(5)) view.position = Position{static_cast<std::uint64_t>(rows.integer(5))};
        found.push_back(view);
    }
    return found;
}

std::uint64_t Reader::parked_bytes(const DeviceId& device) {
    sqlite::Statement select(state_->db, "SELECT parked_bytes FROM device WHERE key = ?");
    return static_cast<std::uint64_t>(select.find(device).value_or(0));
}

std::vector<PausedDevice> Reader::paused_devices() {
    // 1 and 2 only say that something earlier waits.
    sqlite::Statement select(
        state_->db,
        "SELECT d.key, d.parked_bytes, (SELECT e.reason FROM envelope e WHERE e.device = d.id "
        "  AND e.state <> 2 AND e.state < 2 ORDER BY e.reason <= 2, e.id LIMIT 1) "
        "FROM device d WHERE d.paused ORDER BY d.id");
    std::vector<PausedDevice> found;
    for (sqlite::Rows rows = select.query(); rows.next();)
        found.push_back({.device = rows.id<DeviceId>(0),
                         .parked_bytes = static_cast<std::uint64_t>(rows.integer(1)),
                         .reason = static_cast<EnvelopeReason>(rows.integer(2))});
    return found;
}

std::vector<VoidEdits> Reader::void_edits() {
    sqlite::Statement select(
        state_->db,
        "SELECT d.key, e.status, coalesce(v.reason = 25, 0), count(*) FROM edit e "
        "JOIN change c ON c.id = (SELECT max(id) FROM change WHERE id < e.id) "
        "JOIN lane l ON l.id = c.lane JOIN device d ON d.id = l.device "
        "LEFT JOIN envelope v ON v.id = c.envelope "
        "WHERE e.status <> 0 AND e.status > 1 GROUP BY 1, 2, 3");
    std::vector<VoidEdits> found;
    for (sqlite::Rows rows = select.query(); rows.next();)
        found.push_back({.device = rows.id<DeviceId>(0),
                         .status = static_cast<EditStatus>(rows.integer(1)),
                         .beyond_pin = rows.integer(2) != 0,
                         .edits = static_cast<std::uint64_t>(rows.integer(3))});
    return found;
}

std::vector<LastWord> Reader::last_words() {
    sqlite::Statement select(
        state_->db,
        "SELECT d.key, (SELECT max(e.number) FROM chain c JOIN envelope e ON e.chain = c.id "
        "  WHERE c.device = d.id), "
        "(SELECT max(h.wall) FROM lane l JOIN change h ON h.id = CASE "
        "  WHEN l.id = (SELECT lane FROM own) THEN (SELECT last_change FROM own) ELSE l.last END "
        "  WHERE l.device = d.id AND h.identity IS NOT NULL) FROM device d ORDER BY d.id");
    std::vector<LastWord> found;
    sqlite::Rows rows = select.query();
    while (rows.next()) {
        LastWord word{.device = rows.id<DeviceId>(0),
                      .number = {static_cast<std::uint64_t>(rows.integer(1))},
                      .wall = {}};
        if (!rows.is_null(2)) word.wall = WallTime{rows.integer(2)};
        found.push_back(word);
    }
    return found;
}

}  // namespace cairn::replica
