#include "client/replica/envelope_store.h"

#include <algorithm>

#include "client/replica/id_list.h"
#include "shared/base/contract.h"

namespace cairn::replica {

EnvelopeStore::EnvelopeStore(sqlite::Database& database, ParkedBytes& parked)
    : database_(database),
      parked_(parked),
      find_(database, "SELECT id FROM envelope WHERE substr(hash, 1, 8) = ? AND hash = ?"),
      info_(database,
            "SELECT device, number, state, reason, previous, chain, last_change, record, hash, "
            "length(bytes) "
            "FROM envelope WHERE id = ?"),
      bytes_(database, "SELECT bytes FROM envelope WHERE id = ?"),
      changes_(database, "SELECT changes FROM envelope WHERE id = ?"),
      in_chain_(database, "SELECT id FROM envelope WHERE chain = ? AND number = ?"),
      chain_parent_(database, "SELECT parent FROM chain WHERE id = ?"),
      insert_(database,
              "INSERT INTO envelope(device, number, state, reason, previous, position, "
              "last_change, hash, bytes) VALUES(?, ?, 0, 1, 0, ?, 0, ?, ?)"),
      insert_chain_(database, "INSERT INTO chain(device, parent) VALUES(?, ?)"),
      attach_(database,
              "UPDATE envelope SET state = 1, reason = 0, previous = ?, chain = ? WHERE id = ?"),
      set_position_(database, "UPDATE envelope SET position = ? WHERE id = ?"),
      park_(database, "UPDATE envelope SET state = 1, reason = ? WHERE id = ?"),
      settle_(database,
              "UPDATE envelope SET state = ?, reason = ?, last_change = ?, record = ? "
              "WHERE id = ?"),
      set_reason_(database, "UPDATE envelope SET reason = ? WHERE id = ?"),
      set_changes_(database, "UPDATE envelope SET changes = ? WHERE id = ?"),
      wait_(database, "INSERT OR IGNORE INTO waiting(reason, what, envelope) VALUES(?, ?, ?)"),
      wait_no_more_(database, "DELETE FROM waiting WHERE envelope = ?"),
      release_(database, "DELETE FROM waiting WHERE reason = ? AND what = ?"),
      waiting_(database,
               "SELECT envelope FROM waiting WHERE reason = ? AND what = ? ORDER BY envelope"),
      is_waiting_(database, "SELECT 1 FROM waiting WHERE envelope = ?"),
      tips_(database,
            "SELECT d.key, e.number, e.hash FROM chain c JOIN device d ON d.id = c.device "
            "JOIN envelope e ON e.chain = c.id AND "
            "e.number = (SELECT max(m.number) FROM envelope m WHERE m.chain = c.id) "
            "WHERE NOT EXISTS(SELECT 1 FROM chain b WHERE b.parent = e.id)") {}

void EnvelopeStore::begin() {
    rows_.clear();
    infos_.clear();
    change_lists_.clear();
}

Row EnvelopeStore::find(const EnvelopeHash& hash) {
    const auto held = rows_.find(hash);
    if (held != rows_.end()) return held->second;
    const Row row = find_.find(hash.view().first(8), hash).value_or(0);
    if (row != 0) rows_.emplace(hash, row);
    return row;
}

const EnvelopeInfo& EnvelopeStore::info(Row row) {
    const auto [entry, missing] = infos_.try_emplace(row);
    if (!missing) return entry->second;
    sqlite::Rows rows = info_.query(row);
    if (!rows.next()) {
        infos_.erase(entry);
        sqlite::throw_corrupt("envelope " + std::to_string(row) + " is missing");
    }
    EnvelopeInfo& info = entry->second;
    info.row = row;
    info.device = rows.integer(0);
    info.number = {static_cast<std::uint64_t>(rows.integer(1))};
    info.state = static_cast<EnvelopeState>(rows.integer(2));
    info.reason = static_cast<EnvelopeReason>(rows.integer(3));
    info.previous = rows.integer(4);
    info.chain = rows.integer(5);
    info.last_change = rows.integer(6);
    if (!rows.is_null(7)) info.record = static_cast<std::uint64_t>(rows.integer(7));
    info.hash = rows.id<EnvelopeHash>(8);
    info.bytes = static_cast<std::size_t>(rows.integer(9));
    return info;
}

Envelope EnvelopeStore::load(Row row) {
    sqlite::Rows rows = bytes_.query(row);
    if (!rows.next()) sqlite::throw_corrupt("envelope " + std::to_string(row) + " is missing");
    const ByteView bytes = rows.blob(0);
    auto envelope = Envelope::parse(Bytes(bytes.begin(), bytes.end()));
    if (!envelope) sqlite::throw_corrupt("envelope " + std::to_string(row) + " is malformed");
    return std::move(*envelope);
}

const std::vector<Row>& EnvelopeStore::changes(Row row) {
    const auto [entry, missing] = change_lists_.try_emplace(row);
    if (missing) {
        sqlite::Rows rows = changes_.query(row);
        if (rows.next() && !rows.is_null(0)) entry->second = decode_ids(rows.blob(0));
    }
    return entry->second;
}

Row EnvelopeStore::on_branch(Row tip, EnvelopeNumber number) {
    while (tip != 0) {
        const EnvelopeInfo end = info(tip);
        if (number <= end.number) {
            const Row found = in_chain_.find(end.chain, number).value_or(0);
            if (found != 0) return found;
        }
        tip = chain_parent_.find(end.chain).value_or(0);
    }
    return 0;
}

Row EnvelopeStore::insert(const Envelope& envelope, Row device, std::optional<Position> position) {
    insert_.run(
        device, envelope.header().number, position, envelope.hash(), ByteView(envelope.bytes()));
    const Row row = database_.last_rowid();
    rows_[envelope.hash()] = row;
    parked_.add(device, envelope.bytes().size());
    return row;
}

bool EnvelopeStore::ends_chain(const EnvelopeInfo& info) {
    return !in_chain_.find(info.chain, info.number.next());
}

void EnvelopeStore::attach(Row row, Row previous) {
    EnvelopeInfo attached = info(row);
    attached.previous = previous;
    if (previous != 0) {
        const EnvelopeInfo before = info(previous);
        const bool follows =
            before.device == attached.device && before.number.next() == attached.number;
        if (follows && ends_chain(before)) attached.chain = before.chain;
    }
    if (attached.chain == 0) {
        insert_chain_.run(attached.device, previous);
        attached.chain = database_.last_rowid();
    }
    attached.state = EnvelopeState::parked;
    attached.reason = EnvelopeReason::none;
    attach_.run(previous, attached.chain, row);
    infos_[row] = attached;
}

void EnvelopeStore::set_position(Row row, std::optional<Position> position) {
    set_position_.run(position.value_or(Position{0}), row);
}

void EnvelopeStore::park(Row row, EnvelopeReason reason) {
    park_.run(static_cast<int>(reason), row);
    static_cast<void>(info(row));
    infos_[row].state = EnvelopeState::parked;
    infos_[row].reason = reason;
}

void EnvelopeStore::settle(const EnvelopeInfo& settled) {
    settle_.run(static_cast<int>(settled.state),
                static_cast<int>(settled.reason),
                settled.last_change,
                settled.record,
                settled.row);
    infos_[settled.row] = settled;
    parked_.remove(settled.device, settled.bytes);
}

void EnvelopeStore::set_reason(Row row, EnvelopeReason reason) {
    set_reason_.run(static_cast<int>(reason), row);
    static_cast<void>(info(row));
    infos_[row].reason = reason;
}

void EnvelopeStore::set_changes(Row row, const std::vector<Row>& changes) {
    set_changes_.run(encode_ids(changes), row);
    change_lists_[row] = changes;
}

void EnvelopeStore::wait_for(Row row, EnvelopeReason reason, ByteView what) {
    wait_.run(static_cast<int>(reason), what, row);
}

void EnvelopeStore::wait_no_more(Row row) { wait_no_more_.run(row); }

std::vector<Row> EnvelopeStore::waiting_for(EnvelopeReason reason, ByteView what) {
    std::vector<Row> found;
    sqlite::Rows rows = waiting_.query(static_cast<int>(reason), what);
    while (rows.next()) found.push_back(rows.integer(0));
    return found;
}

std::vector<Row> EnvelopeStore::release(EnvelopeReason reason, ByteView what) {
    std::vector<Row> found = waiting_for(reason, what);
    if (!found.empty()) release_.run(static_cast<int>(reason), what);
    return found;
}

bool EnvelopeStore::is_waiting(Row row) { return is_waiting_.find(row).has_value(); }

Frontier EnvelopeStore::frontier() {
    Frontier frontier;
    sqlite::Rows rows = tips_.query();
    while (rows.next()) {
        const EnvelopeNumber number{static_cast<std::uint64_t>(rows.integer(1))};
        frontier.add_tip(rows.id<DeviceId>(0),
                         {.number = number, .hash = rows.id<EnvelopeHash>(2)});
    }
    return frontier;
}

std::unordered_map<Row, std::uint64_t> EnvelopeStore::held_by(const Frontier& theirs) {
    std::unordered_map<Row, std::uint64_t> held;
    for (const DeviceTips& device : theirs.tips())
        for (const Tip& tip : device.tips) note_held(find(tip.hash), held);
    return held;
}

void EnvelopeStore::note_held(Row row, std::unordered_map<Row, std::uint64_t>& held) {
    while (row != 0 && info(row).chain != 0) {
        const EnvelopeInfo& end = info(row);
        std::uint64_t& greatest = held[end.chain];
        if (end.number.value <= greatest) return;  // and so is everything before it
        greatest = end.number.value;
        row = chain_parent_.find(end.chain).value_or(0);
    }
}

}  // namespace cairn::replica
