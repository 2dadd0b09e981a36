#include <set>
#include <utility>

#include <sqlite3.h>

#include "client/replica/replica_state.h"
#include "schema/replica_0001_sql.h"
#include "schema/replica_0002_sql.h"
#include "schema/replica_0003_sql.h"

namespace cairn::replica {
namespace {

constexpr std::string_view steps[] = {
    schema::replica_0001_sql, schema::replica_0002_sql, schema::replica_0003_sql};

}  // namespace

sqlite::FileKind workspace_file_kind() {
    return {.application_id = workspace_application_id,
            .name = "a Cairn workspace file",
            .steps = steps};
}

sqlite::Database open_workspace_database(const ReplicaOptions& options, sqlite::Mode mode) {
    sqlite::Database database(
        options.path,
        {.mode = mode, .busy_timeout_ms = options.busy_timeout_ms, .vfs = options.vfs});
    if (mode == sqlite::Mode::read_only)
        sqlite::check_version(database, workspace_file_kind());
    else
        sqlite::migrate(database, workspace_file_kind());
    return database;
}

sqlite::Database open_for_queries(const std::string& path) {
    ReplicaOptions options;
    options.path = path;
    return open_workspace_database(options, sqlite::Mode::read_only);
}

Replica::State::State(sqlite::Database database, const ReplicaOptions& chosen, Random& random)
    : options(chosen),
      tables(std::move(database), *chosen.schema),
      reader(tables.db, *chosen.schema),
      sitting(random.make<SittingId>()),
      news(tables.db, "SELECT envelope FROM news ORDER BY envelope"),
      remove_news(tables.db, "DELETE FROM news WHERE envelope = ?"),
      record_count(tables.db, "SELECT max(id) + 1 FROM record"),
      records_from(tables.db,
                   "SELECT bytes, receipt, incarnation FROM record WHERE id >= ? "
                   "ORDER BY id LIMIT ?"),
      insert_record(tables.db,
                    "INSERT INTO record(id, hash, bytes, receipt, incarnation) "
                    "VALUES(?, ?, ?, ?, ?)"),
      update_receipt(tables.db,
                     "UPDATE record SET receipt = ?, incarnation = ? "
                     "WHERE hash = ? AND receipt IS NULL"),
      forget_positions(tables.db, "UPDATE envelope SET position = NULL"),
      forget_order(tables.db, "DELETE FROM seen_order WHERE position > ?"),
      insert_order(tables.db, "INSERT OR REPLACE INTO seen_order(position, running) VALUES(?, ?)"),
      find_order(tables.db, "SELECT running FROM seen_order WHERE position = ?") {}

Replica::Replica(std::unique_ptr<State> state) : state_(std::move(state)) {}
Replica::Replica(Replica&&) noexcept = default;
Replica& Replica::operator=(Replica&&) noexcept = default;
Replica::~Replica() = default;

Result<Replica, RosterError> Replica::create(const ReplicaOptions& options,
                                             std::span<const StoredRecord> records,
                                             Random& random) {
    RosterView view;
    std::vector<Appended> appended;
    for (const StoredRecord& record : records) {
        auto one = view.append(record.bytes);
        if (!one) return refuse(one.error());
        appended.push_back(*one);
    }
    auto state = std::make_unique<State>(
        open_workspace_database(options, sqlite::Mode::create), options, random);
    if (!state->tables.workspace.is_zero())
        throw sqlite::SqliteError(sqlite::Failure::cannot_open,
                                  SQLITE_CANTOPEN,
                                  options.path + " already holds a workspace");
    WriteScope scope(state->tables);
    for (std::size_t i = 0; i < records.size(); ++i) state->store_record(appended[i], records[i]);
    state->store_members(view);
    state->tables.meta.put(meta_name::workspace, view.workspace().view());
    state->tables.meta.put(meta_name::schema_version, options.schema_version);
    scope.commit();
    state->tables.workspace = view.workspace();
    state->roster = std::move(view);
    return Replica(std::move(state));
}

Replica Replica::open(const ReplicaOptions& options, Random& random) {
    auto state = std::make_unique<State>(
        open_workspace_database(options, sqlite::Mode::existing), options, random);
    if (state->tables.workspace.is_zero())
        throw sqlite::SqliteError(sqlite::Failure::not_ours,
                                  SQLITE_NOTADB,
                                  options.path + " holds no workspace: it was never finished");
    if (state->tables.meta.integer(meta_name::schema_version) != options.schema_version)
        state->judge_parked_anew();
    return Replica(std::move(state));
}

void Replica::State::judge_parked_anew() {
    WriteScope scope(tables);
    std::set<CellKey> judged;  // each is folded once, however many of its edits were parked
    for (const Row row : tables.edits.parked()) {
        const StoredEdit edit = tables.edits.get(row);
        const EditDraft draft{.id = tables.items.id_of(edit.cell.item),
                              .item = edit.cell.item,
                              .field = edit.cell.field,
                              .element = edit.cell.element,
                              .value = edit.value,
                              .over_first = 0,
                              .over_count = edit.over.size()};
        const merge::Verdict verdict = tables.writer.judge_form(draft);
        if (verdict == merge::Verdict::parked) continue;
        const bool valid = verdict == merge::Verdict::valid;
        tables.edits.set_status(row, valid ? EditStatus::valid : EditStatus::void_form);
        judged.insert(edit.cell);
    }
    for (const CellKey& cell : judged) tables.cells.refold(cell);
    tables.meta.put(meta_name::schema_version, options.schema_version);
    tables.meta.put(meta_name::search_upto, 0);
    scope.commit();
}

const RosterView& Replica::roster() {
    state_->refresh_roster();
    return state_->roster;
}

WorkspaceId Replica::workspace() const { return state_->tables.workspace; }

DeviceId Replica::device() const { return state_->options.device; }

const merge::Schema& Replica::schema() const { return state_->tables.schema; }

Reader& Replica::read() { return state_->reader; }

sqlite::Database& Replica::database() { return state_->tables.db; }

}  // namespace cairn::replica
