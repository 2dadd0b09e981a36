#include "client/replica/reader_state.h"

namespace cairn::replica {
namespace {

EditRow edit_row(const sqlite::Rows& rows, int column) {
    return {static_cast<std::uint64_t>(rows.is_null(column) ? 0 : rows.integer(column))};
}

}  // namespace

std::optional<MoveView> Reader::move(const HistoryEntry& edit) {
    const sqlite::Snapshot snapshot(state_->db);
    sqlite::Statement find(state_->db,
                           "SELECT i.placed, i.positioned, m.old_parent, m.old_key, m.old_placed, "
                           "m.old_positioned, i.kind FROM move m JOIN item i ON i.id = m.item "
                           "WHERE m.lamport = ? AND m.edit = ?");
    sqlite::Rows rows = find.query(edit.lamport, edit.edit);
    if (!rows.next()) return std::nullopt;
    MoveView view;
    view.placed = edit_row(rows, 0);
    view.positioned = edit_row(rows, 1);
    view.placed_before = edit_row(rows, 4);
    view.positioned_before = edit_row(rows, 5);
    if (!rows.is_null(2)) {
        view.before = ItemPlace{.id = edit.item,
                                .kind = static_cast<std::uint32_t>(rows.integer(6)),
                                .parent = state_->item_id(rows.integer(2)),
                                .order_key = std::string(text_of(rows.blob(3)))};
    }
    return view;
}

}  // namespace cairn::replica
