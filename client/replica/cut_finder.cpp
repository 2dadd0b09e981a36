#include "client/replica/cut_finder.h"

#include <algorithm>
#include <map>

namespace cairn::replica {
namespace {

// A look-up costs about as much as this many rows of a pass.
constexpr std::size_t rows_a_look_up = 16;
constexpr std::size_t walked_always = 1000;

}  // namespace

CutFinder::CutFinder(sqlite::Database& database)
    : own_(database),
      lanes_statement_(database, "SELECT id, parent, first, last FROM lane ORDER BY id"),
      node_(database,
            "SELECT predecessor, lamport, wall, edits, identity IS NULL FROM change WHERE id = ?"),
      step_(database,
            "SELECT upto FROM known WHERE lane = ? AND other = ? AND since <= ? "
            "ORDER BY since DESC LIMIT 1"),
      lane_of_(database, "SELECT lane FROM change WHERE id = ?"),
      all_(database, "SELECT id, lane, wall FROM change WHERE identity IS NOT NULL ORDER BY id"),
      after_(database,
             "SELECT id, lane, edits, lamport, wall FROM change WHERE id > ? ORDER BY id"),
      newest_ids_(database,
                  "SELECT id, identity FROM change WHERE identity IS NOT NULL ORDER BY id DESC"),
      identity_(database, "SELECT identity FROM change WHERE id = ?") {}

void CutFinder::read_lanes() {
    own_.begin();
    lanes_.clear();
    for (sqlite::Rows rows = lanes_statement_.query(); rows.next();) {
        Lane lane{.id = rows.integer(0),
                  .parent = rows.integer(1),
                  .first = rows.integer(2),
                  .last = rows.integer(3)};
        if (lane.id == own_.state.lane) lane.last = own_.state.last_change;
        lanes_.push_back(lane);
    }
}

CutFinder::Node CutFinder::node(Row change) {
    sqlite::Rows rows = node_.query(change);
    if (!rows.next()) sqlite::throw_corrupt("change " + std::to_string(change) + " is missing");
    return {.predecessor = rows.integer(0),
            .lamport = {static_cast<std::uint64_t>(rows.integer(1))},
            .wall = {rows.integer(2)},
            .edits = static_cast<std::uint32_t>(rows.integer(3)),
            .is_void = rows.integer(4) != 0};
}

std::size_t CutFinder::walk_max() const {
    return walked_always + static_cast<std::size_t>(own_.state.changes) / rows_a_look_up;
}

Cut CutFinder::to_cut(const Ends& ends) {
    Cut cut;
    for (const auto& [lane, last] : ends)
        if (last != 0) cut.ends.push_back({.lane = lane, .last = last});
    std::sort(cut.ends.begin(), cut.ends.end(), [](const Cut::End& a, const Cut::End& b) {
        return a.lane < b.lane;
    });
    return cut;
}

Cut CutFinder::everything() {
    read_lanes();
    Ends ends;
    for (const Lane& lane : lanes_) ends[lane.id] = lane.last;
    return to_cut(ends);
}

Cut CutFinder::stamped_up_to(WallTime wall, WallTime floor) {
    read_lanes();
    std::optional<Runs> runs = walk_to(wall, floor);
    if (!runs) runs = scan_to(wall, floor);
    Ends ends;
    std::vector<Row> unfinished;
    for (const Lane& lane : lanes_) {
        ends[lane.id] = end_of(lane, (*runs)[lane.id], wall, floor);
        if (ends[lane.id] < lane.last) unfinished.push_back(lane.id);
    }
    close(ends, unfinished);
    return to_cut(ends);
}

// Clocks go back, too: the end is the last change stamped so, whatever the ones before it say.
std::optional<CutFinder::Runs> CutFinder::walk_to(WallTime wall, WallTime floor) {
    Runs runs;
    std::size_t walked = 0;
    for (const Lane& lane : lanes_) {
        Run& run = runs[lane.id];
        for (Row at = lane.last; at >= lane.first && run.end == 0;) {
            const Node found = node(at);
            if (!found.is_void && found.wall >= floor) {
                if (found.wall <= wall)
                    run.end = at;
                else
                    run.untold.clear();
            } else if (!found.is_void) {
                run.untold.push_back(at);
            }
            if (run.end == 0 && ++walked > walk_max()) return std::nullopt;
            at = found.predecessor;
        }
        std::reverse(run.untold.begin(), run.untold.end());
    }
    return runs;
}

CutFinder::Runs CutFinder::scan_to(WallTime wall, WallTime floor) {
    Runs runs;
    for (sqlite::Rows rows = all_.query(); rows.next();) {
        const Row change = rows.integer(0);
        const WallTime stamp{rows.integer(2)};
        Run& run = runs[rows.integer(1)];
        if (stamp < floor) {
            if (!run.over) run.untold.push_back(change);
            continue;
        }
        run.over = stamp > wall;
        if (run.over) continue;
        run.end = change;
        run.untold.clear();
    }
    return runs;
}

Row CutFinder::end_of(const Lane& lane, const Run& run, WallTime wall, WallTime floor) {
    const auto knows_nothing_later = [&](Row change) {
        return std::none_of(lanes_.begin(), lanes_.end(), [&](const Lane& other) {
            return other.id != lane.id &&
                   is_after(other, upto(lane.id, other.id, change), wall, floor);
        });
    };
    // Later ones know more.
    const auto end =
        std::partition_point(run.untold.begin(), run.untold.end(), knows_nothing_later);
    return end == run.untold.begin() ? run.end : *(end - 1);
}

bool CutFinder::is_after(const Lane& lane, Row at, WallTime wall, WallTime floor) {
    while (at >= lane.first) {
        const Node found = node(at);
        if (!found.is_void && found.wall >= floor) return found.wall > wall;
        at = found.predecessor;
    }
    return false;
}

// What a lane knows of others holds what those know: once is enough.
void CutFinder::close(Ends& ends, const std::vector<Row>& among) {
    const Ends given = ends;
    for (const Row other : among)
        for (const auto& [lane, last] : given)
            if (lane != other && last != 0)
                ends[other] = std::max(ends[other], upto(lane, other, last));
}

Row CutFinder::upto(Row lane, Row other, Row at) { return step_.find(lane, other, at).value_or(0); }

Cut CutFinder::with_past_of(std::span<const Row> changes) {
    read_lanes();
    Ends ends;
    for (const Row change : changes) {
        const Row lane = lane_of_.find(change).value_or(0);
        ends[lane] = std::max(ends[lane], change);
    }
    std::vector<Row> all;
    for (const Lane& lane : lanes_) all.push_back(lane.id);
    close(ends, all);
    return to_cut(ends);
}

std::vector<ChangeId> CutFinder::maxima(const Cut& cut) {
    read_lanes();
    std::vector<Cut::End> ends;  // without the void envelopes behind them
    std::vector<ChangeId> ids;
    for (const Lane& lane : lanes_) {
        Row at = cut.last_of(lane.id);
        while (at >= lane.first && node(at).is_void) at = node(at).predecessor;
        if (at < lane.first) continue;
        ends.push_back({.lane = lane.id, .last = at});
    }
    const auto known_to_another = [&](const Cut::End& end) {
        return std::any_of(ends.begin(), ends.end(), [&](const Cut::End& other) {
            return other.lane != end.lane && upto(other.lane, end.lane, other.last) >= end.last;
        });
    };
    for (const Cut::End& end : ends) {
        if (known_to_another(end)) continue;
        sqlite::Rows rows = identity_.query(end.last);
        if (rows.next()) ids.push_back(rows.id<ChangeId>(0));
    }
    std::sort(ids.begin(), ids.end());
    return ids;
}

std::vector<Row> CutFinder::rows_of(std::span<const ChangeId> changes) {
    std::vector<Row> found(changes.size(), 0);
    std::map<ChangeId, std::size_t> wanted;
    for (std::size_t i = 0; i < changes.size(); ++i) wanted.emplace(changes[i], i);
    sqlite::Rows rows = newest_ids_.query();
    while (!wanted.empty() && rows.next()) {
        const auto one = wanted.find(rows.id<ChangeId>(1));
        if (one == wanted.end()) continue;
        found[one->second] = rows.integer(0);
        wanted.erase(one);
    }
    return found;
}

Outside CutFinder::outside(const Cut& cut) {
    read_lanes();
    std::optional<std::vector<OutsideChange>> changes = walk_outside(cut);
    return Outside(changes ? std::move(*changes) : scan_outside(cut));
}

std::optional<std::vector<OutsideChange>> CutFinder::walk_outside(const Cut& cut) {
    std::vector<OutsideChange> changes;
    for (const Lane& lane : lanes_) {
        const Row end = cut.last_of(lane.id);
        for (Row at = lane.last; at >= lane.first && at > end;) {
            if (changes.size() >= walk_max()) return std::nullopt;
            const Node found = node(at);
            changes.push_back({.row = at,
                               .lane = lane.id,
                               .edits = found.edits,
                               .lamport = found.lamport,
                               .wall = found.wall});
            at = found.predecessor;
        }
    }
    return changes;
}

std::vector<OutsideChange> CutFinder::scan_outside(const Cut& cut) {
    Ends ends;
    Row before_all = INT64_MAX;
    for (const Lane& lane : lanes_) {
        const Row end = cut.last_of(lane.id);
        ends[lane.id] = end;
        if (end < lane.last) before_all = std::min(before_all, std::max(end, lane.first - 1));
    }
    std::vector<OutsideChange> changes;
    for (sqlite::Rows rows = after_.query(before_all); rows.next();) {
        const OutsideChange change{.row = rows.integer(0),
                                   .lane = rows.integer(1),
                                   .edits = static_cast<std::uint32_t>(rows.integer(2)),
                                   .lamport = {static_cast<std::uint64_t>(rows.integer(3))},
                                   .wall = {rows.integer(4)}};
        if (change.row > ends[change.lane]) changes.push_back(change);
    }
    return changes;
}

}  // namespace cairn::replica
