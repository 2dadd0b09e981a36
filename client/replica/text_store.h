#pragma once
// The histories of texts, as the file holds them: their edits lie among all others, the merged text
// in the row of its cell, and beside each edit what the text had become when it had come. So a
// text opens without its history, and what is concurrent reads no more than the newest part of it.
#include <cstdint>
#include <functional>
#include <set>
#include <span>
#include <string_view>
#include <vector>

#include "client/merge/text/text_document.h"
#include "client/replica/change_graph.h"
#include "client/replica/edit_table.h"
#include "client/replica/rows.h"
#include "shared/sqlite/statement.h"

namespace cairn::replica {

// After an edit of a text came, whatever the edit itself did.
struct TextState {
    std::uint32_t length = 0;  // of the merged text, in scalar values
    text::TextPast past = {};  // of everything that had come
    bool hides = false;        // some edits are void by right
    friend bool operator==(const TextState&, const TextState&) = default;
};

// A whole history. Edit number i of the document's graph is edits[i].
struct TextHistory {
    text::TextDocument document;
    std::vector<Row> edits;
};

class TextStore {
public:
    // All outlive the store.
    TextStore(sqlite::Database& database, ChangeGraph& graph, EditTable& edits);

    [[nodiscard]] TextState state_after(Row edit);  // 0: before the first
    void note(Row edit, const TextState& state);    // replaces what was noted before
    [[nodiscard]] text::TextId id_of(Row edit);
    // Takes part in the merge: valid, or void by right.
    [[nodiscard]] bool takes_part(Row edit);

    // `last`: the cell's newest edit; `shown`: its merged text; `heads`: the valid ones.
    [[nodiscard]] text::TextDocument open(Row last,
                                          std::string_view shown,
                                          std::span<const Row> heads);
    // From the newest critical version on that `parents` build on. Nothing is void by right.
    [[nodiscard]] text::TextDocument resume(Row last,
                                            std::string_view shown,
                                            std::span<const Row> heads,
                                            std::span<const Row> parents);
    // Of all edits, or of those of a cut.
    [[nodiscard]] TextHistory whole(Row last, const std::function<bool(Row)>& includes = {});

    [[nodiscard]] text::TextEdit edit_of(const StoredEdit& stored);

private:
    [[nodiscard]] std::vector<text::TextId> ids_of(std::span<const Row> edits);

    ChangeGraph& graph_;
    EditTable& edits_;
    sqlite::LazyStatement read_;
    sqlite::LazyStatement write_;
};

// The edits named; all of them are known (else the edit is void).
[[nodiscard]] std::vector<Row> rows_of(std::span<const OverRef> over);

}  // namespace cairn::replica
