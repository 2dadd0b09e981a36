#pragma once
// Private to this folder: what Database and Transaction share.
#include <cstdint>
#include <memory>
#include <string>

#include "shared/sqlite/database.h"
#include "shared/sqlite/writer_lock.h"

struct sqlite3;
struct sqlite3_stmt;

namespace cairn::sqlite {

struct Database::State {
    State() = default;
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State();

    void execute(const char* sql);
    void step(sqlite3_stmt* statement, const char* doing) const;
    void checkpoint_if_long();

    std::string path;
    OpenOptions options;
    sqlite3* connection = nullptr;
    sqlite3_stmt* begin = nullptr;
    sqlite3_stmt* commit = nullptr;
    sqlite3_stmt* rollback = nullptr;
    sqlite3_stmt* data_version = nullptr;
    std::unique_ptr<WriterLock> writer_lock;  // none in memory or for reading
    int log_pages = 0;                        // in the write-ahead log after the last commit
    int log_pages_wanted = 0;                 // the next length at which to checkpoint
};

}  // namespace cairn::sqlite
