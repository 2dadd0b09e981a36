#pragma once
// Takes one change into the file: its identity, its place in the graph, its edits and what they
// do. The same way for a local commit, a received run and a rebuild.
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "client/merge/identity.h"
#include "client/merge/schema.h"
#include "client/replica/author_right.h"
#include "client/replica/cell_table.h"
#include "client/replica/change_graph.h"
#include "client/replica/edit_table.h"
#include "client/replica/move_log.h"
#include "client/replica/rows.h"

namespace cairn::replica {

// What an edit names: by name for the identity, by number for the fold. An edit of this very
// change has change = edit = 0; one that cannot be resolved too.
struct OverDraft {
    merge::Reference name;
    Row change = 0;
    Row edit = 0;
};

struct EditDraft {
    ItemId id;
    Row item = 0;
    merge::FieldNumber field = 0;
    std::string_view element;  // text outlives the draft
    std::string_view value;
    std::size_t over_first = 0;
    std::size_t over_count = 0;
};

struct ChangeDraft {
    merge::ChangeHeader header;
    Row device = 0;
    Row sitting = 0;
    Row predecessor = 0;
    std::vector<EnvelopeHash> deps;
    std::vector<Row> dep_ends;  // last changes of those envelopes, 0 where there is none
    std::vector<Row> dep_envelopes;
    std::vector<EditDraft> edits;
    std::vector<OverDraft> over;
    AuthorRight right;
    Row envelope = 0;
    bool local = false;

    void clear();  // keeps the memory
};

struct WrittenChange {
    Row row = 0;
    ChangeId id;
    bool is_new = false;  // false: it was here already, and nothing was written
    std::optional<std::uint32_t> without_effect = {};  // its first edit that is void or parked
};

class ChangeWriter {
public:
    ChangeWriter(sqlite::Database& database,
                 const merge::Schema& schema,
                 const WorkspaceId& workspace,
                 ChangeGraph& graph,
                 EditTable& edits,
                 CellTable& cells,
                 MoveLog& moves);

    [[nodiscard]] WrittenChange write(const ChangeDraft& draft);
    // From its bytes alone.
    [[nodiscard]] merge::Verdict judge_form(const EditDraft& edit) const;

private:
    [[nodiscard]] ChangeId identity_of(const ChangeDraft& draft);
    EditStatus write_edit(const ChangeDraft& draft, Row change, std::uint32_t index);
    // From its form and from what it names.
    [[nodiscard]] EditStatus judge(const ChangeDraft& draft,
                                   const EditDraft& edit,
                                   const CellKey& key,
                                   Row change);
    [[nodiscard]] bool may_name(const OverDraft& over, const CellKey& key, Row change);

    const merge::Schema& schema_;
    const WorkspaceId& workspace_;
    ChangeGraph& graph_;
    EditTable& edits_;
    CellTable& cells_;
    MoveLog& moves_;
    sqlite::LazyStatement insert_dep_;
    // Reused from edit to edit.
    std::vector<merge::Reference> names_;
    std::vector<OverRef> refs_;
    CellKey key_;
};

}  // namespace cairn::replica
