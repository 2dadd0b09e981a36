#include "shared/log/proof.h"

#include <optional>
#include <unordered_map>

#include "shared/base/domain.h"
#include "shared/identity/sign.h"

namespace cairn {
namespace {

// One envelope of the batch, which may have come several times: the signature is not in the hash.
struct Node {
    std::vector<std::size_t> carriers;  // indexes into the batch
    std::optional<std::size_t> below;   // the node this one vouches for
    std::size_t unsettled = 0;          // successors that may still turn out to be proven
    bool proven = false;
};

// The batch as a forest that grows from its tips towards the first envelopes.
class Forest {
public:
    explicit Forest(std::span<const Envelope> batch) : batch_(batch) {
        std::unordered_map<EnvelopeHash, std::size_t> by_hash;
        for (std::size_t i = 0; i < batch.size(); ++i) {
            const auto [at, is_new] = by_hash.emplace(batch[i].hash(), nodes_.size());
            if (is_new) nodes_.emplace_back();
            nodes_[at->second].carriers.push_back(i);
        }
        for (Node& node : nodes_) {
            const EnvelopeHeader& header = batch[node.carriers[0]].header();
            const auto below = by_hash.find(header.previous);
            if (below == by_hash.end()) continue;
            if (!vouches_for(header, batch[nodes_[below->second].carriers[0]])) continue;
            node.below = below->second;
            ++nodes_[below->second].unsettled;
        }
        proof_.proven.assign(batch.size(), false);
    }

    Proof prove() {
        std::vector<std::size_t> tips;
        for (std::size_t i = 0; i < nodes_.size(); ++i)
            if (nodes_[i].unsettled == 0) tips.push_back(i);
        for (const std::size_t tip : tips) settle(tip);
        return std::move(proof_);
    }

private:
    // Checks signatures from a tip downwards until one holds, or another branch has to speak first.
    void settle(std::size_t at) {
        for (std::optional<std::size_t> next = at; next; next = nodes_[*next].below) {
            if (nodes_[*next].proven) return;
            if (check(nodes_[*next])) return mark_below(nodes_[*next]);
            const auto below = nodes_[*next].below;
            if (below && --nodes_[*below].unsettled > 0) return;
        }
    }

    bool check(Node& node) {
        for (const std::size_t carrier : node.carriers) {
            ++proof_.signatures_checked;
            if (!signed_by_author(batch_[carrier])) continue;
            proof_.proven[carrier] = true;
            node.proven = true;
        }
        return node.proven;
    }

    void mark_below(const Node& successor) {
        for (auto next = successor.below; next; next = nodes_[*next].below) {
            Node& node = nodes_[*next];
            const bool is_done = node.proven;
            node.proven = true;
            for (const std::size_t carrier : node.carriers) proof_.proven[carrier] = true;
            if (is_done) return;
        }
    }

    std::span<const Envelope> batch_;
    std::vector<Node> nodes_;
    Proof proof_;
};

}  // namespace

bool signed_by_author(const Envelope& envelope) {
    return verify(envelope.header().device.view(),
                  domain::envelope_signature,
                  envelope.hash().view(),
                  envelope.signature());
}

bool vouches_for(const EnvelopeHeader& successor, const Envelope& envelope) {
    const EnvelopeHeader& header = envelope.header();
    return successor.previous == envelope.hash() && successor.version == header.version &&
           successor.workspace == header.workspace && successor.device == header.device;
}

Proof prove(std::span<const Envelope> batch) { return Forest(batch).prove(); }

}  // namespace cairn
