#include "client/replica/change_writer.h"

#include <algorithm>

namespace cairn::replica {

void ChangeDraft::clear() {
    deps.clear();
    dep_ends.clear();
    dep_envelopes.clear();
    edits.clear();
    over.clear();
}

ChangeWriter::ChangeWriter(sqlite::Database& database,
                           const merge::Schema& schema,
                           const WorkspaceId& workspace,
                           ChangeGraph& graph,
                           EditTable& edits,
                           CellTable& cells,
                           MoveLog& moves)
    : schema_(schema),
      workspace_(workspace),
      graph_(graph),
      edits_(edits),
      cells_(cells),
      moves_(moves),
      insert_dep_(database, "INSERT OR IGNORE INTO dep(change, envelope) VALUES(?, ?)") {}

WrittenChange ChangeWriter::write(const ChangeDraft& draft) {
    const ChangeId id = identity_of(draft);
    if (!draft.local) {
        const Row known = graph_.find_successor(draft.predecessor, draft.device, id);
        if (known != 0) return {.row = known, .id = id, .is_new = false};
    }
    const Row row = graph_.add({.device = draft.device,
                                .predecessor = draft.predecessor,
                                .deps = draft.dep_ends,
                                .wall = draft.header.wall,
                                .sitting = draft.sitting,
                                .counter = draft.header.counter,
                                .edits = static_cast<std::uint32_t>(draft.edits.size()),
                                .envelope = draft.envelope,
                                .identity = id,
                                .local = draft.local});
    for (const Row envelope : draft.dep_envelopes) insert_dep_.run(row, envelope);
    WrittenChange written{.row = row, .id = id, .is_new = true};
    for (std::uint32_t index = 0; index < draft.edits.size(); ++index) {
        const EditStatus status = write_edit(draft, row, index);
        if (status != EditStatus::valid && !written.without_effect) written.without_effect = index;
    }
    return written;
}

ChangeId ChangeWriter::identity_of(const ChangeDraft& draft) {
    merge::IdentityHasher hasher(draft.header, draft.deps, draft.edits.size());
    for (const EditDraft& edit : draft.edits) {
        names_.clear();
        for (std::size_t i = 0; i < edit.over_count; ++i)
            names_.push_back(draft.over[edit.over_first + i].name);
        hasher.edit(edit.id, edit.field, edit.element, edit.value, names_);
    }
    return hasher.finish();
}

EditStatus ChangeWriter::write_edit(const ChangeDraft& draft, Row change, std::uint32_t index) {
    const EditDraft& edit = draft.edits[index];
    const Row row = change + 1 + static_cast<Row>(index);
    key_.item = edit.item;
    key_.field = edit.field;
    key_.element.assign(edit.element);
    refs_.clear();
    for (std::size_t i = 0; i < edit.over_count; ++i) {
        const OverDraft& over = draft.over[edit.over_first + i];
        if (const auto* own = std::get_if<merge::OwnEdit>(&over.name))
            refs_.emplace_back(change + 1 + static_cast<Row>(own->index));
        else if (const auto* lost = std::get_if<merge::Unresolved>(&over.name))
            refs_.emplace_back(*lost);
        else
            refs_.emplace_back(over.edit);
    }
    const EditStatus status = cells_.judge(key_,
                                           {.edit = row,
                                            .status = judge(draft, edit, key_, change),
                                            .permitted = draft.right.allows(edit.id),
                                            .value = edit.value,
                                            .over = refs_});
    const Row before = cells_.apply(key_, row, status, edit.value, refs_);
    edits_.insert(row, key_, edit.value, refs_, before, status);
    const bool moves = edit.field == merge::field_place || edit.field == merge::field_order;
    if (moves && status == EditStatus::valid)
        moves_.add(row, change, edit.item, edit.field, edit.value);
    return status;
}

merge::Verdict ChangeWriter::judge_form(const EditDraft& edit) const {
    return merge::judge_form(schema_,
                             workspace_,
                             {.item = edit.id,
                              .field = edit.field,
                              .element = edit.element,
                              .value = edit.value,
                              .over_count = edit.over_count});
}

EditStatus ChangeWriter::judge(const ChangeDraft& draft,
                               const EditDraft& edit,
                               const CellKey& key,
                               Row change) {
    const merge::Verdict form = judge_form(edit);
    if (form == merge::Verdict::void_by_form) return EditStatus::void_form;
    for (std::size_t i = 0; i < edit.over_count; ++i) {
        OverDraft over = draft.over[edit.over_first + i];
        if (const auto* own = std::get_if<merge::OwnEdit>(&over.name)) {
            over.change = change;
            over.edit = change + 1 + static_cast<Row>(own->index);
        }
        if (!may_name(over, key, change)) return EditStatus::void_over;
    }
    return form == merge::Verdict::parked ? EditStatus::parked : EditStatus::valid;
}

// Only an edit of the same cell that this change comes after.
bool ChangeWriter::may_name(const OverDraft& over, const CellKey& key, Row change) {
    if (over.edit == 0) return false;
    if (over.change != change && !graph_.is_before(over.change, change)) return false;
    if (cells_.is_head(key, over.edit)) return true;
    const std::optional<StoredEdit> named = edits_.find(over.edit);
    return named && named->cell == key;
}

}  // namespace cairn::replica
