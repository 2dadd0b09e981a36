#include "client/merge/model.h"

#include <algorithm>

#include "client/merge/plain_replay.h"
#include "client/merge/state_hash.h"
#include "client/merge/text/edit_codec.h"

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
        case Fold::text:
            return text_term(at.item, at.field, std::string_view(cell.shown).substr(1));
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
        case Fold::text:
            return cell.shown.size() > 1;
        default:
            return false;  // place and order show in the tree
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
    Texts texts = merge_texts(graph, state);
    judge_rights(state, texts);
    find_heads(graph, state);
    fold_cells(state, texts);
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
    for (const Reference& reference : over)
        if (!may_replace(graph, id, reference)) return EditStatus::void_by_over;
    return form == Verdict::parked ? EditStatus::parked : EditStatus::valid;
}

// Whether each edit of a text fits what it was made on, and what all of them together give.
Model::Texts Model::merge_texts(const CausalGraph& graph, ModelState& state) const {
    std::map<Cell, std::vector<std::pair<Lamport, EditId>>> cells;
    for (const auto& [id, edit] : state.edits) {
        const FieldRule* rule = schema_.rule(edit.cell.field);
        if (rule != nullptr && rule->fold == Fold::text && edit.status == EditStatus::valid)
            cells[edit.cell].emplace_back(edit.lamport, id);
    }
    Texts texts;
    for (auto& [cell, edits] : cells) {
        std::sort(edits.begin(), edits.end());  // causes first
        for (const auto& [lamport, id] : edits) {
            text::TextEdit received;
            received.id = {id.change, id.index};
            for (const Reference& reference : find_edit(graph, id)->over) {
                const EditId parent = resolve(reference, id);
                received.parents.push_back({parent.change, parent.index});
            }
            ModelEdit& edit = state.edits.at(id);
            received.patches = *text::decode_patches(std::string_view(edit.value).substr(1));
            if (!texts[cell].receive(received)) edit.status = EditStatus::void_by_text;
        }
    }
    return texts;
}

void Model::judge_rights(ModelState& state, Texts& texts) const {
    for (const EditId& id : void_by_right_) {
        const auto at = state.edits.find(id);
        if (at == state.edits.end() || !counts(at->second)) continue;
        at->second.status = EditStatus::void_by_right;
        const auto of = texts.find(at->second.cell);
        if (of != texts.end()) of->second.set_void({id.change, id.index}, true);
    }
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

void Model::fold_cells(ModelState& state, const Texts& texts) const {
    for (const auto& [id, edit] : state.edits) {
        const FieldRule* rule = schema_.rule(edit.cell.field);
        if (!counts(edit) || rule == nullptr) continue;
        ModelCell& cell = state.cells[edit.cell];
        cell.fold = rule->fold;
        if (edit.head) cell.heads.push_back(id);
    }
    for (auto& [at, cell] : state.cells) {
        if (cell.fold == Fold::text)
            cell.shown = "t" + texts.at(at).text();
        else
            fold_cell(state, cell);
    }
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
