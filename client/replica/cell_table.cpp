#include "client/replica/cell_table.h"

#include <algorithm>
#include <iterator>
#include <unordered_set>

#include "client/merge/place.h"
#include "client/replica/counter_text.h"
#include "shared/base/contract.h"

namespace cairn::replica {
namespace {

bool counts(EditStatus status) {
    return status == EditStatus::valid || status == EditStatus::parked;
}

void remove_named(std::vector<Row>& heads, const std::vector<OverRef>& over) {
    if (heads.empty() || over.empty()) return;
    std::vector<Row> named;
    for (const OverRef& ref : over)
        if (const Row* row = std::get_if<Row>(&ref)) named.push_back(*row);
    std::sort(named.begin(), named.end());
    const auto is_named = [&](Row head) {
        return std::binary_search(named.begin(), named.end(), head);
    };
    heads.erase(std::remove_if(heads.begin(), heads.end(), is_named), heads.end());
}

}  // namespace

CellTable::CellTable(sqlite::Database& database,
                     const merge::Schema& schema,
                     ItemTable& items,
                     ChangeGraph& graph,
                     EditTable& edits)
    : schema_(schema),
      items_(items),
      graph_(graph),
      edits_(edits),
      read_(database,
            "SELECT value, head, others, last FROM cell "
            "WHERE item = ? AND field = ? AND element = ?"),
      read_others_(database, "SELECT edit FROM head WHERE item = ? AND field = ? AND element = ?"),
      write_(database,
             "INSERT OR REPLACE INTO cell(item, field, element, value, head, others, last) "
             "VALUES(?, ?, ?, ?, ?, ?, ?)"),
      insert_other_(database, "INSERT INTO head(item, field, element, edit) VALUES(?, ?, ?, ?)"),
      remove_other_(database,
                    "DELETE FROM head WHERE item = ? AND field = ? AND element = ? AND edit = ?"),
      insert_conflict_(database,
                       "INSERT OR REPLACE INTO conflict(item, field, element, base) "
                       "VALUES(?, ?, ?, ?)"),
      remove_conflict_(database,
                       "DELETE FROM conflict WHERE item = ? AND field = ? AND element = ?"),
      write_link_(database,
                  "INSERT OR REPLACE INTO link(item, source, type, target, live) "
                  "VALUES(?, ?, ?, ?, ?)"),
      remove_link_(database, "DELETE FROM link WHERE item = ?"),
      texts_(database, graph, edits) {}

void CellTable::begin() {
    cells_.clear();
    texts_.begin();
    asked_ = nullptr;
}

void CellTable::prefetch(std::vector<CellKey> keys) {
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    cells_.reserve(cells_.size() + keys.size());
    for (const CellKey& key : keys) static_cast<void>(cell(key));
}

CellTable::Cell& CellTable::cell(const CellKey& key) {
    // Judging an edit and then folding it asks twice for one cell.
    if (asked_ != nullptr && asked_->first == key) return asked_->second;
    const auto [entry, missing] = cells_.try_emplace(key);
    asked_ = &*entry;
    if (missing && !items_.is_new(key.item)) read(key, entry->second);
    return entry->second;
}

void CellTable::read(const CellKey& key, Cell& cell) {
    sqlite::Rows rows = read_.query(key.item, key.field, key.element);
    if (!rows.next()) return;
    cell.stored = true;
    if (!rows.is_null(0)) cell.value = rows.text(0);
    const Row head = rows.integer(1);
    const std::int64_t others = rows.integer(2);
    cell.last = rows.integer(3);
    if (head != 0) cell.heads.push_back(head);
    if (others > 0) {
        sqlite::Rows further = read_others_.query(key.item, key.field, key.element);
        while (further.next()) cell.stored_others.push_back(further.integer(0));
        cell.heads.insert(cell.heads.end(), cell.stored_others.begin(), cell.stored_others.end());
    }
    if (folds_as(merge::Fold::counter, key.field) && cell.value)
        cell.sum = parse_counter(*cell.value).value_or(merge::CounterSum());
}

bool CellTable::folds_as(merge::Fold fold, merge::FieldNumber field) const {
    const merge::FieldRule* rule = schema_.rule(field);
    return rule != nullptr && rule->fold == fold;
}

bool CellTable::is_head(const CellKey& key, Row edit) {
    const std::vector<Row>& heads = cell(key).heads;
    return std::find(heads.begin(), heads.end(), edit) != heads.end();
}

EditStatus CellTable::judge(const CellKey& key, const Arrival& arrival) {
    if (folds_as(merge::Fold::text, key.field)) {
        const Cell& held = cell(key);
        const std::string_view shown = held.value ? std::string_view(*held.value).substr(1) : "";
        return texts_.receive(key,
                              {.last = held.last, .heads = held.heads, .shown = shown},
                              {.edit = arrival.edit,
                               .status = arrival.status,
                               .permitted = arrival.permitted,
                               .value = arrival.value,
                               .over = arrival.over});
    }
    return counts(arrival.status) && !arrival.permitted ? EditStatus::void_right : arrival.status;
}

void CellTable::add_delta(Cell& held, std::string_view value) {
    if (!held.sum) held.sum.emplace();
    held.sum->add(delta_of(value));
}

Row CellTable::apply(const CellKey& key,
                     Row edit,
                     EditStatus status,
                     std::string_view value,
                     const std::vector<OverRef>& over) {
    Cell& held = cell(key);
    held.dirty = true;
    const Row before = std::exchange(held.last, edit);
    if (!counts(status)) return before;
    if (folds_as(merge::Fold::counter, key.field)) {
        add_delta(held, value);
        return before;
    }
    remove_named(held.heads, over);
    held.heads.push_back(edit);
    held.newest = edit;
    held.newest_status = status;
    held.newest_value = value;
    return before;
}

void CellTable::refold(const CellKey& key) {
    Cell& held = cell(key);
    held.dirty = true;
    held.heads.clear();
    held.sum.reset();
    held.newest = 0;
    if (folds_as(merge::Fold::text, key.field)) texts_.judge_anew(key, held.last);
    const bool counter = folds_as(merge::Fold::counter, key.field);
    std::unordered_set<Row> named;
    // Newest first: what names an edit has been seen before it.
    for (const StoredEdit& edit : edits_.of_cell(held.last, SIZE_MAX)) {
        if (!counts(edit.status)) continue;
        if (counter) {
            add_delta(held, edit.value);
            continue;
        }
        for (const OverRef& ref : edit.over)
            if (const Row* row = std::get_if<Row>(&ref)) named.insert(*row);
        if (named.count(edit.row) == 0) held.heads.push_back(edit.row);
    }
    std::reverse(held.heads.begin(), held.heads.end());
}

void CellTable::flush() {
    std::vector<std::pair<const CellKey*, Cell*>> dirty;
    for (auto& [key, held] : cells_)
        if (held.dirty) dirty.emplace_back(&key, &held);
    std::sort(dirty.begin(), dirty.end(), [](const auto& a, const auto& b) {
        return *a.first < *b.first;
    });
    for (const auto& [key, held] : dirty) write(*key, *held);
}

void CellTable::write(const CellKey& key, Cell& held) {
    const merge::FieldRule* rule = schema_.rule(key.field);
    if (rule != nullptr && rule->fold == merge::Fold::counter) {
        held.heads.clear();
        held.value.reset();
        if (held.sum) held.value = "i" + held.sum->to_decimal();
    } else if (held.heads.empty()) {
        show_nothing(key, held);
    } else if (rule != nullptr && rule->fold == merge::Fold::text) {
        show_text(key, held);
    } else if (held.heads.size() == 1 && key.field != merge::field_live) {
        show_one(key, held);
    } else {
        choose_shown(rule == nullptr ? merge::Fold::reg : rule->fold, key, held);
    }
    const Row shown = held.heads.empty() ? 0 : held.heads.front();
    std::vector<Row> others(held.heads.begin() + (held.heads.empty() ? 0 : 1), held.heads.end());
    write_.run(key.item, key.field, key.element, held.value, shown, others.size(), held.last);
    write_others(key, others, held);
    held.stored = true;
    held.dirty = false;
}

// All its edits are void; some may have been shown before.
void CellTable::show_nothing(const CellKey& key, Cell& held) {
    held.value.reset();
    if (!held.stored_others.empty()) write_conflict(key, false, held);
    if (key.field == merge::field_live && held.stored) remove_link_.run(key.item);
}

void CellTable::show_text(const CellKey& key, Cell& held) {
    auto merged = texts_.shown(key);
    if (!merged) return;  // nothing that came changed it
    if (held.heads.size() > 1) choose_shown(merge::Fold::text, key, held);
    held.value.reset();
    if (!merged->empty()) held.value = "t" + std::move(*merged);
}

void CellTable::show_one(const CellKey& key, Cell& held) {
    if (held.heads.front() == held.newest) {
        held.value.reset();
        if (held.newest_status == EditStatus::valid) held.value = held.newest_value;
    } else {
        const StoredEdit edit = edits_.get(held.heads.front());
        held.value.reset();
        if (edit.status == EditStatus::valid) held.value = edit.value;
    }
    if (!held.stored_others.empty()) write_conflict(key, false, held);
}

std::vector<CellTable::LoadedHead> CellTable::load_heads(const std::vector<Row>& heads) {
    std::vector<LoadedHead> loaded(heads.size());
    for (std::size_t i = 0; i < heads.size(); ++i) {
        StoredEdit edit = edits_.get(heads[i]);
        const ChangeInfo& change = graph_.change(graph_.change_of(heads[i]));
        const auto index = static_cast<std::uint32_t>(heads[i] - change.row - 1);
        loaded[i] = {.edit = heads[i],
                     .status = edit.status,
                     .value = std::move(edit.value),
                     .head = {.id = {change.identity, index},
                              .lamport = change.lamport,
                              .wall = change.wall,
                              .value = {}}};
    }
    for (LoadedHead& head : loaded) head.head.value = head.value;
    return loaded;
}

void CellTable::choose_shown(merge::Fold fold, const CellKey& key, Cell& held) {
    const std::vector<LoadedHead> loaded = load_heads(held.heads);
    std::vector<merge::Head> heads;
    std::vector<Row> rows;
    for (const LoadedHead& head : loaded) {
        if (head.status != EditStatus::valid) continue;
        heads.push_back(head.head);
        rows.push_back(head.edit);
    }
    held.value.reset();
    if (!heads.empty()) {
        const merge::Head* shown = merge::shown_of(fold, heads);
        held.value = std::string(shown->value);
        const auto at = std::find(held.heads.begin(),
                                  held.heads.end(),
                                  rows[static_cast<std::size_t>(shown - heads.data())]);
        std::rotate(held.heads.begin(), at, at + 1);
    }
    if (fold == merge::Fold::link_live) write_link(key, heads);
    const bool conflict = merge::in_conflict(fold, heads);
    if (conflict || !held.stored_others.empty()) write_conflict(key, conflict, held);
}

void CellTable::write_conflict(const CellKey& key, bool conflict, const Cell& held) {
    if (!conflict) {
        remove_conflict_.run(key.item, key.field, key.element);
        return;
    }
    const Row base = common_ancestor(held.heads);
    const std::optional<Row> column = base == 0 ? std::nullopt : std::optional(base);
    insert_conflict_.run(key.item, key.field, key.element, column);
}

void CellTable::write_link(const CellKey& key, const std::vector<merge::Head>& heads) {
    if (heads.empty()) return;
    // All valid heads join the same ends: the item's id is derived from them.
    const auto value = merge::LiveValue::parse(heads.front().value);
    CAIRN_ASSERT(value);
    const Row from = items_.row_of(value->from);
    const Row to = items_.row_of(value->to);
    write_link_.run(key.item, from, value->type, to, merge::link_live(heads));
}

void CellTable::write_others(const CellKey& key, const std::vector<Row>& others, Cell& held) {
    std::vector<Row> now = others;
    std::sort(now.begin(), now.end());
    std::sort(held.stored_others.begin(), held.stored_others.end());
    std::vector<Row> gone;
    std::set_difference(held.stored_others.begin(),
                        held.stored_others.end(),
                        now.begin(),
                        now.end(),
                        std::back_inserter(gone));
    std::vector<Row> come;
    std::set_difference(now.begin(),
                        now.end(),
                        held.stored_others.begin(),
                        held.stored_others.end(),
                        std::back_inserter(come));
    for (const Row row : gone) remove_other_.run(key.item, key.field, key.element, row);
    for (const Row row : come) insert_other_.run(key.item, key.field, key.element, row);
    held.stored_others = others;
}

}  // namespace cairn::replica
