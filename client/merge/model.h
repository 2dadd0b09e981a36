#pragma once
// The plain reference: the state of a workspace as a function of a set of envelopes, written for
// clarity. Replicas are tested against it; it is fit for some ten thousand changes.
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "client/merge/causal_graph.h"
#include "client/merge/folds.h"
#include "client/merge/move_tree.h"
#include "client/merge/schema.h"
#include "client/merge/text/plain_text.h"

namespace cairn::merge {

enum class EditStatus : std::uint8_t {
    valid,
    parked,
    void_by_form,
    void_by_over,  // `over` names what it may not
    void_by_text,  // patches that do not fit the text of their parents, or a parent that is void
    void_by_right,
};

struct ModelEdit {
    EditStatus status = EditStatus::valid;
    bool head = false;
    Lamport lamport;
    WallTime wall;
    Cell cell;
    std::string value;
    friend bool operator==(const ModelEdit&, const ModelEdit&) = default;
};

struct ModelCell {
    Fold fold = Fold::reg;
    std::vector<EditId> heads;  // ascending, parked ones too; a counter's are all its valid edits
    std::string shown;          // of the shown head; empty: all heads are parked, or no such fold;
                                // of a text: the merged one, as the value of a register would be
    bool present = false;       // set element, link
    bool conflict = false;
    CounterSum sum;
    friend bool operator==(const ModelCell&, const ModelCell&) = default;
};

struct ModelState {
    std::set<EnvelopeHash> applied;
    std::map<EditId, ModelEdit> edits;
    std::map<Cell, ModelCell> cells;  // with at least one valid edit of a known field
    std::map<ItemId, Placement> placements;
    std::set<EditId> effective_moves;
    std::set<ItemId> lost;  // valid or parked edits, but no place in effect
    Hash32 heads_hash;
    Hash32 view_hash;
    friend bool operator==(const ModelState&, const ModelState&) = default;
};

class Model {
public:
    Model(const WorkspaceId& workspace, Schema schema);
    void add(GraphEnvelope envelope);  // one that is there already is replaced
    void set_void_by_right(std::set<EditId> edits) { void_by_right_ = std::move(edits); }
    [[nodiscard]] ModelState state() const;

private:
    using Texts = std::map<Cell, text::PlainText>;
    void judge(const CausalGraph& graph, ModelState& state) const;
    [[nodiscard]] Texts merge_texts(const CausalGraph& graph, ModelState& state) const;
    void judge_rights(ModelState& state, Texts& texts) const;
    [[nodiscard]] EditStatus status_of(const CausalGraph& graph,
                                       const EditId& id,
                                       const Change& change) const;
    static void find_heads(const CausalGraph& graph, ModelState& state);
    void fold_cells(ModelState& state, const Texts& texts) const;
    static void fold_cell(const ModelState& state, ModelCell& cell);
    static void place_items(ModelState& state);
    static void hash(ModelState& state);

    WorkspaceId workspace_;
    Schema schema_;
    std::map<EnvelopeHash, GraphEnvelope> envelopes_;
    std::set<EditId> void_by_right_;
};

}  // namespace cairn::merge
