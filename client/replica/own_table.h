#pragma once
// Where this device stands: what its next change and its next envelope follow.
#include "client/replica/rows.h"
#include "shared/sqlite/statement.h"

namespace cairn::replica {

struct OwnState {
    Row lane = 0;              // extended by local commits only
    Row last_change = 0;       // what the next change follows
    Row sealed_change = 0;     // the newest that is in an envelope
    std::int64_t pending = 0;  // changes after that one
    Row tip = 0;               // the envelope that the next one follows
    std::int64_t changes = 0;  // all in this file
    std::int64_t edits = 0;
    friend bool operator==(const OwnState&, const OwnState&) = default;
};

class OwnTable {
public:
    explicit OwnTable(sqlite::Database& database)
        : read_(database,
                "SELECT lane, last_change, sealed_change, pending, tip, changes, edits FROM own "
                "WHERE id = 1"),
          write_(database,
                 "UPDATE own SET lane = ?, last_change = ?, sealed_change = ?, pending = ?, "
                 "tip = ?, changes = ?, edits = ? WHERE id = 1") {}

    void begin() {
        sqlite::Rows rows = read_.query();
        if (!rows.next()) sqlite::throw_corrupt("the row of this device is missing");
        stored_ = {.lane = rows.integer(0),
                   .last_change = rows.integer(1),
                   .sealed_change = rows.integer(2),
                   .pending = rows.integer(3),
                   .tip = rows.integer(4),
                   .changes = rows.integer(5),
                   .edits = rows.integer(6)};
        state = stored_;
    }
    void flush() {
        if (state == stored_) return;
        write_.run(state.lane,
                   state.last_change,
                   state.sealed_change,
                   state.pending,
                   state.tip,
                   state.changes,
                   state.edits);
        stored_ = state;
    }

    OwnState state;

private:
    sqlite::LazyStatement read_;
    sqlite::LazyStatement write_;
    OwnState stored_;
};

}  // namespace cairn::replica
