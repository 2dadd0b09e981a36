#include "client/replica/change_graph.h"

#include <algorithm>

namespace cairn::replica {

ChangeGraph::ChangeGraph(sqlite::Database& database, OwnTable& own)
    : database_(database),
      own_(own),
      read_(database,
            "SELECT lane, predecessor, lamport, wall, sitting, counter, edits, envelope, identity "
            "FROM change WHERE id = ?"),
      change_of_(database, "SELECT id FROM change WHERE id < ? ORDER BY id DESC LIMIT 1"),
      read_lane_(database, "SELECT device, last FROM lane WHERE id = ?"),
      insert_lane_(database, "INSERT INTO lane(device, parent, first, last) VALUES(?, ?, ?, ?)"),
      update_lane_(database, "UPDATE lane SET last = ? WHERE id = ?"),
      successors_(database,
                  "SELECT id FROM change WHERE id > ?1 AND predecessor = ?1 AND identity = ?2"),
      branches_(database,
                "SELECT c.id FROM lane l JOIN change c ON c.id = l.first "
                "WHERE l.parent = ? AND c.identity = ?"),
      first_changes_(database,
                     "SELECT c.id FROM lane l JOIN change c ON c.id = l.first "
                     "WHERE l.device = ? AND l.parent = 0 AND c.identity = ?"),
      insert_(database,
              "INSERT INTO change(id, lane, predecessor, lamport, wall, sitting, counter, edits, "
              "envelope, identity) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      set_envelope_(database, "UPDATE change SET envelope = ? WHERE id = ?"),
      step_(database,
            "SELECT since, upto FROM known WHERE lane = ? AND other = ? AND since <= ? "
            "ORDER BY since DESC LIMIT 1"),
      next_other_(database,
                  "SELECT other FROM known WHERE lane = ? AND other > ? ORDER BY other LIMIT 1"),
      insert_step_(database,
                   "INSERT OR REPLACE INTO known(lane, other, since, upto) VALUES(?, ?, ?, ?)"),
      next_row_(database, "SELECT id + edits + 1 FROM change ORDER BY id DESC LIMIT 1") {}

void ChangeGraph::begin() {
    changes_.clear();
    lanes_.clear();
    newest_steps_.clear();
    branched_.clear();
    next_ = first_new_ = next_row_.find().value_or(1);
}

void ChangeGraph::flush() {
    for (auto& [row, held] : lanes_) {
        if (!held.dirty) continue;
        update_lane_.run(held.last, row);
        held.dirty = false;
    }
}

const ChangeInfo& ChangeGraph::change(Row row) {
    const auto [entry, missing] = changes_.try_emplace(row);
    if (!missing) return entry->second;
    sqlite::Rows rows = read_.query(row);
    if (!rows.next()) {
        changes_.erase(entry);
        sqlite::throw_corrupt("change " + std::to_string(row) + " is missing");
    }
    ChangeInfo& info = entry->second;
    info.row = row;
    info.lane = rows.integer(0);
    info.predecessor = rows.integer(1);
    info.lamport = {static_cast<std::uint64_t>(rows.integer(2))};
    info.wall = {rows.integer(3)};
    info.sitting = rows.integer(4);
    info.counter = static_cast<std::uint64_t>(rows.integer(5));
    info.edits = static_cast<std::uint32_t>(rows.integer(6));
    info.envelope = rows.integer(7);
    info.identity = rows.id<ChangeId>(8);
    return info;
}

Row ChangeGraph::change_of(Row edit) { return change_of_.find(edit).value_or(0); }

ChangeGraph::Lane& ChangeGraph::lane(Row row) {
    const auto [entry, missing] = lanes_.try_emplace(row);
    if (missing) {
        sqlite::Rows rows = read_lane_.query(row);
        if (!rows.next()) sqlite::throw_corrupt("lane " + std::to_string(row) + " is missing");
        entry->second.device = rows.integer(0);
        entry->second.last = row == own_.state.lane ? own_.state.last_change : rows.integer(1);
    }
    return entry->second;
}

Row ChangeGraph::device_of(Row row) { return lane(change(row).lane).device; }

bool ChangeGraph::is_before(Row earlier, Row later) {
    if (earlier == later) return false;
    const Row lane = change(earlier).lane;
    return upto(change(later).lane, lane, later) >= earlier;
}

Row ChangeGraph::find_successor(Row predecessor, Row device, const ChangeId& identity) {
    if (predecessor == 0) return first_changes_.find(device, identity).value_or(0);
    // The usual case: at the end of a lane only branches follow.
    if (lane(change(predecessor).lane).last == predecessor) {
        const bool new_end = predecessor >= first_new_ && branched_.count(predecessor) == 0;
        return new_end ? 0 : branches_.find(predecessor, identity).value_or(0);
    }
    return successors_.find(predecessor, identity).value_or(0);
}

Row ChangeGraph::add(const Addition& addition) {
    ChangeInfo info{.row = next_,
                    .lane = 0,
                    .predecessor = addition.predecessor,
                    .lamport = {},
                    .wall = addition.wall,
                    .sitting = addition.sitting,
                    .counter = addition.counter,
                    .edits = addition.edits,
                    .envelope = addition.envelope,
                    .identity = addition.identity};
    next_ += 1 + static_cast<Row>(addition.edits);
    if (addition.predecessor != 0) info.lamport = change(addition.predecessor).lamport;
    for (const Row dep : addition.deps)
        if (dep != 0) info.lamport = std::max(info.lamport, change(dep).lamport);
    info.lamport = info.lamport.next();
    info.lane = lane_for(addition, info.row);
    for (const Row dep : addition.deps)
        if (dep != 0) learn(info.lane, info.row, dep);
    const auto identity =
        info.identity.is_zero() ? std::nullopt : std::optional(info.identity.view());
    insert_.run(info.row,
                info.lane,
                info.predecessor,
                info.lamport,
                info.wall.ms,
                info.sitting,
                static_cast<std::int64_t>(info.counter),
                info.edits,
                info.envelope,
                identity);
    if (identity) ++own_.state.changes;
    own_.state.edits += addition.edits;
    changes_[info.row] = info;
    return info.row;
}

// Goes on where the predecessor's lane ends, or branches off it.
Row ChangeGraph::lane_for(const Addition& addition, Row row) {
    if (addition.predecessor != 0) {
        const Row same = change(addition.predecessor).lane;
        Lane& held = lane(same);
        const bool own = same == own_.state.lane;
        if (held.last == addition.predecessor && held.device == addition.device &&
            own == addition.local) {
            held.last = row;
            held.dirty = !own;
            return same;
        }
    }
    insert_lane_.run(addition.device, addition.predecessor, row, row);
    const Row made = database_.last_rowid();
    if (addition.local) {
        if (own_.state.lane != 0) lane(own_.state.lane).dirty = true;
        own_.state.lane = made;
    }
    lanes_[made] = {.device = addition.device, .last = row, .dirty = false};
    if (addition.predecessor != 0) {
        branched_.insert(addition.predecessor);
        learn(made, row, addition.predecessor);
    }
    return made;
}

void ChangeGraph::set_envelope(Row row, Row envelope) {
    set_envelope_.run(envelope, row);
    const auto held = changes_.find(row);
    if (held != changes_.end()) held->second.envelope = envelope;
}

void ChangeGraph::continue_own_after(Row row) {
    OwnState& own = own_.state;
    const Row next = row == 0 ? 0 : change(row).lane;
    if (own.lane != 0 && own.lane != next) lane(own.lane).dirty = true;
    // Only the end of a lane can be gone on from; elsewhere the next change begins a new one.
    if (next != 0 && next != own.lane) own.lane = lane(next).last == row ? next : 0;
    own.last_change = row;
}

// From `since` on, the lane knows the change and all that it knew.
void ChangeGraph::learn(Row lane, Row since, Row row) {
    const Row other = change(row).lane;
    if (upto(lane, other, since) >= row) return;
    learn_step(lane, since, other, row);
    for (const Row further : others_of(other)) {
        if (further != lane) learn_step(lane, since, further, upto(other, further, row));
    }
}

void ChangeGraph::learn_step(Row lane, Row since, Row other, Row upto_row) {
    if (upto_row == 0 || other == lane || upto(lane, other, since) >= upto_row) return;
    insert_step_.run(lane, other, since, upto_row);
    newest_steps_[{lane, other}] = {.since = since, .upto = upto_row};
}

// The last change of `other` that is in the past of change `at` of `lane`, 0: none.
Row ChangeGraph::upto(Row lane, Row other, Row at) {
    if (lane == other) return at - 1;
    const auto newest = newest_steps_.find({lane, other});
    if (newest != newest_steps_.end() && newest->second.since <= at) return newest->second.upto;
    Step step;
    sqlite::Rows rows = step_.query(lane, other, at);
    if (rows.next()) step = {.since = rows.integer(0), .upto = rows.integer(1)};
    // Only the end of a lane is asked about again and again.
    if (newest == newest_steps_.end() && at >= ChangeGraph::lane(lane).last)
        newest_steps_[{lane, other}] = step;
    return step.upto;
}

std::vector<Row> ChangeGraph::others_of(Row lane) {
    std::vector<Row> others;
    Row last = 0;
    while (const auto next = next_other_.find(lane, last)) {
        others.push_back(*next);
        last = *next;
    }
    return others;
}

}  // namespace cairn::replica
