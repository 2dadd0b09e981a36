#include "client/replica/text_store.h"

#include <algorithm>

#include "client/merge/text/edit_codec.h"

namespace cairn::replica {
namespace {

bool merges(EditStatus status) {
    return status == EditStatus::valid || status == EditStatus::void_right;
}

[[noreturn]] void throw_torn(Row edit) {
    sqlite::throw_corrupt("the text around edit " + std::to_string(edit) +
                          " does not follow from its history");
}

text::TextDocument document_of(Result<text::TextDocument, text::TextFault> opened, Row last) {
    if (!opened) throw_torn(last);
    return std::move(*opened);
}

}  // namespace

std::vector<Row> rows_of(std::span<const OverRef> over) {
    std::vector<Row> rows;
    for (const OverRef& ref : over)
        if (const Row* row = std::get_if<Row>(&ref)) rows.push_back(*row);
    return rows;
}

TextStore::TextStore(sqlite::Database& database, ChangeGraph& graph, EditTable& edits)
    : graph_(graph),
      edits_(edits),
      read_(database, "SELECT length, edits, inserted, hides FROM text_state WHERE edit = ?"),
      write_(database,
             "INSERT OR REPLACE INTO text_state(edit, length, edits, inserted, hides) "
             "VALUES(?, ?, ?, ?, ?)") {}

TextState TextStore::state_after(Row edit) {
    if (edit == 0) return {};
    sqlite::Rows rows = read_.query(edit);
    if (!rows.next()) throw_torn(edit);
    return {.length = static_cast<std::uint32_t>(rows.integer(0)),
            .past = {.edits = static_cast<std::uint64_t>(rows.integer(1)),
                     .inserted = static_cast<std::uint64_t>(rows.integer(2))},
            .hides = rows.integer(3) != 0};
}

void TextStore::note(Row edit, const TextState& state) {
    write_.run(edit, state.length, state.past.edits, state.past.inserted, state.hides);
}

text::TextId TextStore::id_of(Row edit) {
    const ChangeInfo& change = graph_.change(graph_.change_of(edit));
    return {change.identity, static_cast<std::uint32_t>(edit - change.row - 1)};
}

std::vector<text::TextId> TextStore::ids_of(std::span<const Row> edits) {
    std::vector<text::TextId> ids;
    ids.reserve(edits.size());
    for (const Row edit : edits) ids.push_back(id_of(edit));
    return ids;
}

bool TextStore::takes_part(Row edit) { return merges(edits_.get(edit).status); }

text::TextEdit TextStore::edit_of(const StoredEdit& stored) {
    auto patches = text::decode_patches(std::string_view(stored.value).substr(1));
    if (!patches) throw_torn(stored.row);
    return {id_of(stored.row), ids_of(rows_of(stored.over)), std::move(*patches)};
}

text::TextDocument TextStore::open(Row last, std::string_view shown, std::span<const Row> heads) {
    const TextState state = state_after(last);
    if (state.hides) return whole(last).document;
    text::TextDocument document =
        document_of(text::TextDocument::open(shown, ids_of(heads), state.past), last);
    if (document.length() != state.length) throw_torn(last);
    return document;
}

// Newest first, with the set of what is still to come: heads and parents of what was read. Once
// that is one edit, and the next one, everything read builds on it, and all before it is its past.
text::TextDocument TextStore::resume(Row last,
                                     std::string_view shown,
                                     std::span<const Row> heads,
                                     std::span<const Row> parents) {
    std::set<Row> awaited(heads.begin(), heads.end());
    const auto await = [&](std::span<const Row> edits) {
        awaited.insert(edits.begin(), edits.end());
        if (edits.empty()) awaited.insert(0);  // the empty text
    };
    await(parents);
    std::vector<text::TextDocument::KnownEdit> since;
    Row at = last;
    while (at != 0 && !(awaited.size() == 1 && awaited.contains(at))) {
        const StoredEdit stored = edits_.get(at);
        if (merges(stored.status)) {
            since.push_back({edit_of(stored), state_after(at).length});
            awaited.erase(at);
            await(rows_of(stored.over));
        }
        at = stored.before;
    }
    std::reverse(since.begin(), since.end());
    text::TextBeginning beginning;
    if (at != 0) {
        const TextState state = state_after(at);
        beginning = {{id_of(at)}, state.length, state.past};
    }
    return document_of(text::TextDocument::resume(shown, std::move(beginning), since), last);
}

TextHistory TextStore::whole(Row last, const std::function<bool(Row)>& includes) {
    std::vector<StoredEdit> edits = edits_.of_cell(last, SIZE_MAX);
    TextHistory history;
    std::vector<text::TextId> hidden;
    for (auto stored = edits.rbegin(); stored != edits.rend(); ++stored) {
        if (!merges(stored->status) || (includes && !includes(stored->row))) continue;
        const text::TextEdit edit = edit_of(*stored);
        if (!history.document.receive(edit)) throw_torn(stored->row);
        history.edits.push_back(stored->row);
        if (stored->status == EditStatus::void_right) hidden.push_back(edit.id);
    }
    if (!hidden.empty() && !history.document.set_void(hidden, true)) throw_torn(last);
    return history;
}

}  // namespace cairn::replica
