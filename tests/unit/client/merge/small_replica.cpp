#include "tests/unit/client/merge/small_replica.h"

#include <algorithm>

namespace cairn::merge::testing {
namespace {

EditId named_by(const Reference& reference, const EditId& from) {
    if (const auto* own = std::get_if<OwnEdit>(&reference)) return {from.change, own->index};
    const auto* edit = std::get_if<EditId>(&reference);
    return edit == nullptr ? EditId{} : *edit;
}

}  // namespace

void SmallReplica::receive(const std::vector<const GraphEnvelope*>& batch) {
    for (const GraphEnvelope* envelope : batch) {
        if (ends_.contains(envelope->hash)) continue;
        for (const Change& change : envelope->changes) {
            apply_change(change);
            ends_[envelope->hash] = identity_of(change);
        }
    }
    follow(tree_.apply(std::move(arriving_)));
    arriving_.clear();
}

void SmallReplica::apply_change(const Change& change) {
    const ChangeId id = identity_of(change);
    if (changes_.contains(id)) return;
    std::uint64_t greatest = 0;
    auto past = std::make_shared<Past>();
    const auto after = [&](const ChangeId& earlier, bool counts) {
        const KnownChange& known = changes_.at(earlier);
        if (counts) greatest = std::max(greatest, known.lamport.value);
        past->insert(known.past->begin(), known.past->end());
        past->insert(earlier);
    };
    if (!change.predecessor.is_zero()) after(change.predecessor, true);
    for (const EnvelopeHash& dep : change.deps)
        after(ends_.at(dep), planted_ != Planted::deps_do_not_count);
    const KnownChange known{{greatest + 1}, past, std::make_shared<Change>(change)};
    changes_.emplace(id, known);
    for (std::uint32_t i = 0; i < change.edits.size(); ++i) apply_edit(id, known, i);
}

void SmallReplica::apply_edit(const ChangeId& change,
                              const KnownChange& known,
                              std::uint32_t index) {
    const EditId id{change, index};
    const Edit& edit = known.change->edits[index];
    const Cell& at = edit.cell;
    const std::set<Reference> over(edit.over.begin(), edit.over.end());
    const Verdict verdict =
        judge_form(*schema_, workspace_, {at.item, at.field, at.element, edit.value, over.size()});
    if (verdict == Verdict::void_by_form || !over_is_sound(id, known)) return;

    CellState& cell = cells_[at];
    if (const auto term = shown_term(at, cell)) view_hash_.subtract(*term);
    replace_heads(id, edit, cell);
    cell.heads[id] = {edit.value, known.change->wall, known.lamport, verdict};
    heads_hash_.add(heads_term(at.item, at.field, at.element, id, true));
    const FieldRule* rule = schema_->rule(at.field);
    if (rule != nullptr && rule->fold == Fold::counter)
        cell.sum.add(*Value::parse(edit.value)->as_integer());
    if (const auto term = shown_term(at, cell)) view_hash_.add(*term);
    move_arrived(id, edit, known.lamport);
}

bool SmallReplica::over_is_sound(const EditId& id, const KnownChange& known) const {
    if (planted_ == Planted::any_over_is_taken) return true;
    const Edit& edit = known.change->edits[id.index];
    return std::all_of(edit.over.begin(), edit.over.end(), [&](const Reference& reference) {
        const EditId named = named_by(reference, id);
        const bool own = std::holds_alternative<OwnEdit>(reference);
        if (own ? named.index >= id.index : !known.past->contains(named.change)) return false;
        const std::vector<Edit>& edits = changes_.at(named.change).change->edits;
        return named.index < edits.size() && edits[named.index].cell == edit.cell;
    });
}

void SmallReplica::replace_heads(const EditId& id, const Edit& edit, CellState& cell) {
    const Cell& at = edit.cell;
    for (const Reference& reference : edit.over) {
        const EditId named = named_by(reference, id);
        if (cell.heads.erase(named) == 0) continue;
        if (planted_ != Planted::replaced_stays_hashed)
            heads_hash_.subtract(heads_term(at.item, at.field, at.element, named, true));
        heads_hash_.add(heads_term(at.item, at.field, at.element, named, false));
    }
}

std::optional<Hash32> SmallReplica::shown_term(const Cell& at, const CellState& cell) const {
    const FieldRule* rule = schema_->rule(at.field);
    if (rule == nullptr) return std::nullopt;
    std::vector<Head> heads;
    for (const auto& [id, edit] : cell.heads)
        if (edit.verdict == Verdict::valid)
            heads.push_back({id, edit.lamport, edit.wall, edit.value});
    if (heads.empty()) return std::nullopt;
    const bool removed = std::any_of(
        heads.begin(), heads.end(), [](const Head& head) { return head.value == "b0"; });
    const Head* shown = shown_head(heads);
    if (planted_ == Planted::lowest_is_shown)
        shown = &*std::max_element(heads.begin(), heads.end(), shown_before);
    switch (rule->fold) {
        case Fold::set:
            if (!set_present(heads) || (planted_ == Planted::remove_wins && removed))
                return std::nullopt;
            return element_term(at.item, at.field, at.element);
        case Fold::link_live:
            if (!link_live(heads)) return std::nullopt;
            return link_term(at.item, *LiveValue::parse(shown->value));
        case Fold::counter:
            if (cell.sum.is_zero()) return std::nullopt;
            return counter_term(at.item, at.field, cell.sum);
        case Fold::reg:
        case Fold::quiet:
        case Fold::composite:
            if (shown->value == "n") return std::nullopt;
            return register_term(at.item, at.field, shown->value);
        default:
            return std::nullopt;
    }
}

void SmallReplica::move_arrived(const EditId& id, const Edit& edit, Lamport lamport) {
    if (planted_ == Planted::moves_as_they_come) lamport.value = ++arrived_;
    auto move = move_of({lamport, id}, edit.cell.item, edit.cell.field, edit.value);
    if (move) arriving_.push_back(std::move(*move));
}

void SmallReplica::follow(const TreeDelta& delta) {
    const auto term = [](const ItemId& item, const Placement& at) {
        return place_term(item, {at.kind, at.parent, at.key});
    };
    for (const TreeDelta::Node& node : delta.nodes) {
        if (node.before) view_hash_.subtract(term(node.item, *node.before));
        if (node.after) view_hash_.add(term(node.item, *node.after));
    }
}

std::vector<EditId> SmallReplica::heads(const Cell& cell) const {
    std::vector<EditId> ids;
    const auto found = cells_.find(cell);
    if (found == cells_.end()) return ids;
    for (const auto& [id, edit] : found->second.heads) ids.push_back(id);
    return ids;
}

Lamport SmallReplica::lamport(const ChangeId& change) const { return changes_.at(change).lamport; }

}  // namespace cairn::merge::testing
