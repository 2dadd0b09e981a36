#pragma once
// One connection to one SQLite file, opened the one way this project opens files: WAL,
// synchronous=FULL, no memory mapping, no automatic checkpoint, untrusted schema, defensive.
//
// Who writes: one connection at a time, under a lock file beside the database (`NAME-lock`), held
// by `Transaction`. Checkpoints run under the same lock, because SQLite before 3.51.3 can damage a
// file when one connection checkpoints while another resets the log ("WAL-reset bug",
// https://sqlite.org/wal.html). Readers are never blocked.
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "shared/sqlite/error.h"

struct sqlite3;

namespace cairn::sqlite {

enum class Mode : std::uint8_t {
    create,     // read and write; made if missing
    existing,   // read and write; must exist
    read_only,  // must exist
};

struct OpenOptions {
    Mode mode = Mode::create;
    std::int64_t busy_timeout_ms = 10'000;
    std::int64_t cache_kib = 16 * 1024;
    std::string vfs;  // name of a registered VFS, so that tests can make the disk fail; empty: the
                      // system's
};

// One thread at a time uses a connection, and all that was made from it.
class Database {
public:
    // Throws SqliteError. `path` may be ":memory:" (then there is neither log nor lock). Opened for
    // writing, whatever the file says is on the disk when this returns.
    Database(const std::string& path, const OpenOptions& options);
    ~Database();
    Database(Database&&) noexcept;
    Database& operator=(Database&&) noexcept;
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    // Any number of statements, results ignored. For schema and pragmas, not for data.
    void execute(const std::string& sql);
    [[nodiscard]] std::int64_t integer(const std::string& sql);  // first column of the first row
    [[nodiscard]] std::string text(const std::string& sql);

    [[nodiscard]] std::int64_t last_rowid() const;
    [[nodiscard]] std::int64_t changed_rows() const;  // by the last statement
    // Differs from the last call's answer if another connection has committed in between.
    [[nodiscard]] std::int64_t data_version();
    [[nodiscard]] bool in_transaction() const;
    [[nodiscard]] const std::string& path() const;
    [[nodiscard]] sqlite3* handle() const;

private:
    friend class Transaction;
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace cairn::sqlite
