#include "client/replica/past.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "client/merge/place.h"
#include "client/replica/cut_finder.h"
#include "client/replica/past_state.h"

namespace cairn::replica {
namespace {

// Columns value, head, others, last from `column` on.
PresentCell read_present(const sqlite::Rows& rows, int column) {
    PresentCell cell;
    if (!rows.is_null(column)) cell.value = rows.text(column);
    cell.head = rows.integer(column + 1);
    cell.others = rows.integer(column + 2);
    cell.last = rows.integer(column + 3);
    return cell;
}

CellKey read_key(const sqlite::Rows& rows) {
    return {.item = rows.integer(0),
            .field = static_cast<merge::FieldNumber>(rows.integer(1)),
            .element = std::string(rows.text(2))};
}

Outside outside_of(Reader::State& present, const Cut& cut) {
    present.own.begin();
    present.graph.begin();
    return CutFinder(present.db).outside(cut);
}

}  // namespace

Past::State::State(Reader::State& present, const Cut& cut)
    : now(present),
      snapshot(present.db),
      outside(outside_of(present, cut)),
      cells(present, outside),
      tree(present.db, present.graph, outside),
      cells_of(present.db,
               "SELECT item, field, element, value, head, others, last FROM cell WHERE item = ? "
               "ORDER BY field, element"),
      all_cells(present.db,
                "SELECT item, field, element, value, head, others, last FROM cell "
                "ORDER BY item, field, element"),
      children(present.db, "SELECT id FROM item WHERE parent = ?"),
      all_links(present.db, "SELECT item FROM link"),
      cells_of_links(present.db,
                     "SELECT c.item, c.field, c.element, c.value, c.head, c.others, c.last, i.uid "
                     "FROM link k CROSS JOIN item i ON i.id = k.item CROSS JOIN cell c "
                     "ON c.item = k.item ORDER BY k.item, c.field, c.element"),
      links_from(present.db, "SELECT item FROM link WHERE source = ?"),
      links_to(present.db, "SELECT item FROM link WHERE target = ?") {}

Past::Past(Reader& reader, const Cut& cut) : state_(std::make_unique<State>(reader.state(), cut)) {}
Past::Past(Past&&) noexcept = default;
Past::~Past() = default;

std::optional<ItemPlace> Past::State::place(Row item) {
    if (item == 0) return std::nullopt;
    const ItemState state = tree.at_cut(item);
    if (!state.spot) return std::nullopt;
    return ItemPlace{.id = now.item_id(item),
                     .kind = state.kind.value_or(0),
                     .parent = now.item_id(state.spot->parent),
                     .order_key = state.spot->order_key};
}

std::optional<ItemPlace> Past::item(const ItemId& id) {
    return state_->place(state_->now.item_row(id));
}

bool Past::in_trash(const ItemId& id) {
    const Row row = state_->now.item_row(id);
    return row != 0 && state_->tree.in_trash(row);
}

std::vector<ItemPlace> Past::children(const ItemId& parent) {
    const Row row = state_->now.item_row(parent);
    std::vector<Row> rows;
    for (sqlite::Rows found = state_->children.query(row); found.next();)
        if (!state_->tree.touched().contains(found.integer(0))) rows.push_back(found.integer(0));
    for (const Row item : state_->tree.touched()) {
        const std::optional<Spot>& spot = state_->tree.at_cut(item).spot;
        if (spot && spot->parent == row) rows.push_back(item);
    }
    std::vector<Reader::State::Sibling> siblings;
    for (const Row item : rows) {
        const Row positioned = state_->tree.at_cut(item).spot->positioned;
        siblings.push_back({*state_->place(item), EditRow{static_cast<std::uint64_t>(positioned)}});
    }
    return state_->now.in_order(std::move(siblings));
}

std::vector<std::pair<Row, ItemPlace>> Past::State::placed_items() {
    std::vector<std::pair<Row, ItemPlace>> items;
    std::vector<Row> parents;
    std::unordered_map<Row, ItemId> ids{{root_row, merge::root_item()},
                                        {trash_row, merge::trash_item()}};
    for (sqlite::Rows rows = now.placed_items.query(); rows.next();) {
        const auto id = merge::parse_item(rows.text(1));
        if (!id) sqlite::throw_corrupt("an item's id is malformed");
        ids.emplace(rows.integer(0), *id);
        if (tree.touched().contains(rows.integer(0))) continue;
        items.emplace_back(rows.integer(0),
                           ItemPlace{.id = *id,
                                     .kind = static_cast<std::uint32_t>(rows.integer(2)),
                                     .parent = {},
                                     .order_key = std::string(text_of(rows.blob(4)))});
        parents.push_back(rows.integer(3));
    }
    for (std::size_t i = 0; i < items.size(); ++i) {
        const auto parent = ids.find(parents[i]);
        items[i].second.parent = parent != ids.end() ? parent->second : now.item_id(parents[i]);
    }
    for (const Row item : tree.touched())
        if (auto found = place(item)) items.emplace_back(item, std::move(*found));
    std::sort(
        items.begin(), items.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    return items;
}

// Items and cells both come in the order of items' numbers: one pass over each.
void Past::each_item(const Reader::VisitItem& visit, std::span<const merge::FieldNumber> fields) {
    std::vector<std::pair<Row, ItemPlace>> items = state_->placed_items();
    state_->cells.gather(nullptr);
    sqlite::Rows rows = state_->all_cells.query();
    bool more = rows.next();
    for (auto& [row, place] : items) {
        std::vector<CellView> cells;
        for (; more; more = rows.next()) {
            const Row of = rows.integer(0);
            if (of > row) break;
            if (of != row || !is_wanted(rows.integer(1), fields)) continue;
            if (auto cell = state_->cells.fold(read_key(rows), read_present(rows, 3)))
                cells.push_back(std::move(*cell));
        }
        visit(std::move(place), std::move(cells));
    }
}

std::vector<CellView> Past::cells(const ItemId& item) {
    std::vector<CellView> found;
    const Row row = state_->now.item_row(item);
    for (sqlite::Rows rows = state_->cells_of.query(row); rows.next();)
        if (auto cell = state_->cells.fold(read_key(rows), read_present(rows, 3)))
            found.push_back(std::move(*cell));
    return found;
}

std::optional<CellView> Past::cell(const merge::Cell& cell) {
    const Row row = state_->now.item_row(cell.item);
    return state_->cells.find({.item = row, .field = cell.field, .element = cell.element});
}

std::optional<LinkView> Past::State::link(Row item) {
    const auto cell = cells.find({.item = item, .field = merge::field_live, .element = {}});
    const auto live = cell ? merge::LiveValue::parse(cell->value) : std::nullopt;
    if (!live || !live->live) return std::nullopt;
    return LinkView{
        .link = now.item_id(item), .from = live->from, .type = live->type, .to = live->to};
}

std::vector<LinkView> Past::State::links_of(sqlite::Rows rows) {
    std::vector<LinkView> found;
    while (rows.next())
        if (auto view = link(rows.integer(0))) found.push_back(*view);
    std::sort(found.begin(), found.end(), [](const LinkView& a, const LinkView& b) {
        return a.link < b.link;
    });
    return found;
}

std::vector<LinkView> Past::links_from(const ItemId& item) {
    return state_->links_of(state_->links_from.query(state_->now.item_row(item)));
}

std::vector<LinkView> Past::links_to(const ItemId& item) {
    return state_->links_of(state_->links_to.query(state_->now.item_row(item)));
}

// The cell that says whether a link is there comes first of its cells.
void Past::each_link(const Reader::VisitLink& visit) {
    state_->cells.gather(nullptr);
    Row of = 0;
    std::optional<LinkView> link;
    std::vector<CellView> cells;
    const auto finish = [&] {
        if (link) visit(*std::exchange(link, std::nullopt), std::exchange(cells, {}));
    };
    for (sqlite::Rows rows = state_->cells_of_links.query(); rows.next();) {
        if (rows.integer(0) != of) finish();
        of = rows.integer(0);
        const CellKey key = read_key(rows);
        if (key.field > merge::field_live && !link) continue;
        auto cell = state_->cells.fold(key, read_present(rows, 3));
        if (!cell) continue;
        if (key.field > merge::field_live) {
            cells.push_back(std::move(*cell));
            continue;
        }
        const auto live = merge::LiveValue::parse(cell->value);
        if (!live || !live->live) continue;
        const auto id = merge::parse_item(rows.text(7));
        if (!id) sqlite::throw_corrupt("a link's id is malformed");
        link = LinkView{.link = *id, .from = live->from, .type = live->type, .to = live->to};
    }
    finish();
}

std::vector<LinkView> Past::links() { return state_->links_of(state_->all_links.query()); }

}  // namespace cairn::replica
