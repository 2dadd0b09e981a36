#include "client/replica/edit_table.h"

namespace cairn::replica {

EditTable::EditTable(sqlite::Database& database)
    : insert_(database,
              "INSERT INTO edit(id, item, field, element, value, over, before, status) "
              "VALUES(?, ?, ?, ?, ?, ?, ?, ?)"),
      find_(database,
            "SELECT id, item, field, element, value, over, before, status FROM edit WHERE id = ?"),
      range_(database,
             "SELECT id, item, field, element, value, over, before, status FROM edit "
             "WHERE id BETWEEN ? AND ? ORDER BY id"),
      set_status_(database, "UPDATE edit SET status = ? WHERE id = ?"),
      parked_(database, "SELECT id FROM edit WHERE status <> 0 AND status = 1 ORDER BY id") {}

void EditTable::insert(Row row,
                       const CellKey& cell,
                       std::string_view value,
                       const std::vector<OverRef>& over,
                       Row before,
                       EditStatus status) {
    const std::optional<Row> previous = before == 0 ? std::nullopt : std::optional(before);
    const auto code = static_cast<int>(status);
    const auto element = element_column(cell.element);
    const bool plain = over.size() == 1 && std::holds_alternative<Row>(over.front());
    if (over.empty()) {
        insert_.run(row, cell.item, cell.field, element, value, nullptr, previous, code);
    } else if (plain) {
        const Row one = std::get<Row>(over.front());
        insert_.run(row, cell.item, cell.field, element, value, one, previous, code);
    } else {
        const Bytes list = encode_over(over);
        insert_.run(row, cell.item, cell.field, element, value, list, previous, code);
    }
}

StoredEdit EditTable::read(const sqlite::Rows& rows) {
    StoredEdit edit;
    edit.row = rows.integer(0);
    edit.cell = {.item = rows.integer(1),
                 .field = static_cast<merge::FieldNumber>(rows.integer(2)),
                 .element = std::string(rows.text(3))};
    edit.value = rows.text(4);
    edit.over = read_over(rows, 5);
    edit.before = rows.integer(6);
    edit.status = static_cast<EditStatus>(rows.integer(7));
    return edit;
}

std::optional<StoredEdit> EditTable::find(Row row) {
    sqlite::Rows rows = find_.query(row);
    if (!rows.next()) return std::nullopt;
    return read(rows);
}

StoredEdit EditTable::get(Row row) {
    std::optional<StoredEdit> edit = find(row);
    if (!edit) sqlite::throw_corrupt("edit " + std::to_string(row) + " is missing");
    return std::move(*edit);
}

void EditTable::set_status(Row row, EditStatus status) {
    set_status_.run(static_cast<int>(status), row);
}

std::vector<StoredEdit> EditTable::of_cell(Row last, std::size_t count_max) {
    std::vector<StoredEdit> edits;
    for (Row row = last; row != 0 && edits.size() < count_max; row = edits.back().before)
        edits.push_back(get(row));
    return edits;
}

std::vector<StoredEdit> EditTable::of_change(Row change, std::uint32_t count) {
    std::vector<StoredEdit> edits;
    edits.reserve(count);
    sqlite::Rows rows = range_.query(change + 1, change + static_cast<Row>(count));
    while (rows.next()) edits.push_back(read(rows));
    return edits;
}

std::vector<Row> EditTable::parked() {
    std::vector<Row> found;
    sqlite::Rows rows = parked_.query();
    while (rows.next()) found.push_back(rows.integer(0));
    return found;
}

}  // namespace cairn::replica
