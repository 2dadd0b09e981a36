#include "client/replica/move_log.h"

#include <algorithm>

#include "client/merge/place.h"
#include "client/merge/schema.h"
#include "shared/base/contract.h"

namespace cairn::replica {

MoveLog::MoveLog(sqlite::Database& database, ItemTable& items, ChangeGraph& graph)
    : items_(items),
      graph_(graph),
      later_(database,
             "SELECT m.lamport, m.edit, m.item, m.effect, m.old_parent, m.old_key, m.old_placed, "
             "m.old_positioned, e.field, e.value FROM move m JOIN edit e ON e.id = m.edit "
             "WHERE m.lamport >= ? ORDER BY m.lamport, m.edit"),
      insert_(database,
              "INSERT INTO move(effect, old_parent, old_key, old_placed, old_positioned, item, "
              "lamport, edit) VALUES(?, ?, ?, ?, ?, ?, ?, ?)"),
      update_(database,
              "UPDATE move SET effect = ?, old_parent = ?, old_key = ?, old_placed = ?, "
              "old_positioned = ?, item = ? WHERE lamport = ? AND edit = ?"),
      remove_(database, "DELETE FROM move WHERE lamport = ? AND edit = ?") {}

void MoveLog::begin() {
    added_.clear();
    removed_.clear();
}

void MoveLog::remove(Row edit, Row change) {
    // It may have come within this very transaction.
    const auto fresh = std::find_if(
        added_.begin(), added_.end(), [edit](const Step& step) { return step.edit == edit; });
    if (fresh != added_.end())
        added_.erase(fresh);
    else
        removed_.emplace(edit, graph_.change(change).lamport.value);
}

void MoveLog::add(
    Row edit, Row change, Row item, merge::FieldNumber field, std::string_view value) {
    Step step;
    step.lamport = graph_.change(change).lamport.value;
    step.edit = edit;
    step.change = change;
    step.item = item;
    read_target(step, field, value);
    added_.push_back(std::move(step));
}

void MoveLog::read_target(Step& step, merge::FieldNumber field, std::string_view value) {
    step.is_order = field == merge::field_order;
    if (step.is_order) {
        const auto order = merge::OrderValue::parse(value);
        CAIRN_ASSERT(order);
        step.parent = items_.row_of(order->parent);
        step.key = order->key.bytes();
    } else {
        const auto place = merge::PlaceValue::parse(value);
        CAIRN_ASSERT(place);
        step.parent = items_.row_of(place->parent);
        step.key = place->key.bytes();
        step.kind = place->kind;
    }
}

// Equal Lamports: by edit id, that is by the change's identity, then the index in it.
bool MoveLog::comes_before(const Step& a, const Step& b) {
    if (a.lamport != b.lamport) return a.lamport < b.lamport;
    if (a.change == b.change) return a.edit < b.edit;
    return graph_.change(a.change).identity < graph_.change(b.change).identity;
}

void MoveLog::settle() {
    if (added_.empty() && removed_.empty()) return;
    const auto before = [this](const Step& a, const Step& b) { return comes_before(a, b); };
    std::sort(added_.begin(), added_.end(), before);
    std::uint64_t since = added_.empty() ? UINT64_MAX : added_.front().lamport;
    for (const auto& [edit, lamport] : removed_) since = std::min(since, lamport);
    std::vector<Step> steps = later_than(since);
    std::sort(steps.begin(), steps.end(), before);
    const auto first = std::find_if(steps.begin(), steps.end(), [&](const Step& step) {
        return removed_.contains(step.edit) ||
               (!added_.empty() && comes_before(added_.front(), step));
    });
    steps.erase(steps.begin(), first);
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) undo(*step);
    take_out_removed(steps);
    steps.insert(steps.end(), added_.begin(), added_.end());
    std::inplace_merge(steps.begin(),
                       steps.end() - static_cast<std::ptrdiff_t>(added_.size()),
                       steps.end(),
                       before);
    for (Step& step : steps) redo(step);
    added_.clear();
}

void MoveLog::take_out_removed(std::vector<Step>& steps) {
    std::erase_if(steps, [this](const Step& step) { return removed_.contains(step.edit); });
    for (const auto& [edit, lamport] : removed_)
        remove_.run(static_cast<std::int64_t>(lamport), edit);
    removed_.clear();
}

std::vector<Row> MoveLog::replay_without(Lamport since,
                                         const std::function<bool(Row edit)>& left_out) {
    std::vector<Step> steps = later_than(since.value);
    std::sort(steps.begin(), steps.end(), [this](const Step& a, const Step& b) {
        return comes_before(a, b);
    });
    const auto first = std::find_if(
        steps.begin(), steps.end(), [&](const Step& step) { return left_out(step.edit); });
    steps.erase(steps.begin(), first);
    std::vector<Row> items;
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
        undo(*step);
        items.push_back(step->item);
    }
    for (Step& step : steps)
        if (!left_out(step.edit)) replay(step);
    return items;
}

std::vector<MoveLog::Step> MoveLog::later_than(std::uint64_t lamport) {
    std::vector<Step> steps;
    sqlite::Rows rows = later_.query(static_cast<std::int64_t>(lamport));
    while (rows.next()) {
        Step step;
        step.lamport = static_cast<std::uint64_t>(rows.integer(0));
        step.edit = rows.integer(1);
        step.change = graph_.change_of(step.edit);
        step.item = rows.integer(2);
        step.stored = true;
        step.effect = static_cast<std::uint8_t>(rows.integer(3));
        if (!rows.is_null(4))
            step.before = Spot{.parent = rows.integer(4),
                               .order_key = std::string(text_of(rows.blob(5))),
                               .placed = rows.integer(6),
                               .positioned = rows.integer(7)};
        read_target(step, static_cast<merge::FieldNumber>(rows.integer(8)), rows.text(9));
        steps.push_back(std::move(step));
    }
    return steps;
}

void MoveLog::undo(const Step& step) {
    ItemState& state = items_.state(step.item);
    if ((step.effect & took_effect) != 0) state.spot = step.before;
    if ((step.effect & gave_kind) != 0) state.kind.reset();
}

void MoveLog::redo(Step& step) {
    const Step old = step;
    replay(step);
    if (!step.stored || step.effect != old.effect || step.before != old.before)
        write(step, !step.stored);
}

void MoveLog::replay(Step& step) {
    const bool effective = takes_effect(step);
    ItemState& state = items_.state(step.item);
    step.effect = 0;
    if (!step.is_order && !state.kind) {
        state.kind = step.kind;
        step.effect |= gave_kind;
    }
    step.before = state.spot;
    if (effective) {
        step.effect |= took_effect;
        const Row placed = step.is_order ? state.spot->placed : step.edit;
        state.spot = Spot{.parent = step.parent,
                          .order_key = step.key,
                          .placed = placed,
                          .positioned = step.edit};
    } else {
        step.before.reset();
    }
}

bool MoveLog::takes_effect(const Step& step) {
    if (step.item == root_row || step.item == trash_row) return false;
    if (!step.is_order) return !closes_cycle(step.item, step.parent);
    const std::optional<Spot>& spot = items_.state(step.item).spot;
    return spot && spot->parent == step.parent;
}

bool MoveLog::closes_cycle(Row item, Row parent) {
    for (Row above = parent; above != root_row && above != trash_row;) {
        if (above == item) return true;
        const std::optional<Spot>& spot = items_.state(above).spot;
        if (!spot) return false;
        above = spot->parent;
    }
    return false;
}

void MoveLog::write(const Step& step, bool insert) {
    std::optional<Row> parent;
    std::optional<ByteView> key;
    std::optional<Row> placed;
    std::optional<Row> positioned;
    if (step.before) {
        parent = step.before->parent;
        key = bytes_of(step.before->order_key);
        placed = step.before->placed;
        positioned = step.before->positioned;
    }
    sqlite::LazyStatement& statement = insert ? insert_ : update_;
    statement.run(step.effect,
                  parent,
                  key,
                  placed,
                  positioned,
                  step.item,
                  static_cast<std::int64_t>(step.lamport),
                  step.edit);
}

}  // namespace cairn::replica
