#pragma once
// All tables of one open workspace file. Their statements live as long as the connection; what they
// keep in memory lives for one write transaction, since another process may write in between.
#include "client/merge/schema.h"
#include "client/replica/cell_table.h"
#include "client/replica/change_graph.h"
#include "client/replica/change_writer.h"
#include "client/replica/edit_table.h"
#include "client/replica/envelope_store.h"
#include "client/replica/item_table.h"
#include "client/replica/move_log.h"
#include "client/replica/own_table.h"
#include "client/replica/parked_bytes.h"
#include "client/replica/small_tables.h"
#include "shared/sqlite/transaction.h"

namespace cairn::replica {

class Tables {
public:
    // schema outlives them. The file has been migrated.
    Tables(sqlite::Database database, const merge::Schema& schema);
    Tables(const Tables&) = delete;
    Tables& operator=(const Tables&) = delete;

    void begin();
    void flush();

    sqlite::Database db;
    const merge::Schema& schema;
    WorkspaceId workspace;
    Meta meta;
    OwnTable own;
    NumberedIds<DeviceId> devices;
    NumberedIds<SittingId> sittings;
    ItemTable items;
    ChangeGraph graph;
    EditTable edits;
    CellTable cells;
    MoveLog moves;
    ChangeWriter writer;
    ParkedBytes parked;
    EnvelopeStore envelopes;
};

// A write transaction over the tables: all or nothing.
class WriteScope {
public:
    explicit WriteScope(Tables& tables) : tables_(tables), transaction_(tables.db) {
        tables_.begin();
    }
    void commit() {
        tables_.flush();
        transaction_.commit();
    }

private:
    Tables& tables_;
    sqlite::Transaction transaction_;
};

}  // namespace cairn::replica
