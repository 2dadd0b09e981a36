#include "client/replica/reader.h"

#include <algorithm>
#include <tuple>

#include "client/merge/value.h"
#include "client/replica/reader_state.h"

namespace cairn::replica {

Reader::State::State(sqlite::Database& database, const merge::Schema& rules)
    : db(database),
      schema(rules),
      own(database),
      graph(database, own),
      edits(database),
      texts(database, graph, edits),
      find_item(database, "SELECT id FROM item WHERE uid = ?"),
      item_uid(database, "SELECT uid FROM item WHERE id = ?"),
      item_place(database,
                 "SELECT i.kind, p.uid, i.order_key FROM item i JOIN item p ON p.id = i.parent "
                 "WHERE i.uid = ?"),
      children(database,
               "SELECT uid, kind, order_key, positioned FROM item WHERE parent = ? "
               "ORDER BY order_key"),
      parent(database, "SELECT parent FROM item WHERE id = ?"),
      placed_items(database,
                   "SELECT id, uid, kind, parent, order_key FROM item "
                   "WHERE parent IS NOT NULL ORDER BY id"),
      all_cells(database,
                "SELECT field, element, value, head, others, item FROM cell "
                "WHERE value IS NOT NULL ORDER BY item, field, element"),
      // In this order, so that each item is one look into the cells.
      values(database,
             "SELECT i.uid, c.value FROM item i CROSS JOIN cell c ON c.item = i.id "
             "AND c.field = ? AND c.element = '' WHERE i.parent IS NOT NULL "
             "AND c.value IS NOT NULL AND c.value <> 'n'"),
      prefix(database, "SELECT uid FROM item WHERE uid >= ? AND uid < ? AND id > 2 LIMIT ?"),
      // With the number in the statement itself SQLite uses the index cell_title.
      titled(database,
             "SELECT i.uid FROM cell c JOIN item i ON i.id = c.item "
             "WHERE c.field = 10 AND c.value = ? COLLATE NOCASE"),
      cells(database,
            "SELECT field, element, value, head, others FROM cell "
            "WHERE item = ? AND value IS NOT NULL ORDER BY field, element"),
      cell(database,
           "SELECT field, element, value, head, others FROM cell "
           "WHERE item = ? AND field = ? AND element = ?"),
      heads(database,
            "SELECT edit FROM head WHERE item = ? AND field = ? AND element = ? ORDER BY edit"),
      last_edits(database, "SELECT last FROM cell WHERE item = ?"),
      newest_of_cell(database,
                     "SELECT last FROM cell WHERE item = ? AND field = ? AND element = ?"),
      change_head(database,
                  "SELECT c.id, c.identity, d.key, c.wall, c.lamport FROM change c "
                  "JOIN lane l ON l.id = c.lane JOIN device d ON d.id = l.device "
                  "WHERE c.id < ? ORDER BY c.id DESC LIMIT 1"),
      changes_since(database,
                    "SELECT c.id, c.identity, d.key, c.wall, c.lamport, c.edits, c.envelope "
                    "FROM change c JOIN lane l ON l.id = c.lane JOIN device d ON d.id = l.device "
                    "WHERE c.id > ? AND c.identity IS NOT NULL ORDER BY c.id LIMIT ?"),
      find_change(database, "SELECT id FROM change WHERE identity = ?"),
      links_from(database,
                 "SELECT i.uid, s.uid, k.type, t.uid FROM link k JOIN item i ON i.id = k.item "
                 "JOIN item s ON s.id = k.source JOIN item t ON t.id = k.target "
                 "WHERE k.source = ? AND k.live ORDER BY i.uid"),
      links_to(database,
               "SELECT i.uid, s.uid, k.type, t.uid FROM link k JOIN item i ON i.id = k.item "
               "JOIN item s ON s.id = k.source JOIN item t ON t.id = k.target "
               "WHERE k.target = ? AND k.live ORDER BY i.uid"),
      links_ever(database,
                 "SELECT i.uid, s.uid, k.type, t.uid FROM link k JOIN item i ON i.id = k.item "
                 "JOIN item s ON s.id = k.source JOIN item t ON t.id = k.target "
                 "WHERE k.source = ?1 OR k.target = ?1 ORDER BY i.uid"),
      links(database,
            "SELECT i.uid, s.uid, k.type, t.uid, k.item FROM link k JOIN item i ON i.id = k.item "
            "JOIN item s ON s.id = k.source JOIN item t ON t.id = k.target "
            "WHERE k.live ORDER BY k.item"),
      cells_of_links(database,
                     "SELECT c.field, c.element, c.value, c.head, c.others, c.item FROM link k "
                     "CROSS JOIN cell c ON c.item = k.item WHERE k.live AND c.field > 3 "
                     "AND c.value IS NOT NULL ORDER BY k.item, c.field, c.element") {}

Reader::Reader(sqlite::Database& database, const merge::Schema& schema)
    : state_(std::make_unique<State>(database, schema)) {}
Reader::Reader(Reader&&) noexcept = default;
Reader::~Reader() = default;

Row Reader::State::item_row(const ItemId& id) {
    return find_item.find(to_base32(id.view())).value_or(0);
}

ItemId Reader::State::item_id(Row row) {
    sqlite::Rows rows = item_uid.query(row);
    const auto id = rows.next() ? merge::parse_item(rows.text(0)) : std::nullopt;
    if (!id) sqlite::throw_corrupt("item " + std::to_string(row) + " has no id");
    return *id;
}

std::vector<EditRow> Reader::State::other_heads(const CellKey& key) {
    std::vector<EditRow> others;
    sqlite::Rows rows = heads.query(key.item, key.field, key.element);
    while (rows.next()) others.push_back({static_cast<std::uint64_t>(rows.integer(0))});
    return others;
}

// Columns field, element, value, head, others.
CellView Reader::State::read_cell(const sqlite::Rows& rows, Row item) {
    CellView view;
    view.field = static_cast<merge::FieldNumber>(rows.integer(0));
    view.element = rows.text(1);
    view.value = rows.is_null(2) ? "n" : rows.text(2);
    const auto head_row = static_cast<std::uint64_t>(rows.integer(3));
    if (head_row != 0) view.heads.push_back({head_row});
    if (rows.integer(4) > 0) {
        const CellKey key{.item = item, .field = view.field, .element = view.element};
        const std::vector<EditRow> others = other_heads(key);
        view.heads.insert(view.heads.end(), others.begin(), others.end());
    }
    return view;
}

HeadView Reader::State::head(Row edit) {
    const StoredEdit stored = edits.get(edit);
    HeadView view;
    view.edit = {static_cast<std::uint64_t>(edit)};
    view.value = stored.value;
    view.parked = stored.status == EditStatus::parked;
    sqlite::Rows rows = change_head.query(edit);
    if (!rows.next()) sqlite::throw_corrupt("an edit belongs to no change");
    view.change = rows.id<ChangeId>(1);
    view.device = rows.id<DeviceId>(2);
    view.wall = {rows.integer(3)};
    view.lamport = {static_cast<std::uint64_t>(rows.integer(4))};
    return view;
}

std::vector<HeadView> Reader::State::heads_in_order(Row shown, const std::vector<EditRow>& others) {
    std::vector<HeadView> ordered{head(shown)};
    for (const EditRow other : others) ordered.push_back(head(static_cast<Row>(other.value)));
    std::sort(ordered.begin() + 1, ordered.end(), [](const HeadView& a, const HeadView& b) {
        if (a.parked != b.parked) return b.parked;
        // Within one change, rows ascend with the index.
        return std::tie(a.wall, a.lamport, a.change, a.edit) >
               std::tie(b.wall, b.lamport, b.change, b.edit);
    });
    return ordered;
}

std::vector<CellView> Reader::cells(const ItemId& item) {
    const sqlite::Snapshot snapshot(state_->db);
    std::vector<CellView> found;
    const Row row = state_->item_row(item);
    if (row == 0) return found;
    sqlite::Rows rows = state_->cells.query(row);
    while (rows.next()) found.push_back(state_->read_cell(rows, row));
    return found;
}

std::optional<CellView> Reader::cell(const merge::Cell& cell) {
    const sqlite::Snapshot snapshot(state_->db);
    const Row row = state_->item_row(cell.item);
    if (row == 0) return std::nullopt;
    sqlite::Rows rows = state_->cell.query(row, cell.field, cell.element);
    if (!rows.next()) return std::nullopt;
    return state_->read_cell(rows, row);
}

std::vector<HeadView> Reader::heads(const merge::Cell& cell) {
    const sqlite::Snapshot snapshot(state_->db);
    const std::optional<CellView> view = Reader::cell(cell);
    if (!view || view->heads.empty()) return {};
    const std::vector<EditRow> others(view->heads.begin() + 1, view->heads.end());
    return state_->heads_in_order(static_cast<Row>(view->heads.front().value), others);
}

merge::EditId Reader::edit_id(EditRow edit) { return state_->edit_id(edit); }

merge::EditId Reader::State::edit_id(EditRow edit) {
    sqlite::Rows rows = change_head.query(edit);
    if (!rows.next()) sqlite::throw_corrupt("an edit belongs to no change");
    const auto change = static_cast<std::uint64_t>(rows.integer(0));
    return {.change = rows.id<ChangeId>(1),
            .index = static_cast<std::uint32_t>(edit.value - change - 1)};
}

namespace {

LinkView read_link(const sqlite::Rows& rows) {
    const auto link = merge::parse_item(rows.text(0));
    const auto from = merge::parse_item(rows.text(1));
    const auto to = merge::parse_item(rows.text(3));
    if (!link || !from || !to) sqlite::throw_corrupt("a link has no ids");
    return {.link = *link,
            .from = *from,
            .type = static_cast<std::uint32_t>(rows.integer(2)),
            .to = *to};
}

}  // namespace

std::vector<LinkView> Reader::State::read_links(sqlite::Rows rows) {
    std::vector<LinkView> found;
    while (rows.next()) found.push_back(read_link(rows));
    return found;
}

std::vector<LinkView> Reader::links_from(const ItemId& item) {
    const sqlite::Snapshot snapshot(state_->db);
    return state_->read_links(state_->links_from.query(state_->item_row(item)));
}

std::vector<LinkView> Reader::links_to(const ItemId& item) {
    const sqlite::Snapshot snapshot(state_->db);
    return state_->read_links(state_->links_to.query(state_->item_row(item)));
}

std::vector<LinkView> Reader::links_ever(const ItemId& item) {
    const sqlite::Snapshot snapshot(state_->db);
    return state_->read_links(state_->links_ever.query(state_->item_row(item)));
}

std::vector<LinkView> Reader::links() {
    std::vector<LinkView> all = state_->read_links(state_->links.query());
    std::sort(all.begin(), all.end(), [](const LinkView& a, const LinkView& b) {
        return a.link < b.link;
    });
    return all;
}

// Links and their cells both come in the order of the links' numbers.
void Reader::each_link(const VisitLink& visit) {
    const sqlite::Snapshot snapshot(state_->db);
    sqlite::Rows cells = state_->cells_of_links.query();
    bool more = cells.next();
    for (sqlite::Rows rows = state_->links.query(); rows.next();) {
        std::vector<CellView> of_link;
        for (; more && cells.integer(5) == rows.integer(4); more = cells.next())
            of_link.push_back(state_->read_cell(cells, rows.integer(4)));
        visit(read_link(rows), std::move(of_link));
    }
}

}  // namespace cairn::replica
