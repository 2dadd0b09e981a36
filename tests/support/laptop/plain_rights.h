#pragma once
// Who may write what by an envelope, by hash and by hand: with nothing of the replica's own code.
#include <map>
#include <set>
#include <span>

#include "client/merge/causal_graph.h"
#include "client/merge/model.h"
#include "shared/log/envelope.h"
#include "shared/roster/view.h"

namespace cairn::test {

class PlainRights {
public:
    // Both outlive it; every envelope's predecessor is among them.
    PlainRights(std::span<const Envelope> envelopes, const RosterView& roster);

    // Whether the envelope gives its author the right to write on the item.
    [[nodiscard]] bool allows(const EnvelopeHash& hash, const ItemId& item) const;
    // Of all edits of the graph, those that no envelope with the right to them carries.
    [[nodiscard]] std::set<merge::EditId> taken_from(
        std::span<const merge::GraphEnvelope> graph) const;

private:
    [[nodiscard]] WriteRight right_of(const EnvelopeHash& hash) const;
    [[nodiscard]] bool is_under_pin(const EnvelopeHash& hash, const RightCut& cut) const;

    const RosterView& roster_;
    std::map<EnvelopeHash, const Envelope*> envelopes_;
};

}  // namespace cairn::test
