#pragma once
// The graph of changes: who came after whom, exactly, whatever branched (DESIGN 3.1). A lane is a
// path in which each change follows the one before as its device's next, so a point in the graph
// is a lane and a number; what a lane knows of another is kept as steps.
#include <map>
#include <optional>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "client/replica/own_table.h"
#include "client/replica/rows.h"
#include "shared/base/ids.h"
#include "shared/base/sequence.h"
#include "shared/base/time.h"
#include "shared/sqlite/statement.h"

namespace cairn::replica {

struct ChangeInfo {
    Row row = 0;
    Row lane = 0;
    Row predecessor = 0;
    Lamport lamport;
    WallTime wall;
    Row sitting = 0;
    std::uint64_t counter = 0;
    std::uint32_t edits = 0;
    Row envelope = 0;
    ChangeId identity;  // zeros: a void envelope
};

class ChangeGraph {
public:
    ChangeGraph(sqlite::Database& database, OwnTable& own);

    void begin();
    void flush();

    [[nodiscard]] const ChangeInfo& change(Row row);  // must exist; good until the next begin
    [[nodiscard]] Row change_of(Row edit);            // to which this edit belongs
    [[nodiscard]] Row device_of(Row change);
    [[nodiscard]] bool is_before(Row earlier, Row later);  // in its causal past, not itself

    // The change of `device` after `predecessor` with this identity, if it is here already: brought
    // by another envelope, or still pending.
    [[nodiscard]] Row find_successor(Row predecessor, Row device, const ChangeId& identity);

    struct Addition {
        Row device = 0;
        Row predecessor = 0;
        std::span<const Row> deps;  // last changes of the envelopes depended on; 0s are skipped
        WallTime wall;
        Row sitting = 0;
        std::uint64_t counter = 0;
        std::uint32_t edits = 0;
        Row envelope = 0;
        ChangeId identity;
        bool local = false;  // committed on this device, in this file
    };
    Row add(const Addition& addition);  // gives it its number, lane and Lamport
    void set_envelope(Row change, Row envelope);
    // From now on this device's next change follows `change`.
    void continue_own_after(Row change);

private:
    struct Lane {
        Row device = 0;
        Row last = 0;
        bool dirty = false;
    };
    struct Step {
        Row since = 0;
        Row upto = 0;
    };

    Lane& lane(Row row);
    Row lane_for(const Addition& addition, Row row);
    void learn(Row lane, Row since, Row change);
    void learn_step(Row lane, Row since, Row other, Row upto);
    Row upto(Row lane, Row other, Row at);
    std::vector<Row> others_of(Row lane);

    sqlite::Database& database_;
    OwnTable& own_;
    sqlite::LazyStatement read_;
    sqlite::LazyStatement change_of_;
    sqlite::LazyStatement read_lane_;
    sqlite::LazyStatement insert_lane_;
    sqlite::LazyStatement update_lane_;
    sqlite::LazyStatement successors_;
    sqlite::LazyStatement branches_;
    sqlite::LazyStatement first_changes_;
    sqlite::LazyStatement insert_;
    sqlite::LazyStatement set_envelope_;
    sqlite::LazyStatement step_;
    sqlite::LazyStatement next_other_;
    sqlite::LazyStatement insert_step_;
    sqlite::LazyStatement next_row_;
    std::unordered_map<Row, ChangeInfo> changes_;
    std::unordered_map<Row, Lane> lanes_;
    std::map<std::pair<Row, Row>, Step> newest_steps_;  // of (lane, other)
    std::unordered_set<Row> branched_;  // where a lane of this transaction branches off
    Row first_new_ = 0;                 // changes from here on are this transaction's
    Row next_ = 0;
};

}  // namespace cairn::replica
