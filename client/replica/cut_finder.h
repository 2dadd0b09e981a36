#pragma once
// Private to this folder: finds cuts, and what is outside of them. Costs what lies after the cut,
// and at most one pass over all changes.
#include <functional>
#include <span>
#include <unordered_map>

#include "client/replica/cut.h"
#include "client/replica/own_table.h"
#include "shared/base/ids.h"
#include "shared/sqlite/statement.h"

namespace cairn::replica {

class CutFinder {
public:
    explicit CutFinder(sqlite::Database& database);

    [[nodiscard]] Cut everything();
    // All changes stamped up to `wall`, and their causal past. Void envelopes have no stamp. One
    // before `floor` tells nothing: such a change goes with the last one before it on its lane, but
    // never before what it knew of other lanes.
    [[nodiscard]] Cut stamped_up_to(WallTime wall, WallTime floor);
    // These changes, and their causal past.
    [[nodiscard]] Cut with_past_of(std::span<const Row> changes);
    // The changes of the cut that no other of it has in its past, void envelopes aside:
    // with_past_of gives it again, in every file that has them. Ascending.
    [[nodiscard]] std::vector<ChangeId> maxima(const Cut& cut);
    // The rows of these changes, in the same order; 0: not here.
    [[nodiscard]] std::vector<Row> rows_of(std::span<const ChangeId> changes);
    [[nodiscard]] Outside outside(const Cut& cut);

private:
    struct Lane {
        Row id = 0;
        Row parent = 0;
        Row first = 0;
        Row last = 0;
    };
    struct Node {
        Row predecessor = 0;
        Lamport lamport;
        WallTime wall;
        std::uint32_t edits = 0;
        bool is_void = false;
    };
    // Of a lane: its last change stamped up to a time, 0 for none, and those right after it whose
    // stamps tell nothing, ascending.
    struct Run {
        Row end = 0;
        std::vector<Row> untold;
        bool over = false;  // a later stamp followed
    };
    using Runs = std::unordered_map<Row, Run>;  // by lane
    using Ends = std::unordered_map<Row, Row>;  // greatest change by lane

    void read_lanes();
    [[nodiscard]] Node node(Row change);
    // How many changes may be looked up one by one before a pass over all of them is cheaper.
    [[nodiscard]] std::size_t walk_max() const;
    [[nodiscard]] std::optional<Runs> walk_to(WallTime wall, WallTime floor);
    [[nodiscard]] Runs scan_to(WallTime wall, WallTime floor);
    [[nodiscard]] Row end_of(const Lane& lane, const Run& run, WallTime wall, WallTime floor);
    // Whether the last stamp that tells something up to there is after `wall`.
    [[nodiscard]] bool is_after(const Lane& lane, Row at, WallTime wall, WallTime floor);
    // Adds the past of each end; `among`: lanes whose ends may rise.
    void close(Ends& ends, const std::vector<Row>& among);
    [[nodiscard]] Row upto(Row lane, Row other, Row at);
    [[nodiscard]] static Cut to_cut(const Ends& ends);
    [[nodiscard]] std::optional<std::vector<OutsideChange>> walk_outside(const Cut& cut);
    [[nodiscard]] std::vector<OutsideChange> scan_outside(const Cut& cut);

    OwnTable own_;
    sqlite::LazyStatement lanes_statement_;
    sqlite::LazyStatement node_;
    sqlite::LazyStatement step_;
    sqlite::LazyStatement lane_of_;
    sqlite::LazyStatement all_;
    sqlite::LazyStatement after_;
    sqlite::LazyStatement newest_ids_;
    sqlite::LazyStatement identity_;
    std::vector<Lane> lanes_;
};

}  // namespace cairn::replica
