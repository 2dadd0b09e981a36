#include "client/replica/tables.h"

namespace cairn::replica {

Tables::Tables(sqlite::Database database, const merge::Schema& field_rules)
    : db(std::move(database)),
      schema(field_rules),
      meta(db),
      own(db),
      devices(db,
              "SELECT id FROM device WHERE key = ?",
              "INSERT INTO device(key) VALUES(?)",
              "SELECT key FROM device WHERE id = ?"),
      sittings(db,
               "SELECT id FROM sitting WHERE bytes = ?",
               "INSERT INTO sitting(bytes) VALUES(?)",
               "SELECT bytes FROM sitting WHERE id = ?"),
      items(db),
      graph(db, own),
      edits(db),
      cells(db, schema, items, graph, edits),
      moves(db, items, graph),
      writer(db, schema, workspace, graph, edits, cells, moves),
      parked(db),
      envelopes(db, parked) {
    workspace = meta.id<WorkspaceId>("workspace");
}

void Tables::begin() {
    own.begin();
    devices.begin();
    sittings.begin();
    items.begin();
    graph.begin();
    cells.begin();
    moves.begin();
    parked.begin();
    envelopes.begin();
}

void Tables::flush() {
    moves.settle();
    cells.flush();
    items.flush();  // after those that name items
    graph.flush();
    parked.flush();
    own.flush();
}

}  // namespace cairn::replica
