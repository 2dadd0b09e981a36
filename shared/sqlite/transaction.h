#pragma once
// All or nothing. A writer waits for the lock at the beginning, never in the middle.
#include "shared/sqlite/database.h"

namespace cairn::sqlite {

// BEGIN IMMEDIATE under the writers' lock. Rolls back unless committed. When `commit` returns, the
// data are on disk (synchronous=FULL); afterwards it checkpoints if the log has grown long (about
// 4 MiB), still under the lock. Not nested.
class Transaction {
public:
    explicit Transaction(Database& database);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    void commit();

private:
    Database::State& state_;
    bool open_ = true;
};

// One unchanging view of the file over several queries. Within a Transaction it does nothing.
class Snapshot {
public:
    explicit Snapshot(Database& database);
    ~Snapshot();
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

private:
    Database* database_ = nullptr;  // null: within another transaction
};

}  // namespace cairn::sqlite
