#include "client/merge/causal_graph.h"

#include <algorithm>
#include <queue>

#include "shared/base/contract.h"

namespace cairn::merge {

CausalGraph::CausalGraph(const std::map<EnvelopeHash, GraphEnvelope>& envelopes) {
    find_applied(envelopes);
    make_nodes(envelopes);
    connect(envelopes);
    walk();
}

void CausalGraph::find_applied(const std::map<EnvelopeHash, GraphEnvelope>& envelopes) {
    const auto is_applied = [this](const EnvelopeHash& hash) { return applied_.contains(hash); };
    const auto may_apply = [&](const GraphEnvelope& envelope) {
        if (envelope.previous && !is_applied(*envelope.previous)) return false;
        if (!std::all_of(envelope.tips.begin(), envelope.tips.end(), is_applied)) return false;
        return std::all_of(
            envelope.changes.begin(), envelope.changes.end(), [&](const Change& change) {
                return std::all_of(change.deps.begin(), change.deps.end(), is_applied);
            });
    };
    for (bool grew = true; grew;) {
        grew = false;
        for (const auto& [hash, envelope] : envelopes)
            if (!is_applied(hash) && may_apply(envelope)) grew = applied_.insert(hash).second;
    }
}

void CausalGraph::make_nodes(const std::map<EnvelopeHash, GraphEnvelope>& envelopes) {
    for (const EnvelopeHash& hash : applied_) {
        const GraphEnvelope& envelope = envelopes.at(hash);
        if (envelope.opaque) {
            opaque_nodes_[hash] = nodes_.size();
            nodes_.emplace_back();
        }
        for (const Change& change : envelope.changes) {
            const ChangeId id = identity_of(change);
            contents_[hash].push_back(id);
            if (!changes_.emplace(id, &change).second) continue;
            change_nodes_[id] = nodes_.size();
            nodes_.emplace_back();
        }
    }
}

void CausalGraph::connect(const std::map<EnvelopeHash, GraphEnvelope>& envelopes) {
    for (const EnvelopeHash& hash : applied_) last_[hash] = last_of(hash, envelopes);
    for (const EnvelopeHash& hash : applied_) {
        const GraphEnvelope& envelope = envelopes.at(hash);
        if (envelope.opaque && envelope.previous)
            if (const auto last = last_.at(*envelope.previous))
                nodes_[opaque_nodes_.at(hash)].after.push_back(*last);
        for (std::size_t i = 0; i < envelope.changes.size(); ++i)
            connect_change(envelope, envelope.changes[i], contents_.at(hash)[i]);
    }
}

void CausalGraph::connect_change(const GraphEnvelope& carrier,
                                 const Change& change,
                                 const ChangeId& id) {
    NodeData& node = nodes_[change_nodes_.at(id)];
    for (const EnvelopeHash& dep : change.deps)
        if (const auto last = last_.at(dep)) node.after.push_back(*last);
    if (change.predecessor.is_zero()) return;
    const auto predecessor = change_nodes_.find(change.predecessor);
    if (predecessor != change_nodes_.end()) {
        node.after.push_back(predecessor->second);
    } else if (carrier.previous) {
        const auto opaque = last_.at(*carrier.previous);
        if (opaque) node.opaques.push_back(*opaque);
    }
}

// An envelope without changes ends where the one before it ends.
std::optional<CausalGraph::Node> CausalGraph::last_of(
    std::optional<EnvelopeHash> envelope,
    const std::map<EnvelopeHash, GraphEnvelope>& envelopes) const {
    while (envelope) {
        const auto opaque = opaque_nodes_.find(*envelope);
        if (opaque != opaque_nodes_.end()) return opaque->second;
        const auto contents = contents_.find(*envelope);
        if (contents != contents_.end()) return change_nodes_.at(contents->second.back());
        envelope = envelopes.at(*envelope).previous;
    }
    return std::nullopt;
}

// In ascending Lamport order, so that of several opaque predecessors the lowest counts.
void CausalGraph::walk() {
    std::vector<std::vector<Node>> followers(nodes_.size());
    for (Node i = 0; i < nodes_.size(); ++i) {
        for (const Node before : nodes_[i].after) followers[before].push_back(i);
        for (const Node before : nodes_[i].opaques) followers[before].push_back(i);
    }
    using Entry = std::pair<std::uint64_t, Node>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> ready;
    const auto offer = [&](Node i) {
        if (nodes_[i].done) return;
        if (const auto lamport = ready_lamport(nodes_[i])) ready.emplace(*lamport, i);
    };
    for (Node i = 0; i < nodes_.size(); ++i) offer(i);
    while (!ready.empty()) {
        const auto [lamport, i] = ready.top();
        ready.pop();
        if (nodes_[i].done) continue;
        finish(i, lamport);
        for (const Node follower : followers[i]) offer(follower);
    }
}

std::optional<std::uint64_t> CausalGraph::ready_lamport(const NodeData& node) const {
    std::uint64_t greatest = 0;
    for (const Node before : node.after) {
        if (!nodes_[before].done) return std::nullopt;
        greatest = std::max(greatest, nodes_[before].lamport);
    }
    std::optional<std::uint64_t> lowest;
    for (const Node opaque : node.opaques)
        if (nodes_[opaque].done)
            lowest = std::min(lowest.value_or(UINT64_MAX), nodes_[opaque].lamport);
    if (!node.opaques.empty() && !lowest) return std::nullopt;
    return 1 + std::max(greatest, lowest.value_or(0));
}

void CausalGraph::finish(Node index, std::uint64_t lamport) {
    NodeData& node = nodes_[index];
    node.past.assign(nodes_.size() / 64 + 1, 0);
    for (const Node before : node.after) include_past(node, before);
    const auto lowest = [this](Node a, Node b) {
        return std::pair(!nodes_[a].done, nodes_[a].lamport) <
               std::pair(!nodes_[b].done, nodes_[b].lamport);
    };
    const auto opaque = std::min_element(node.opaques.begin(), node.opaques.end(), lowest);
    if (opaque != node.opaques.end()) include_past(node, *opaque);
    node.lamport = lamport;
    node.done = true;
}

void CausalGraph::include_past(NodeData& node, Node earlier) const {
    const auto& past = nodes_[earlier].past;
    for (std::size_t word = 0; word < past.size(); ++word) node.past[word] |= past[word];
    node.past[earlier / 64] |= std::uint64_t{1} << (earlier % 64);
}

Lamport CausalGraph::lamport(const ChangeId& known) const {
    return {nodes_[change_nodes_.at(known)].lamport};
}

bool CausalGraph::is_in_past(const ChangeId& earlier, const ChangeId& later) const {
    const Node bit = change_nodes_.at(earlier);
    const auto& past = nodes_[change_nodes_.at(later)].past;
    return !past.empty() && (past[bit / 64] >> (bit % 64) & 1U) != 0;
}

}  // namespace cairn::merge
