#pragma once
// The texts that a write transaction merges into: each opens once, and stays open until the next
// transaction begins (schema/PROTOCOL.md section 7, text).
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "client/replica/text_store.h"

namespace cairn::replica {

class TextTable {
public:
    // All outlive the table.
    TextTable(sqlite::Database& database, ChangeGraph& graph, EditTable& edits);

    void begin();

    // What the cell holds before the edit.
    struct Before {
        Row last = 0;                // its newest edit, of any status
        std::span<const Row> heads;  // valid ones
        std::string_view shown;      // its merged text
    };
    // One more edit, which comes after all that it names in `over`.
    struct Arrival {
        Row edit = 0;
        EditStatus status = EditStatus::valid;  // by its form and by `over` alone
        bool permitted = true;                  // its author may write this
        std::string_view value;
        const std::vector<OverRef>& over;
    };
    // Merges it, unless it is void. Returns its status.
    EditStatus receive(const CellKey& key, const Before& before, const Arrival& arrival);
    // Judges all edits of a cell anew whose form this version once did not know: some are valid
    // now.
    void judge_anew(const CellKey& key, Row last);
    // The merged text, if this transaction had to open it.
    [[nodiscard]] std::optional<std::string> shown(const CellKey& key) const;

private:
    struct Open {
        text::TextDocument document;
        TextState state;
    };

    Open& open(const CellKey& key, const Before& before);
    [[nodiscard]] bool parents_take_part(const Before& before, std::span<const Row> parents);
    [[nodiscard]] std::optional<text::TextFault> merge(Open& open,
                                                       const Before& before,
                                                       const text::TextEdit& edit,
                                                       std::span<const Row> parents);
    void open_whole(Open& open, Row last);
    static void count(Open& open, const text::TextEdit& edit, bool permitted);

    EditTable& edits_;
    TextStore store_;
    std::unordered_map<CellKey, Open, CellKeyHash> open_;
};

}  // namespace cairn::replica
