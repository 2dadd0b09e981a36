#include <algorithm>
#include <map>

#include "client/replica/replica_state.h"
#include "shared/base/byte_io.h"

namespace cairn::replica {
namespace {

// Collects envelopes up to a number of bytes, at least one.
class Batch {
public:
    explicit Batch(std::size_t bytes_max) : bytes_max_(bytes_max) {}

    [[nodiscard]] bool full() const { return !envelopes_.empty() && bytes_ >= bytes_max_; }
    void add(ByteView bytes) {
        auto envelope = Envelope::parse(Bytes(bytes.begin(), bytes.end()));
        if (!envelope) sqlite::throw_corrupt("a stored envelope is malformed");
        bytes_ += bytes.size();
        envelopes_.push_back(std::move(*envelope));
    }
    void add_all(sqlite::Rows rows) {
        while (!full() && rows.next()) add(rows.blob(0));
    }
    [[nodiscard]] std::vector<Envelope> take() { return std::move(envelopes_); }

private:
    std::size_t bytes_max_;
    std::size_t bytes_ = 0;
    std::vector<Envelope> envelopes_;
};

std::vector<Row> all_chains(sqlite::Database& database) {
    std::vector<Row> chains;
    sqlite::Statement select(database, "SELECT id FROM chain ORDER BY id");
    sqlite::Rows rows = select.query();
    while (rows.next()) chains.push_back(rows.integer(0));
    return chains;
}

}  // namespace

std::vector<Envelope> Replica::outbox(std::size_t bytes_max) {
    sqlite::Statement select(state_->tables.db,
                             "SELECT bytes FROM envelope "
                             "WHERE position IS NULL AND chain IS NOT NULL "
                             "ORDER BY chain, number");
    Batch batch(bytes_max);
    batch.add_all(select.query());
    return batch.take();
}

void Replica::acknowledge(std::span<const Acknowledged> envelopes) {
    WriteScope scope(state_->tables);
    for (const Acknowledged& acknowledged : envelopes) {
        const Row row = state_->tables.envelopes.find(acknowledged.hash);
        if (row != 0) state_->tables.envelopes.set_position(row, acknowledged.position);
    }
    scope.commit();
}

Cursor Replica::cursor() {
    Cursor cursor;
    const auto bytes = state_->tables.meta.bytes(meta_name::cursor);
    if (!bytes) return cursor;
    ByteReader reader(*bytes);
    cursor.incarnation = reader.id<Incarnation>();
    cursor.position = {reader.u64()};
    cursor.running = reader.id<Hash32>();
    if (!reader.done()) sqlite::throw_corrupt("the stored cursor is malformed");
    return cursor;
}

void Replica::State::save_cursor(const Cursor& cursor) {
    const auto before = tables.meta.bytes(meta_name::cursor);
    const ByteView incarnation = cursor.incarnation.view();
    // Positions are those of one store; another one may lack what the old one had.
    if (before && !equal(ByteView(*before).first(incarnation.size()), incarnation)) {
        forget_positions.run();
        forget_order.run(0);
    }
    ByteWriter bytes;
    bytes.id(cursor.incarnation).u64(cursor.position.value).id(cursor.running);
    tables.meta.put(meta_name::cursor, bytes.bytes());
}

// What was followed beyond the cursor is of an order that the server no longer shows.
void Replica::State::save_order(Position end, std::span<const Hash32> order) {
    forget_order.run(end);
    std::uint64_t position = end.value - order.size();
    for (const Hash32& running : order) insert_order.run(Position{++position}, running);
}

std::optional<Hash32> Replica::running_at(Position position) {
    sqlite::Rows rows = state_->find_order.query(position);
    return rows.next() ? std::optional(rows.id<Hash32>(0)) : std::nullopt;
}

void Replica::save_cursor(const Cursor& cursor) {
    WriteScope scope(state_->tables);
    state_->save_cursor(cursor);
    scope.commit();
}

Frontier Replica::frontier() { return state_->tables.envelopes.frontier(); }

std::vector<Envelope> Replica::lacking(const Frontier& theirs, std::size_t bytes_max) {
    const sqlite::Snapshot snapshot(state_->tables.db);
    state_->tables.envelopes.begin();
    std::unordered_map<Row, std::uint64_t> held = state_->tables.envelopes.held_by(theirs);
    sqlite::Statement select(
        state_->tables.db,
        "SELECT bytes FROM envelope WHERE chain = ? AND number > ? ORDER BY number");
    Batch batch(bytes_max);
    for (const Row chain : all_chains(state_->tables.db)) {
        if (batch.full()) break;
        batch.add_all(select.query(chain, static_cast<std::int64_t>(held[chain])));
    }
    return batch.take();
}

Frontier Replica::known_to(std::span<const DeviceId> devices) {
    const sqlite::Snapshot snapshot(state_->tables.db);
    state_->tables.envelopes.begin();
    // The greatest change of every lane in the past of the device's last ones, and those.
    sqlite::Statement select(
        state_->tables.db,
        "WITH own(lane, last) AS (SELECT lane.id, lane.last FROM lane JOIN device "
        "ON device.id = lane.device WHERE device.key = ?1) "
        "SELECT envelope FROM change WHERE envelope > 0 AND id IN ("
        "SELECT last FROM own UNION "
        "SELECT max(upto) FROM known JOIN own ON own.lane = known.lane "
        "GROUP BY known.lane, known.other)");
    Frontier known;
    for (const DeviceId& device : devices)
        for (sqlite::Rows rows = select.query(device.view()); rows.next();) {
            const auto envelope = state_->tables.envelopes.load(rows.integer(0));
            known.add_tip(envelope.header().device,
                          {.number = envelope.header().number, .hash = envelope.hash()});
        }
    return known;
}

void Replica::note_server_holds(const Frontier& theirs) {
    WriteScope scope(state_->tables);
    state_->forget_positions.run();
    sqlite::Statement update(state_->tables.db,
                             "UPDATE envelope SET position = 0 WHERE chain = ? AND number <= ?");
    for (const auto& [chain, number] : state_->tables.envelopes.held_by(theirs))
        update.run(chain, static_cast<std::int64_t>(number));
    scope.commit();
}

std::optional<Envelope> Replica::envelope(const EnvelopeHash& hash) {
    state_->tables.envelopes.begin();
    const Row row = state_->tables.envelopes.find(hash);
    if (row == 0) return std::nullopt;
    return state_->tables.envelopes.load(row);
}

bool Replica::holds(const EnvelopeHash& hash) {
    state_->tables.envelopes.begin();
    const Row row = state_->tables.envelopes.find(hash);
    return row != 0 && state_->tables.envelopes.info(row).state != EnvelopeState::detached;
}

void Replica::save_checkpoint(const SeenCheckpoint& seen) {
    ByteWriter bytes;
    bytes.id(seen.incarnation).u64(seen.position.value).id(seen.running);
    bytes.u64(seen.roster_length.value).id(seen.roster_head).id(seen.signature);
    WriteScope scope(state_->tables);
    state_->tables.meta.put(meta_name::checkpoint, bytes.bytes());
    scope.commit();
}

std::optional<SeenCheckpoint> Replica::State::checkpoint() {
    const auto bytes = tables.meta.bytes(meta_name::checkpoint);
    if (!bytes) return std::nullopt;
    SeenCheckpoint seen;
    ByteReader parts(*bytes);
    seen.incarnation = parts.id<Incarnation>();
    seen.position = {parts.u64()};
    seen.running = parts.id<Hash32>();
    seen.roster_length = {parts.u64()};
    seen.roster_head = parts.id<RecordHash>();
    seen.signature = parts.id<Signature>();
    if (!parts.done()) sqlite::throw_corrupt("the stored checkpoint is malformed");
    return seen;
}

std::optional<SeenCheckpoint> Replica::checkpoint() { return state_->checkpoint(); }

void Replica::save_names(std::span<const Name> names) {
    static constexpr std::string_view words[] = {"kind", "field", "link"};
    sqlite::Statement insert(state_->tables.db,
                             "INSERT OR REPLACE INTO name(what, number, name) VALUES(?, ?, ?)");
    sqlite::Transaction transaction(state_->tables.db);
    for (const Name& name : names)
        insert.run(words[static_cast<std::size_t>(name.what)], name.number, name.name);
    transaction.commit();
}

void Replica::save_note(const std::string& name, ByteView bytes) {
    if (state_->batch) return state_->write_note(name, bytes);
    sqlite::Transaction transaction(state_->tables.db);
    state_->write_note(name, bytes);
    transaction.commit();
}

void Replica::State::write_note(const std::string& name, ByteView bytes) {
    if (bytes.empty()) {
        sqlite::Statement(tables.db, "DELETE FROM note WHERE name = ?").run(name);
    } else {
        sqlite::Statement(tables.db, "INSERT OR REPLACE INTO note(name, bytes) VALUES(?, ?)")
            .run(name, bytes);
    }
}

std::optional<Bytes> Replica::note(const std::string& name) {
    sqlite::Statement select(state_->tables.db, "SELECT bytes FROM note WHERE name = ?");
    sqlite::Rows rows = select.query(name);
    if (!rows.next()) return std::nullopt;
    const ByteView bytes = rows.blob(0);
    return Bytes(bytes.begin(), bytes.end());
}

std::vector<std::string> Replica::notes(const std::string& beginning) {
    sqlite::Statement select(state_->tables.db,
                             "SELECT name FROM note WHERE substr(name, 1, length(?1)) = ?1 "
                             "ORDER BY name");
    std::vector<std::string> names;
    for (sqlite::Rows rows = select.query(beginning); rows.next();)
        names.emplace_back(rows.text(0));
    return names;
}

}  // namespace cairn::replica
