#pragma once
// A second implementation of a replica's state, as small as it goes: everything is kept as
// envelopes come, nothing is computed anew. Tests compare it with Model, which does the opposite.
// A planted fault makes one rule wrong, to prove that the comparison would notice.
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "client/merge/causal_graph.h"
#include "client/merge/folds.h"
#include "client/merge/move_tree.h"
#include "client/merge/schema.h"
#include "client/merge/state_hash.h"

namespace cairn::merge::testing {

enum class Planted {
    none,
    author_drops_over,      // an edit names nothing
    author_drops_deps,      // a change says nothing of what it saw
    remove_wins,            // a set's element is absent if any head says so
    lowest_is_shown,        // the tie goes the other way
    moves_as_they_come,     // the tree replays arrivals
    replaced_stays_hashed,  // a head's term stays when it is replaced
    any_over_is_taken,      // nobody looks at what `over` names
    deps_do_not_count,      // Lamport follows the own chain only
};

class SmallReplica {
public:
    SmallReplica(const WorkspaceId& workspace, const Schema& schema, Planted planted)
        : workspace_(workspace), schema_(&schema), planted_(planted) {}

    // In causal order; all moves of a batch reach the tree at once.
    void receive(const std::vector<const GraphEnvelope*>& batch);
    [[nodiscard]] Hash32 heads_hash() const { return heads_hash_.value(); }
    [[nodiscard]] Hash32 view_hash() const { return view_hash_.value(); }
    [[nodiscard]] std::vector<EditId> heads(const Cell& cell) const;
    [[nodiscard]] const MoveTree& tree() const { return tree_; }
    [[nodiscard]] Lamport lamport(const ChangeId& change) const;

private:
    using Past = std::set<ChangeId>;
    struct KnownChange {
        Lamport lamport;
        std::shared_ptr<const Past> past;
        std::shared_ptr<const Change> change;
    };
    struct KnownEdit {
        std::string value;
        WallTime wall;
        Lamport lamport;
        Verdict verdict = Verdict::valid;
    };
    struct CellState {
        std::map<EditId, KnownEdit> heads;
        CounterSum sum;
    };

    void apply_change(const Change& change);
    void apply_edit(const ChangeId& id, const KnownChange& known, std::uint32_t index);
    [[nodiscard]] bool over_is_sound(const EditId& id, const KnownChange& known) const;
    void replace_heads(const EditId& id, const Edit& edit, CellState& cell);
    [[nodiscard]] std::optional<Hash32> shown_term(const Cell& at, const CellState& cell) const;
    void move_arrived(const EditId& id, const Edit& edit, Lamport lamport);
    void follow(const TreeDelta& delta);

    WorkspaceId workspace_;
    const Schema* schema_;
    Planted planted_;
    std::map<EnvelopeHash, ChangeId> ends_;
    std::map<ChangeId, KnownChange> changes_;
    std::map<Cell, CellState> cells_;
    std::vector<Move> arriving_;
    std::uint64_t arrived_ = 0;
    MoveTree tree_;
    StateHash heads_hash_;
    StateHash view_hash_;
};

}  // namespace cairn::merge::testing
