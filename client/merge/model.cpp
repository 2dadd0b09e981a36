#include "client/merge/model.h"

#include <algorithm>

#include "client/merge/plain_replay.h"
#include "client/merge/state_hash.h"

namespace cairn::merge {
namespace {

// The edit a reference names, nothing if it resolves to none that is known.
const Edit* find_edit(const CausalGraph& graph, const EditId& id) {
    const auto found = graph.changes().find(id.change);
    if (found == graph.changes().end() || id.index >= found->second->edits.size()) return nullptr;
    return &found->second->edits[id.index];
}

EditId resolve(const Reference& reference, const EditId& from) {
    if (const auto* own = std::get_if<OwnEdit>(&reference)) return {from.change, own->index};
    const auto* edit = std::get_if<EditId>(&reference);
    return edit == nullptr ? EditId{} : *edit;
}

bool may_replace(const CausalGraph& graph, const EditId& from, const Reference& reference) {
    if (std::holds_alternative<Unresolved>(reference)) return false;
    const EditId named = resolve(reference, from);
    const Edit* edit = find_edit(graph, named);
    if (edit == nullptr || edit->cell != find_edit(graph, from)->cell) return false;
    if (std::holds_alternative<OwnEdit>(reference)) return named.index < from.index;
    return graph.is_in_past(named.change, from.change);
}

bool counts(const ModelEdit& edit) {
    return edit.status == EditStatus::valid || edit.status == EditStatus::parked;
}

Hash32 cell_term(const Cell& at, const ModelCell& cell) {
    switch (cell.fold) {
        case Fold::set:
            return element_term(at.item, at.field, at.element);
        case Fold::counter:
            return counter_term(at.item, at.field, cell.sum);
        case Fold::link_live:
            return link_term(at.item, *LiveValue::parse(cell.shown));
        default:
            return register_term(at.item, at.field, cell.shown);
    }
}

bool is_shown(const ModelCell& cell) {
    switch (cell.fold) {
        case Fold::reg:
        case Fold::quiet:
        case Fold::composite:
            return !cell.shown.empty() && cell.shown != "n";
        case Fold::set:
        case Fold::link_live:
            return cell.present;
        case Fold::counter:
            return !cell.sum.is_zero();
        default:
            return false;  // place and order show in the tree, text not yet
    }
}

}  // namespace

Model::Model(const WorkspaceId& workspace, Schema schema)
    : workspace_(workspace), schema_(std::move(schema)) {}

void Model::add(GraphEnvelope envelope) {
    const EnvelopeHash hash = envelope.hash;
    envelopes_.insert_or_assign(hash, std::move(envelope));
}

ModelState Model::state() const {
    const CausalGraph graph(envelopes_);
    ModelState state;
    state.applied = graph.applied();
    judge(graph, state);
    find_heads(graph, state);
    fold_cells(state);
    place_items(state);
    hash(state);
    return state;
}

void Model::judge(const CausalGraph& graph, ModelState& state) const {
    for (const auto& [change_id, change] : graph.changes()) {
        for (std::uint32_t i = 0; i < change->edits.size(); ++i) {
            const EditId id{change_id, i};
            const Edit& edit = change->edits[i];
            state.edits[id] = {status_of(graph, id, *change),
                               false,
                               graph.lamport(change_id),
                               change->wall,
                               edit.cell,
                               edit.value};
        }
    }
}

EditStatus Model::status_of(const CausalGraph& graph,
                            const EditId& id,
                            const Change& change) const {
    const Edit& edit = change.edits[id.index];
    const std::set<Reference> over(edit.over.begin(), edit.over.end());  // repeats do not count
    const Verdict form =
        judge_form(schema_,
                   workspace_,
                   {edit.cell.item, edit.cell.field, edit.cell.element, edit.value, over.size()});
    if (form == Verdict::void_by_form) return EditStatus::void_by_form;
    if (void_by_right_.contains(id)) return EditStatus::void_by_right;
    for (const Reference& reference : over)
        if (!may_replace(graph, id, reference)) return EditStatus::void_by_over;
    return form == Verdict::parked ? EditStatus::parked : EditStatus::valid;
}

void Model::find_heads(const CausalGraph& graph, ModelState& state) {
    std::set<EditId> replaced;
    for (const auto& [id, edit] : state.edits) {
        if (!counts(edit)) continue;
        for (const Reference& reference : find_edit(graph, id)->over)
            replaced.insert(resolve(reference, id));
    }
    for (auto& [id, edit] : state.edits) edit.head = counts(edit) && !replaced.contains(id);
}

void Model::fold_cells(ModelState& state) const {
    for (const auto& [id, edit] : state.edits) {
        const FieldRule* rule = schema_.rule(edit.cell.field);
        if (!counts(edit) || rule == nullptr) continue;
        ModelCell& cell = state.cells[edit.cell];
        cell.fold = rule->fold;
        if (edit.head) cell.heads.push_back(id);
    }
    for (auto& [at, cell] : state.cells) fold_cell(state, cell);
}

void Model::fold_cell(const ModelState& state, ModelCell& cell) {
    std::vector<Head> heads;
    for (const EditId& id : cell.heads) {
        const ModelEdit& edit = state.edits.at(id);
        if (edit.status == EditStatus::valid)
            heads.push_back({id, edit.lamport, edit.wall, edit.value});
    }
    cell.conflict = in_conflict(cell.fold, heads);
    if (cell.fold == Fold::set) cell.present = set_present(heads);
    if (cell.fold == Fold::link_live) cell.present = link_live(heads);
    if (cell.fold == Fold::counter)
        for (const Head& head : heads) cell.sum.add(*Value::parse(head.value)->as_integer());
    if (const Head* shown = shown_head(heads)) cell.shown = shown->value;
}

void Model::place_items(ModelState& state) {
    std::vector<Move> moves;
    for (const auto& [id, edit] : state.edits) {
        if (counts(edit)) state.lost.insert(edit.cell.item);
        if (edit.status != EditStatus::valid) continue;
        auto move = move_of({edit.lamport, id}, edit.cell.item, edit.cell.field, edit.value);
        if (move) moves.push_back(std::move(*move));
    }
    PlainTree tree = replay(std::move(moves));
    state.placements = std::move(tree.placements);
    state.effective_moves = std::move(tree.effective);
    for (const auto& [item, placement] : state.placements) state.lost.erase(item);
}

void Model::hash(ModelState& state) {
    StateHash heads;
    for (const auto& [id, edit] : state.edits) {
        if (!counts(edit)) continue;
        const Cell& cell = edit.cell;
        heads.add(heads_term(cell.item, cell.field, cell.element, id, edit.head));
    }
    StateHash view;
    for (const auto& [at, cell] : state.cells)
        if (is_shown(cell)) view.add(cell_term(at, cell));
    for (const auto& [item, placement] : state.placements)
        view.add(place_term(item, {placement.kind, placement.parent, placement.key}));
    state.heads_hash = heads.value();
    state.view_hash = view.value();
}

}  // namespace cairn::merge
