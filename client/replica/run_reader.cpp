#include "client/replica/run_reader.h"

namespace cairn::replica {
namespace {

// Below this a sorted read saves nothing.
constexpr std::size_t prefetch_edits_min = 16;

}  // namespace

RunReader::RunReader(Tables& tables, const Run& run, const EnvelopeInfo& envelope)
    : tables_(tables), run_(run), envelope_(envelope) {
    written_.reserve(run.changes.size());
}

std::vector<EnvelopeHash> RunReader::find_tips() {
    std::vector<EnvelopeHash> missing;
    tips_.clear();
    for (const EnvelopeHash& hash : run_.tips) {
        const Row row = tables_.envelopes.find(hash);
        if (row == 0 || !tables_.envelopes.info(row).settled()) missing.push_back(hash);
        tips_.push_back(row);
    }
    return missing;
}

bool RunReader::find_entries() {
    for (const RunEntry& entry : run_.entries) {
        const Row tip = entry.tip == 0 ? envelope_.previous : tips_[entry.tip - 1];
        const Row found =
            entry.number.value == 0 ? 0 : tables_.envelopes.on_branch(tip, entry.number);
        if (found == 0) return false;
        entries_.push_back(found);
    }
    return true;
}

void RunReader::prefetch() {
    for (const ItemId& item : run_.items) items_.push_back(tables_.items.row_of(item));
    for (const SittingId& sitting : run_.sittings)
        sittings_.push_back(tables_.sittings.row_of(sitting));
    if (run_.edits.size() < prefetch_edits_min) return;
    std::vector<CellKey> keys;
    keys.reserve(run_.edits.size());
    for (const RunEdit& edit : run_.edits) {
        if (!tables_.items.is_new(items_[edit.item]))
            keys.push_back({.item = items_[edit.item],
                            .field = edit.field,
                            .element = std::string(edit.element)});
    }
    tables_.cells.prefetch(std::move(keys));
}

void RunReader::fill(std::size_t index,
                     Row predecessor,
                     const ChangeId& predecessor_identity,
                     ChangeDraft& draft) {
    const RunChange& change = run_.changes[index];
    draft.clear();
    draft.predecessor = predecessor;
    draft.sitting = sittings_[change.sitting];
    draft.header.sitting = run_.sittings[change.sitting];
    draft.header.counter = change.counter;
    draft.header.wall = change.wall;
    draft.header.predecessor = predecessor_identity;
    for (std::uint32_t i = 0; i < change.dep_count; ++i) {
        const std::uint32_t tip = run_.dep_tips[change.dep_first + i];
        draft.deps.push_back(run_.tips[tip]);
        draft.dep_envelopes.push_back(tips_[tip]);
        draft.dep_ends.push_back(tables_.envelopes.info(tips_[tip]).last_change);
    }
    for (std::uint32_t i = 0; i < change.edit_count; ++i) {
        const RunEdit& edit = run_.edits[change.edit_first + i];
        draft.edits.push_back({.id = run_.items[edit.item],
                               .item = items_[edit.item],
                               .field = edit.field,
                               .element = edit.element,
                               .value = edit.value,
                               .over_first = draft.over.size(),
                               .over_count = edit.over_count});
        for (std::uint32_t r = 0; r < edit.over_count; ++r)
            draft.over.push_back(resolve(run_.references[edit.over_first + r], index));
    }
}

OverDraft RunReader::resolve(const RunReference& reference, std::size_t index) {
    if (reference.where == RunReference::Where::this_change)
        return {.name = merge::OwnEdit{reference.edit}};
    if (reference.where == RunReference::Where::back) {
        const std::size_t named = index - reference.at;
        const merge::Unresolved otherwise{
            envelope_.hash, static_cast<std::uint32_t>(named), reference.edit};
        return resolve_to(written_[named], reference.edit, otherwise);
    }
    const Row envelope = entries_[reference.at];
    const merge::Unresolved otherwise{
        tables_.envelopes.info(envelope).hash, reference.change, reference.edit};
    const std::vector<Row>& changes = tables_.envelopes.changes(envelope);
    if (reference.change >= changes.size()) return {.name = otherwise};
    return resolve_to(changes[reference.change], reference.edit, otherwise);
}

OverDraft RunReader::resolve_to(Row change,
                                std::uint32_t edit,
                                const merge::Unresolved& otherwise) {
    const ChangeInfo& info = tables_.graph.change(change);
    if (edit >= info.edits) return {.name = otherwise};
    return {.name = merge::EditId{info.identity, edit},
            .change = change,
            .edit = change + 1 + static_cast<Row>(edit)};
}

}  // namespace cairn::replica
