#include <algorithm>
#include <map>
#include <set>

#include "client/replica/reader_state.h"

namespace cairn::replica {

std::vector<ConflictView> Reader::conflicts() {
    const sqlite::Snapshot snapshot(state_->db);
    state_->own.begin();
    state_->graph.begin();
    return Conflicts(*state_).all();
}

bool Reader::State::concurrent(Row a, Row b) {
    return a != b && !graph.is_before(a, b) && !graph.is_before(b, a);
}

std::vector<ConflictView> Conflicts::all() {
    values_and_places();
    skipped_moves();
    trash();
    lost();
    under_lost();
    link_circles();
    return std::move(found_);
}

std::vector<Row> Conflicts::rows_of(std::string_view sql, Row argument) {
    std::vector<Row> found;
    sqlite::Statement select(state_.db, sql);
    sqlite::Rows rows = select.query(argument);
    while (rows.next()) found.push_back(rows.integer(0));
    return found;
}

void Conflicts::values_and_places() {
    sqlite::Statement select(state_.db,
                             "SELECT k.item, k.field, k.element, k.base, c.head FROM conflict k "
                             "JOIN cell c ON c.item = k.item AND c.field = k.field "
                             "AND c.element = k.element ORDER BY k.item, k.field, k.element");
    for (sqlite::Rows rows = select.query(); rows.next();) {
        const CellKey key{.item = rows.integer(0),
                          .field = static_cast<merge::FieldNumber>(rows.integer(1)),
                          .element = std::string(rows.text(2))};
        ConflictView view;
        view.kind = key.field == merge::field_place ? ConflictKind::places : ConflictKind::values;
        view.item = state_.item_id(key.item);
        view.field = key.field;
        view.element = key.element;
        if (!rows.is_null(3)) view.base = state_.edits.get(rows.integer(3)).value;
        view.candidates = state_.heads_in_order(rows.integer(4), state_.other_heads(key));
        found_.push_back(std::move(view));
    }
}

// Moves that the replay skipped and that nobody has replaced since.
void Conflicts::skipped_moves() {
    const std::vector<Row> skipped = rows_of(
        "SELECT m.edit FROM move m JOIN edit e ON e.id = m.edit JOIN cell c "
        "ON c.item = e.item AND c.field = e.field AND c.element = '' "
        "WHERE (m.effect & 1) = 0 AND e.field = ?1 AND (c.head = m.edit OR EXISTS(SELECT 1 "
        "FROM head h WHERE h.item = e.item AND h.field = e.field AND h.edit = m.edit)) "
        "ORDER BY m.edit",
        merge::field_place);
    for (const Row edit : skipped) {
        const StoredEdit stored = state_.edits.get(edit);
        found_.push_back({.kind = ConflictKind::skipped_move,
                          .item = state_.item_id(stored.cell.item),
                          .field = merge::field_place,
                          .element = {},
                          .base = {},
                          .candidates = {head(edit)},
                          .others = {}});
    }
}

// What somebody did to a thrown-away item, or put below it, without knowing.
void Conflicts::trash() {
    const std::vector<Row> thrown =
        rows_of("SELECT placed FROM item WHERE parent = ? ORDER BY id", trash_row);
    for (const Row placed : thrown) {
        const Row top = state_.edits.get(placed).cell.item;
        const Row trashing = state_.graph.change_of(placed);
        edited_after(top, trashing, top);
        below_trashed(top, trashing);
    }
}

void Conflicts::below_trashed(Row top, Row trashing) {
    std::vector<Row> waiting{top};
    while (!waiting.empty()) {
        const Row parent = waiting.back();
        waiting.pop_back();
        for (const Row placed :
             rows_of("SELECT placed FROM item WHERE parent = ? ORDER BY id", parent)) {
            const Row item = state_.edits.get(placed).cell.item;
            waiting.push_back(item);
            if (state_.concurrent(state_.graph.change_of(placed), trashing))
                found_.push_back({.kind = ConflictKind::under_trashed,
                                  .item = state_.item_id(item),
                                  .field = merge::field_place,
                                  .element = {},
                                  .base = {},
                                  .candidates = {head(placed)},
                                  .others = {state_.item_id(top)}});
            edited_after(item, trashing, top);
        }
    }
}

void Conflicts::edited_after(Row item, Row trashing, Row top) {
    const std::vector<Row> heads = rows_of(
        "SELECT head FROM cell WHERE item = ?1 AND field > 3 AND head <> 0 "
        "UNION ALL SELECT edit FROM head WHERE item = ?1 AND field > 3",
        item);
    for (const Row edit : heads) {
        if (!state_.concurrent(state_.graph.change_of(edit), trashing)) continue;
        const StoredEdit stored = state_.edits.get(edit);
        found_.push_back({.kind = ConflictKind::edited_in_trash,
                          .item = state_.item_id(item),
                          .field = stored.cell.field,
                          .element = stored.cell.element,
                          .base = {},
                          .candidates = {head(edit)},
                          .others = {state_.item_id(top)}});
    }
}

void Conflicts::lost() {
    const std::vector<Row> items = rows_of(
        "SELECT i.id FROM item i WHERE i.parent IS NULL AND i.id > ?1 "
        "AND EXISTS(SELECT 1 FROM cell c WHERE c.item = i.id AND c.value IS NOT NULL) "
        "AND NOT EXISTS(SELECT 1 FROM link k WHERE k.item = i.id) ORDER BY i.id",
        trash_row);
    for (const Row item : items)
        found_.push_back({.kind = ConflictKind::lost,
                          .item = state_.item_id(item),
                          .field = 0,
                          .element = {},
                          .base = {},
                          .candidates = {},
                          .others = {}});
}

// Whoever made the item above has lost the right to, so that it is nowhere; what others put below
// it counts, and would be seen by nobody.
void Conflicts::under_lost() {
    const std::vector<Row> placed_there = rows_of(
        "SELECT i.placed FROM item i JOIN item above ON above.id = i.parent "
        "WHERE above.parent IS NULL AND above.id > ?1 ORDER BY i.id",
        trash_row);
    for (const Row placed : placed_there) {
        const Row item = state_.edits.get(placed).cell.item;
        const auto above = state_.parent.find(item);
        found_.push_back({.kind = ConflictKind::under_lost,
                          .item = state_.item_id(item),
                          .field = merge::field_place,
                          .element = {},
                          .base = {},
                          .candidates = {head(placed)},
                          .others = {state_.item_id(above.value_or(0))}});
    }
}

}  // namespace cairn::replica
