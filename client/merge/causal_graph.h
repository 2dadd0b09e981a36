#pragma once
// The graph of changes that a set of envelopes gives: which envelopes apply, the Lamport of each
// change, and what lies in its causal past (schema/PROTOCOL.md section 3). Computed from nothing
// each time, with one bit for every pair: part of the reference that replicas are checked against.
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "client/merge/edit.h"

namespace cairn::merge {

// An envelope after the verdicts on its bytes and rights.
struct GraphEnvelope {
    EnvelopeHash hash;
    std::optional<EnvelopeHash> previous = {};  // none: the first of its chain
    std::vector<EnvelopeHash> tips = {};        // waited for, like the deps of its changes
    bool opaque = false;                        // void or unreadable: counts as one change
    std::vector<Change> changes = {};           // none if opaque
};

class CausalGraph {
public:
    explicit CausalGraph(const std::map<EnvelopeHash, GraphEnvelope>& envelopes);

    [[nodiscard]] const std::set<EnvelopeHash>& applied() const { return applied_; }
    // Every change with an applied carrier; pointers into the envelopes given.
    [[nodiscard]] const std::map<ChangeId, const Change*>& changes() const { return changes_; }
    [[nodiscard]] Lamport lamport(const ChangeId& known) const;
    // Strictly: a change is not in its own past. Both must be known.
    [[nodiscard]] bool is_in_past(const ChangeId& earlier, const ChangeId& later) const;

private:
    using Node = std::size_t;
    struct NodeData {
        std::vector<Node> after;    // all of these first
        std::vector<Node> opaques;  // and one of these, if any: the predecessor is unknown
        std::uint64_t lamport = 0;
        bool done = false;
        std::vector<std::uint64_t> past;  // one bit a node
    };

    void find_applied(const std::map<EnvelopeHash, GraphEnvelope>& envelopes);
    void make_nodes(const std::map<EnvelopeHash, GraphEnvelope>& envelopes);
    void connect(const std::map<EnvelopeHash, GraphEnvelope>& envelopes);
    void connect_change(const GraphEnvelope& carrier, const Change& change, const ChangeId& id);
    [[nodiscard]] std::optional<Node> last_of(
        std::optional<EnvelopeHash> envelope,
        const std::map<EnvelopeHash, GraphEnvelope>& envelopes) const;
    void walk();
    [[nodiscard]] std::optional<std::uint64_t> ready_lamport(const NodeData& node) const;
    void finish(Node index, std::uint64_t lamport);
    void include_past(NodeData& node, Node earlier) const;

    std::set<EnvelopeHash> applied_;
    std::map<ChangeId, const Change*> changes_;
    std::map<EnvelopeHash, std::vector<ChangeId>> contents_;  // of applied envelopes
    std::map<EnvelopeHash, std::optional<Node>> last_;        // last node of applied envelopes
    std::map<ChangeId, Node> change_nodes_;
    std::map<EnvelopeHash, Node> opaque_nodes_;
    std::vector<NodeData> nodes_;
};

}  // namespace cairn::merge
