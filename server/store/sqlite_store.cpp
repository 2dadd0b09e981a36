#include "server/store/sqlite_store.h"

#include "schema/server_001_sql.h"
#include "shared/base/contract.h"
#include "shared/sqlite/error.h"
#include "shared/sqlite/migration.h"
#include "shared/sqlite/statement.h"
#include "shared/sqlite/transaction.h"

namespace cairn::server {

using sqlite::Rows;
using sqlite::Statement;

namespace {

constexpr std::string_view steps[] = {schema::server_001_sql};
constexpr sqlite::FileKind server_file{.application_id = 0x43726e53,  // "CrnS"
                                       .name = "a Cairn server's store",
                                       .steps = steps};

sqlite::Database opened(const std::string& path, const sqlite::OpenOptions& options) {
    sqlite::Database database(path, options);
    if (options.mode == sqlite::Mode::read_only)
        sqlite::check_version(database, server_file);
    else
        sqlite::migrate(database, server_file);
    return database;
}

std::optional<Incarnation> find_incarnation(sqlite::Database& database) {
    Statement find(database, "SELECT value FROM meta WHERE key = 'incarnation'");
    Rows rows = find.query();
    if (!rows.next()) return std::nullopt;
    return rows.id<Incarnation>(0);
}

Incarnation incarnation_of(sqlite::Database& database, Random& random, sqlite::Mode mode) {
    if (const auto known = find_incarnation(database)) return *known;
    if (mode == sqlite::Mode::read_only) return {};
    sqlite::Transaction transaction(database);
    // Again, under the lock: another process may just have made it.
    if (const auto known = find_incarnation(database)) return *known;
    const auto fresh = random.make<Incarnation>();
    Statement(database, "INSERT INTO meta(key, value) VALUES('incarnation', ?)").run(fresh);
    transaction.commit();
    return fresh;
}

// Damage met while this workspace is asked about is laid to it alone.
template <class Do>
auto about(const WorkspaceId& workspace, Do&& what) {
    try {
        return what();
    } catch (const sqlite::SqliteError& error) {
        if (error.failure() != sqlite::Failure::corrupt) throw;
        throw DamagedWorkspace(workspace, error.what());
    }
}

// SQLite counts in 63 bits; a peer may name any position.
bool beyond_any(Position position) { return position.value > INT64_MAX; }

std::shared_ptr<const Bytes> shared(ByteView bytes) {
    return std::make_shared<const Bytes>(bytes.begin(), bytes.end());
}

}  // namespace

// Prepared once.
struct SqliteStore::Statements {
    explicit Statements(sqlite::Database& db)
        : workspace_number(db, "SELECT number FROM workspace WHERE id = ?"),
          workspace_settled(db, "SELECT settled FROM workspace WHERE number = ?"),
          workspaces(db, "SELECT id FROM workspace ORDER BY id"),
          add_workspace(db, "INSERT INTO workspace(id, settled, made_ms) VALUES(?, ?, ?)"),
          settle(db, "UPDATE workspace SET settled = 1 WHERE number = ?"),
          records(db,
                  "SELECT bytes, receipt_incarnation, receipt_signature FROM record"
                  " WHERE workspace = ? ORDER BY idx"),
          put_record(db,
                     "INSERT INTO record(workspace, idx, hash, bytes, receipt_incarnation,"
                     " receipt_signature) VALUES(?, ?, ?, ?, ?, ?)"
                     " ON CONFLICT(workspace, idx) DO UPDATE SET"
                     " receipt_incarnation = excluded.receipt_incarnation,"
                     " receipt_signature = excluded.receipt_signature"),
          device_number(db, "SELECT number FROM device WHERE workspace = ? AND id = ?"),
          add_device(db, "INSERT INTO device(workspace, id) VALUES(?, ?)"),
          charge(db, "UPDATE device SET charged_bytes = charged_bytes + ? WHERE number = ?"),
          usage(db,
                "SELECT id, charged_bytes FROM device WHERE workspace = ? AND charged_bytes > 0"
                " ORDER BY id"),
          head(db,
               "SELECT position, running FROM envelope WHERE workspace = ?"
               " ORDER BY position DESC LIMIT 1"),
          put_envelope(db,
                       "INSERT INTO envelope(workspace, position, hash, device, number, previous,"
                       " running, bytes) VALUES(?, ?, ?, ?, ?, ?, ?, ?)"),
          find_envelope(db,
                        "SELECT e.position, d.id, e.number, e.previous FROM envelope e"
                        " JOIN device d ON d.number = e.device"
                        " WHERE e.workspace = ? AND e.hash = ?"),
          running(db, "SELECT running FROM envelope WHERE workspace = ? AND position = ?"),
          read(db,
               "SELECT position, hash, running, bytes FROM envelope"
               " WHERE workspace = ? AND position > ? ORDER BY position"),
          drop_tip(db, "DELETE FROM tip WHERE workspace = ? AND hash = ?"),
          add_tip(db, "INSERT INTO tip(workspace, hash, device, number) VALUES(?, ?, ?, ?)"),
          tips(db,
               "SELECT d.id, t.number, t.hash FROM tip t JOIN device d ON d.number = t.device"
               " WHERE t.workspace = ? ORDER BY d.id, t.hash"),
          add_ticket(db, "INSERT INTO ticket(secret, label, made_ms) VALUES(?, ?, ?)"),
          use_ticket(db, "UPDATE ticket SET used_by = ? WHERE number = ?"),
          close_ticket(db, "DELETE FROM ticket WHERE number = ?"),
          tickets(db,
                  "SELECT number, secret, label, made_ms, used_by FROM ticket ORDER BY number") {}

    Statement workspace_number, workspace_settled, workspaces, add_workspace, settle, records,
        put_record, device_number, add_device, charge, usage, head, put_envelope, find_envelope,
        running, read, drop_tip, add_tip, tips, add_ticket, use_ticket, close_ticket, tickets;
};

SqliteStore::SqliteStore(const std::string& path,
                         Random& random,
                         const sqlite::OpenOptions& options)
    : database_(opened(path, options)),
      incarnation_(incarnation_of(database_, random, options.mode)),
      statements_(std::make_unique<Statements>(database_)) {}

SqliteStore::~SqliteStore() = default;

void SqliteStore::renew(const Incarnation& incarnation) {
    sqlite::Transaction transaction(database_);
    Statement(database_, "UPDATE meta SET value = ? WHERE key = 'incarnation'").run(incarnation);
    database_.execute("UPDATE workspace SET settled = 0");
    transaction.commit();
    incarnation_ = incarnation;
}

void SqliteStore::commit(const std::vector<Write>& writes) {
    if (writes.empty()) return;
    sqlite::Transaction transaction(database_);
    for (const Write& write : writes)
        std::visit([this](const auto& one) { apply_to_its_workspace(one); }, write);
    transaction.commit();
}

template <class One>
void SqliteStore::apply_to_its_workspace(const One& write) {
    if constexpr (requires { write.workspace; })
        about(write.workspace, [&] { apply(write); });
    else
        apply(write);
}

void SqliteStore::apply(const AddWorkspace& write) {
    statements_->add_workspace.run(write.workspace, write.settled, write.made.ms);
}

void SqliteStore::apply(const Settle& write) {
    statements_->settle.run(known_number_of(write.workspace));
}

void SqliteStore::apply(const PutRecord& write) {
    std::optional<Incarnation> incarnation;
    std::optional<Signature> signature;
    if (write.record.receipt) {
        incarnation = write.record.receipt->incarnation;
        signature = write.record.receipt->signature;
    }
    statements_->put_record.run(known_number_of(write.workspace),
                                write.index,
                                write.hash,
                                write.record.record,
                                incarnation,
                                signature);
}

void SqliteStore::apply(const PutEnvelope& write) {
    const std::int64_t workspace = known_number_of(write.workspace);
    const std::int64_t head = statements_->head.find(workspace).value_or(0);
    CAIRN_ASSERT(write.envelope.position.value == static_cast<std::uint64_t>(head) + 1);
    const std::int64_t device = device_number(workspace, write.place.device);
    statements_->put_envelope.run(workspace,
                                  write.envelope.position,
                                  write.envelope.hash,
                                  device,
                                  write.place.number,
                                  write.place.previous,
                                  write.envelope.running,
                                  *write.envelope.bytes);
    statements_->drop_tip.run(workspace, write.place.previous);
    statements_->add_tip.run(workspace, write.envelope.hash, device, write.place.number);
    statements_->charge.run(write.envelope.bytes->size(), device_number(workspace, write.charged));
}

void SqliteStore::apply(const AddTicket& write) {
    statements_->add_ticket.run(write.secret.view(), write.label, write.made.ms);
}

void SqliteStore::apply(const UseTicket& write) {
    statements_->use_ticket.run(write.workspace, write.number);
}

void SqliteStore::apply(const CloseTicket& write) { statements_->close_ticket.run(write.number); }

std::optional<std::int64_t> SqliteStore::number_of(const WorkspaceId& workspace) {
    return statements_->workspace_number.find(workspace);
}

std::int64_t SqliteStore::known_number_of(const WorkspaceId& workspace) {
    const auto number = number_of(workspace);
    CAIRN_ASSERT(number.has_value());
    return *number;
}

std::int64_t SqliteStore::device_number(std::int64_t workspace, const DeviceId& device) {
    if (const auto known = statements_->device_number.find(workspace, device)) return *known;
    statements_->add_device.run(workspace, device);
    return database_.last_rowid();
}

std::vector<WorkspaceId> SqliteStore::workspaces() {
    std::vector<WorkspaceId> ids;
    for (Rows rows = statements_->workspaces.query(); rows.next();)
        ids.push_back(rows.id<WorkspaceId>(0));
    return ids;
}

std::optional<WorkspaceState> SqliteStore::load(const WorkspaceId& workspace) {
    return about(workspace, [&] { return load_sound(workspace); });
}

std::optional<WorkspaceState> SqliteStore::load_sound(const WorkspaceId& workspace) {
    const sqlite::Snapshot snapshot(database_);
    const auto number = number_of(workspace);
    if (!number) return std::nullopt;
    WorkspaceState state;
    state.settled = statements_->workspace_settled.find(*number) != 0;
    for (Rows rows = statements_->records.query(*number); rows.next();) {
        ReceiptedRecord& record = state.roster.emplace_back();
        const ByteView bytes = rows.blob(0);
        record.record.assign(bytes.begin(), bytes.end());
        if (!rows.is_null(1))
            record.receipt =
                Receipt{.incarnation = rows.id<Incarnation>(1), .signature = rows.id<Signature>(2)};
    }
    if (Rows rows = statements_->head.query(*number); rows.next()) {
        state.head = {static_cast<std::uint64_t>(rows.integer(0))};
        state.running = rows.id<Hash32>(1);
    }
    for (Rows rows = statements_->tips.query(*number); rows.next();) {
        const auto device = rows.id<DeviceId>(0);
        if (state.tips.empty() || state.tips.back().device != device)
            state.tips.push_back({.device = device, .tips = {}});
        state.tips.back().tips.push_back({.number = {static_cast<std::uint64_t>(rows.integer(1))},
                                          .hash = rows.id<EnvelopeHash>(2)});
    }
    for (Rows rows = statements_->usage.query(*number); rows.next();)
        state.usage.push_back(
            {.device = rows.id<DeviceId>(0), .bytes = static_cast<std::uint64_t>(rows.integer(1))});
    return state;
}

std::optional<EnvelopePlace> SqliteStore::find(const WorkspaceId& workspace,
                                               const EnvelopeHash& hash) {
    return about(workspace, [&]() -> std::optional<EnvelopePlace> {
        const auto number = number_of(workspace);
        if (!number) return std::nullopt;
        Rows rows = statements_->find_envelope.query(*number, hash);
        if (!rows.next()) return std::nullopt;
        return EnvelopePlace{.position = {static_cast<std::uint64_t>(rows.integer(0))},
                             .device = rows.id<DeviceId>(1),
                             .number = {static_cast<std::uint64_t>(rows.integer(2))},
                             .previous = rows.id<EnvelopeHash>(3)};
    });
}

std::optional<Hash32> SqliteStore::running(const WorkspaceId& workspace, Position position) {
    if (position.value == 0) return Hash32{};
    return about(workspace, [&]() -> std::optional<Hash32> {
        const auto number = number_of(workspace);
        if (!number || beyond_any(position)) return std::nullopt;
        Rows rows = statements_->running.query(*number, position);
        if (!rows.next()) return std::nullopt;
        return rows.id<Hash32>(0);
    });
}

std::vector<OrderedEnvelope> SqliteStore::read(const WorkspaceId& workspace,
                                               Position after,
                                               std::size_t bytes_max) {
    return about(workspace, [&] { return read_sound(workspace, after, bytes_max); });
}

std::vector<OrderedEnvelope> SqliteStore::read_sound(const WorkspaceId& workspace,
                                                     Position after,
                                                     std::size_t bytes_max) {
    std::vector<OrderedEnvelope> envelopes;
    const auto number = number_of(workspace);
    if (!number || beyond_any(after)) return envelopes;
    std::size_t bytes = 0;
    for (Rows rows = statements_->read.query(*number, after); rows.next();) {
        bytes += rows.blob(3).size();
        if (bytes > bytes_max && !envelopes.empty()) break;
        envelopes.push_back({.position = {static_cast<std::uint64_t>(rows.integer(0))},
                             .hash = rows.id<EnvelopeHash>(1),
                             .running = rows.id<Hash32>(2),
                             .bytes = shared(rows.blob(3))});
    }
    return envelopes;
}

std::vector<Ticket> SqliteStore::tickets() {
    std::vector<Ticket> tickets;
    for (Rows rows = statements_->tickets.query(); rows.next();) {
        Ticket& ticket = tickets.emplace_back();
        ticket.number = {static_cast<std::uint64_t>(rows.integer(0))};
        ticket.secret = TicketSecret::from(rows.blob(1)).value_or(TicketSecret{});
        ticket.label = rows.text(2);
        ticket.made = {rows.integer(3)};
        if (!rows.is_null(4)) ticket.used_by = rows.id<WorkspaceId>(4);
    }
    return tickets;
}

}  // namespace cairn::server
