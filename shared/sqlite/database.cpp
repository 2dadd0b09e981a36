#include "shared/sqlite/database.h"

#include <sqlite3.h>

#include "shared/base/contract.h"
#include "shared/platform/file.h"
#include "shared/sqlite/database_state.h"

namespace cairn::sqlite {
namespace {

// 4 MiB of the log: long enough that a checkpoint is rare, short enough that a reader's search
// through it and the next opening stay fast.
constexpr int log_pages_max = 1024;

// One thread uses a connection at a time (database.h), so it needs no lock of its own.
constexpr int connection_flags = SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_NOMUTEX;

int open_flags(Mode mode) {
    switch (mode) {
        case Mode::create:
            return SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
        case Mode::existing:
            return SQLITE_OPEN_READWRITE;
        case Mode::read_only:
            return SQLITE_OPEN_READONLY;
    }
    return SQLITE_OPEN_READONLY;
}

// Before SQLite does, which would let everybody read the file; its log takes over the mode. What
// stands in the way SQLite meets too, and says.
void make_private(const std::string& path, const OpenOptions& options) {
    if (options.mode == Mode::create && options.vfs.empty() && path != ":memory:")
        static_cast<void>(platform::make_private_file(path));
}

int note_log_length(void* context, sqlite3*, const char*, int pages) {
    *static_cast<int*>(context) = pages;
    return SQLITE_OK;
}

sqlite3_stmt* prepare_once(sqlite3* connection, const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(
        connection, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) throw_error(connection, code, sql);
    return statement;
}

void harden(sqlite3* connection) {
    sqlite3_extended_result_codes(connection, 1);
    sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(connection, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(connection, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(connection, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    sqlite3_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

// A process that ended before its commit was synced, or whose sync failed, may have left that
// commit in the log. From now on it is shown and passed on, so it must not vanish any more.
void sync_log(sqlite3* connection) {
    sqlite3_file* log = nullptr;
    int code = sqlite3_file_control(connection, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
    if (code == SQLITE_OK && log != nullptr && log->pMethods != nullptr)
        code = log->pMethods->xSync(log, SQLITE_SYNC_NORMAL);
    if (code != SQLITE_OK) throw_error(nullptr, code, "sync the log");
}

}  // namespace

Database::State::~State() {
    for (sqlite3_stmt* statement : {begin, commit, rollback, data_version})
        sqlite3_finalize(statement);
    sqlite3_close_v2(connection);
}

void Database::State::execute(const char* sql) {
    const int code = sqlite3_exec(connection, sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) throw_error(connection, code, sql);
}

void Database::State::step(sqlite3_stmt* statement, const char* doing) const {
    const int code = sqlite3_step(statement);
    sqlite3_reset(statement);
    if (code != SQLITE_DONE && code != SQLITE_ROW) throw_error(connection, code, doing);
}

void Database::State::checkpoint_if_long() {
    if (log_pages < log_pages_wanted || !writer_lock) return;
    // What one great transaction leaves is cut off: the next opening would read all of it. Cutting
    // always would make every short commit lengthen the file again, and syncing that costs more.
    const bool cut = log_pages >= 2 * log_pages_max;
    int pages = 0;
    int written_back = 0;
    sqlite3_busy_timeout(connection, 0);  // readers are not waited for
    const int code =
        sqlite3_wal_checkpoint_v2(connection,
                                  "main",
                                  cut ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE,
                                  &pages,
                                  &written_back);
    sqlite3_busy_timeout(connection, static_cast<int>(options.busy_timeout_ms));
    if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY)
        throw_error(connection, code, "checkpoint " + path);
    // A reader may keep part of the log in use; then try again only when it has grown by as much.
    const bool done = code == SQLITE_OK && pages == written_back;
    log_pages_wanted = done ? log_pages_max : log_pages + log_pages_max;
}

Database::Database(const std::string& path, const OpenOptions& options)
    : state_(std::make_unique<State>()) {
    state_->path = path;
    state_->options = options;
    const char* vfs = options.vfs.empty() ? nullptr : options.vfs.c_str();
    make_private(path, options);
    const int code = sqlite3_open_v2(
        path.c_str(), &state_->connection, open_flags(options.mode) | connection_flags, vfs);
    if (code != SQLITE_OK) throw_error(state_->connection, code, "open " + path);
    harden(state_->connection);
    sqlite3_busy_timeout(state_->connection, static_cast<int>(options.busy_timeout_ms));
    state_->execute(
        "PRAGMA mmap_size=0; PRAGMA synchronous=FULL; PRAGMA foreign_keys=OFF;"
        "PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY");
    execute("PRAGMA cache_size=-" + std::to_string(options.cache_kib));
    if (options.mode != Mode::read_only && path != ":memory:") {
        state_->writer_lock = std::make_unique<WriterLock>(path + "-lock", options.vfs);
        if (text("PRAGMA journal_mode") != "wal" && text("PRAGMA journal_mode=WAL") != "wal")
            throw_error(nullptr, SQLITE_CANTOPEN, "keep a write-ahead log for " + path);
        sync_log(state_->connection);
    }
    // After the journal mode: changing it installs SQLite's own checkpointing again.
    sqlite3_wal_autocheckpoint(state_->connection, 0);
    sqlite3_wal_hook(state_->connection, note_log_length, &state_->log_pages);
    state_->log_pages_wanted = log_pages_max;
    state_->begin = prepare_once(state_->connection, "BEGIN IMMEDIATE");
    state_->commit = prepare_once(state_->connection, "COMMIT");
    state_->rollback = prepare_once(state_->connection, "ROLLBACK");
    state_->data_version = prepare_once(state_->connection, "PRAGMA data_version");
}

Database::~Database() = default;
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;

void Database::execute(const std::string& sql) { state_->execute(sql.c_str()); }

std::int64_t Database::integer(const std::string& sql) {
    sqlite3_stmt* statement = prepare_once(state_->connection, sql);
    const int code = sqlite3_step(statement);
    const std::int64_t value = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
    sqlite3_finalize(statement);
    if (code != SQLITE_ROW) throw_error(state_->connection, code, sql);
    return value;
}

std::string Database::text(const std::string& sql) {
    sqlite3_stmt* statement = prepare_once(state_->connection, sql);
    const int code = sqlite3_step(statement);
    std::string value;
    if (code == SQLITE_ROW) {
        const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
        value = bytes == nullptr ? "" : bytes;
    }
    sqlite3_finalize(statement);
    if (code != SQLITE_ROW) throw_error(state_->connection, code, sql);
    return value;
}

std::int64_t Database::last_rowid() const { return sqlite3_last_insert_rowid(state_->connection); }

std::int64_t Database::changed_rows() const { return sqlite3_changes64(state_->connection); }

std::int64_t Database::data_version() {
    const int code = sqlite3_step(state_->data_version);
    const std::int64_t version = sqlite3_column_int64(state_->data_version, 0);
    sqlite3_reset(state_->data_version);
    if (code != SQLITE_ROW) throw_error(state_->connection, code, "read the data version");
    return version;
}

bool Database::in_transaction() const { return sqlite3_get_autocommit(state_->connection) == 0; }

const std::string& Database::path() const { return state_->path; }

sqlite3* Database::handle() const { return state_->connection; }

}  // namespace cairn::sqlite
