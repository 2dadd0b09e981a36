#include "client/replica/text_table.h"

#include <algorithm>
#include <stdexcept>

#include "shared/base/contract.h"

namespace cairn::replica {

TextTable::TextTable(sqlite::Database& database, ChangeGraph& graph, EditTable& edits)
    : edits_(edits), store_(database, graph, edits) {}

void TextTable::begin() { open_.clear(); }

TextTable::Open& TextTable::open(const CellKey& key, const Before& before) {
    const auto [entry, missing] = open_.try_emplace(key);
    Open& open = entry->second;
    if (!missing) return open;
    open.state = store_.state_after(before.last);
    if (open.state.past.edits > 0)
        open.document = store_.open(before.last, before.shown, before.heads);
    return open;
}

EditStatus TextTable::receive(const CellKey& key, const Before& before, const Arrival& arrival) {
    if (arrival.status != EditStatus::valid) {
        const auto held = open_.find(key);
        store_.note(arrival.edit,
                    held != open_.end() ? held->second.state : store_.state_after(before.last));
        return arrival.status;
    }
    Open& held = open(key, before);
    const std::vector<Row> parents = rows_of(arrival.over);
    EditStatus status = EditStatus::void_text;
    if (parents_take_part(before, parents)) {
        if (!arrival.permitted) open_whole(held, before.last);
        StoredEdit stored;
        stored.row = arrival.edit;
        stored.value = arrival.value;
        stored.over = arrival.over;
        const text::TextEdit edit = store_.edit_of(stored);
        if (!merge(held, before, edit, parents)) {
            count(held, edit, arrival.permitted);
            status = arrival.permitted ? EditStatus::valid : EditStatus::void_right;
        }
    }
    store_.note(arrival.edit, held.state);
    return status;
}

bool TextTable::parents_take_part(const Before& before, std::span<const Row> parents) {
    return std::all_of(parents.begin(), parents.end(), [&](Row parent) {
        const bool is_head =
            std::find(before.heads.begin(), before.heads.end(), parent) != before.heads.end();
        return is_head || store_.takes_part(parent);
    });
}

std::optional<text::TextFault> TextTable::merge(Open& open,
                                                const Before& before,
                                                const text::TextEdit& edit,
                                                std::span<const Row> parents) {
    auto merged = open.document.receive(edit);
    if (!merged && merged.error() == text::TextFault::needs_graph) {
        const std::string shown = open.document.text();
        open.document = store_.resume(before.last, shown, before.heads, parents);
        merged = open.document.receive(edit);
    }
    if (merged) return std::nullopt;
    if (merged.error() == text::TextFault::no_room)
        throw std::length_error("the history of a text is longer than this program can hold");
    return merged.error();
}

void TextTable::open_whole(Open& open, Row last) {
    if (!open.document.graph().opened().empty()) open.document = store_.whole(last).document;
}

void TextTable::count(Open& open, const text::TextEdit& edit, bool permitted) {
    if (!permitted) {
        const auto hidden = open.document.set_void({&edit.id, 1}, true);
        CAIRN_ASSERT(hidden);
        open.state.hides = true;
    }
    open.state.length = open.document.length();
    open.state.past.edits += 1;
    open.state.past.inserted += text::inserted_by(edit.patches);
}

void TextTable::judge_anew(const CellKey& key, Row last) {
    open_.erase(key);
    std::vector<StoredEdit> edits = edits_.of_cell(last, SIZE_MAX);
    std::vector<Row> valid;  // of those judged so far
    Row before = 0;
    for (auto stored = edits.rbegin(); stored != edits.rend(); ++stored) {
        const bool forbidden = stored->status == EditStatus::void_right;
        const EditStatus judged = receive(key,
                                          {.last = before, .heads = {}, .shown = {}},
                                          {.edit = stored->row,
                                           .status = forbidden ? EditStatus::valid : stored->status,
                                           .permitted = !forbidden,
                                           .value = stored->value,
                                           .over = stored->over});
        if (judged != stored->status) edits_.set_status(stored->row, judged);
        before = stored->row;
    }
}

std::optional<std::string> TextTable::shown(const CellKey& key) const {
    const auto held = open_.find(key);
    if (held == open_.end()) return std::nullopt;
    return held->second.document.text();
}

}  // namespace cairn::replica
