#include <algorithm>
#include <queue>

#include "client/replica/reader_state.h"

namespace cairn::replica {
namespace {

ChangeView read_change(const sqlite::Rows& rows) {
    return {.row = {static_cast<std::uint64_t>(rows.integer(0))},
            .id = rows.id<ChangeId>(1),
            .device = rows.id<DeviceId>(2),
            .wall = {rows.integer(3)},
            .lamport = {static_cast<std::uint64_t>(rows.integer(4))},
            .edits = static_cast<std::uint32_t>(rows.integer(5)),
            .sealed = rows.integer(6) != 0};
}

}  // namespace

HistoryEntry Reader::State::history_entry(const StoredEdit& edit) {
    HistoryEntry entry;
    entry.edit = {static_cast<std::uint64_t>(edit.row)};
    entry.item = item_id(edit.cell.item);
    entry.field = edit.cell.field;
    entry.element = edit.cell.element;
    entry.value = edit.value;
    for (const OverRef& ref : edit.over)
        if (const Row* named = std::get_if<Row>(&ref))
            entry.over.push_back({static_cast<std::uint64_t>(*named)});
    entry.status = edit.status;
    sqlite::Rows rows = change_head.query(edit.row);
    if (!rows.next()) sqlite::throw_corrupt("an edit belongs to no change");
    entry.change = rows.id<ChangeId>(1);
    entry.device = rows.id<DeviceId>(2);
    entry.wall = {rows.integer(3)};
    entry.lamport = {static_cast<std::uint64_t>(rows.integer(4))};
    return entry;
}

std::vector<HistoryEntry> Reader::history(const merge::Cell& cell, std::size_t count_max) {
    const sqlite::Snapshot snapshot(state_->db);
    std::vector<HistoryEntry> found;
    const Row item = state_->item_row(cell.item);
    const Row newest = state_->newest_of_cell.find(item, cell.field, cell.element).value_or(0);
    for (const StoredEdit& edit : state_->edits.of_cell(newest, count_max))
        found.push_back(state_->history_entry(edit));
    return found;
}

std::vector<HistoryEntry> Reader::history(const ItemId& item, std::size_t count_max) {
    const sqlite::Snapshot snapshot(state_->db);
    std::priority_queue<Row> newest;  // of every cell, then what came before it
    {
        sqlite::Rows rows = state_->last_edits.query(state_->item_row(item));
        while (rows.next()) newest.push(rows.integer(0));
    }
    std::vector<HistoryEntry> found;
    while (!newest.empty() && found.size() < count_max) {
        const StoredEdit edit = state_->edits.get(newest.top());
        newest.pop();
        if (edit.before != 0) newest.push(edit.before);
        found.push_back(state_->history_entry(edit));
    }
    return found;
}

std::vector<ChangeView> Reader::changes_since(ChangeRow after, std::size_t count_max) {
    std::vector<ChangeView> found;
    sqlite::Rows rows = state_->changes_since.query(after, count_max);
    while (rows.next()) found.push_back(read_change(rows));
    return found;
}

std::vector<ChangeView> Reader::newest_changes(std::size_t count_max) {
    std::vector<ChangeView> found;
    sqlite::Statement newest(
        state_->db,
        "SELECT c.id, c.identity, d.key, c.wall, c.lamport, c.edits, c.envelope "
        "FROM change c JOIN lane l ON l.id = c.lane JOIN device d ON d.id = l.device "
        "WHERE c.identity IS NOT NULL ORDER BY c.id DESC LIMIT ?");
    sqlite::Rows rows = newest.query(std::min<std::size_t>(count_max, INT64_MAX));
    while (rows.next()) found.push_back(read_change(rows));
    return found;
}

std::vector<ChangeView> Reader::newest_changes_of(const ItemId& item, std::size_t count_max) {
    const sqlite::Snapshot snapshot(state_->db);
    std::vector<ChangeView> found;
    sqlite::Statement change_of(
        state_->db,
        "SELECT c.id, c.identity, d.key, c.wall, c.lamport, c.edits, c.envelope "
        "FROM change c JOIN lane l ON l.id = c.lane JOIN device d ON d.id = l.device "
        "WHERE c.id < ? ORDER BY c.id DESC LIMIT 1");
    for (const HistoryEntry& entry : history(item, SIZE_MAX)) {
        if (found.size() >= count_max) break;
        if (!found.empty() && found.back().id == entry.change) continue;
        sqlite::Rows rows = change_of.query(entry.edit);
        if (rows.next()) found.push_back(read_change(rows));
    }
    return found;
}

std::vector<HistoryEntry> Reader::edits_of(ChangeRow change, std::size_t count_max) {
    const sqlite::Snapshot snapshot(state_->db);
    sqlite::Statement count(state_->db, "SELECT edits FROM change WHERE id = ?");
    const auto edits = static_cast<std::uint32_t>(std::min<std::uint64_t>(
        static_cast<std::uint64_t>(count.find(change).value_or(0)), count_max));
    std::vector<HistoryEntry> found;
    for (const StoredEdit& edit : state_->edits.of_change(static_cast<Row>(change.value), edits))
        found.push_back(state_->history_entry(edit));
    return found;
}

HistoryEntry Reader::edit(EditRow edit) {
    const sqlite::Snapshot snapshot(state_->db);
    return state_->history_entry(state_->edits.get(static_cast<Row>(edit.value)));
}

std::vector<HistoryEntry> Reader::void_by_right(std::size_t count_max) {
    const sqlite::Snapshot snapshot(state_->db);
    sqlite::Statement rows_of(
        state_->db,
        "SELECT id FROM edit WHERE status <> 0 AND status = 4 ORDER BY id DESC LIMIT ?");
    std::vector<HistoryEntry> found;
    sqlite::Rows rows = rows_of.query(std::min<std::size_t>(count_max, INT64_MAX));
    while (rows.next()) found.push_back(state_->history_entry(state_->edits.get(rows.integer(0))));
    return found;
}

std::optional<ChangeRow> Reader::find_change(const ChangeId& id) {
    const auto row = state_->find_change.find(id);
    if (!row) return std::nullopt;
    return ChangeRow{static_cast<std::uint64_t>(*row)};
}

bool Reader::is_before(ChangeRow earlier, ChangeRow later) {
    const sqlite::Snapshot snapshot(state_->db);
    state_->own.begin();
    state_->graph.begin();
    return state_->graph.is_before(static_cast<Row>(earlier.value), static_cast<Row>(later.value));
}

}  // namespace cairn::replica
