#include "shared/sqlite/transaction.h"

#include <sqlite3.h>

#include "shared/base/contract.h"
#include "shared/sqlite/database_state.h"

namespace cairn::sqlite {

Transaction::Transaction(Database& database) : state_(*database.state_) {
    CAIRN_ASSERT(!database.in_transaction());
    if (state_.writer_lock && !state_.writer_lock->acquire(state_.options.busy_timeout_ms))
        throw_error(nullptr, SQLITE_BUSY, "wait for another process to finish writing");
    try {
        state_.step(state_.begin, "begin to write");
    } catch (...) {
        if (state_.writer_lock) state_.writer_lock->release();
        throw;
    }
}

Transaction::~Transaction() {
    if (!open_) return;
    // SQLite may have rolled back by itself after a full disk; then there is nothing left to do.
    if (sqlite3_get_autocommit(state_.connection) == 0) {
        sqlite3_step(state_.rollback);
        sqlite3_reset(state_.rollback);
    }
    if (state_.writer_lock) state_.writer_lock->release();
}

void Transaction::commit() {
    CAIRN_ASSERT(open_);
    state_.step(state_.commit, "commit");
    state_.checkpoint_if_long();
    open_ = false;
    if (state_.writer_lock) state_.writer_lock->release();
}

Snapshot::Snapshot(Database& database) {
    if (database.in_transaction()) return;
    database.execute("BEGIN");
    database_ = &database;
}

Snapshot::~Snapshot() {
    if (database_ != nullptr && database_->in_transaction())
        sqlite3_exec(database_->handle(), "COMMIT", nullptr, nullptr, nullptr);
}

}  // namespace cairn::sqlite
