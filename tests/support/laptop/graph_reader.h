#pragma once
// Envelopes as the reference model wants them: opened and resolved by following hashes, with
// nothing of the replica's own code.
#include <map>
#include <span>
#include <vector>

#include "client/merge/causal_graph.h"
#include "shared/log/envelope.h"
#include "shared/roster/key_ring.h"
#include "shared/wire/run.h"

namespace cairn::test {

class GraphReader {
public:
    // All keys are in the ring; every envelope's predecessor and tips are among them.
    GraphReader(std::span<const Envelope> envelopes, const KeyRing& keys);
    [[nodiscard]] std::vector<merge::GraphEnvelope> all();

private:
    struct Opened {
        const Envelope* envelope = nullptr;
        Run run;
        bool readable = false;
        bool resolved = false;
        std::vector<merge::Change> changes;
        std::vector<ChangeId> identities;
    };

    void resolve(Opened& opened);
    [[nodiscard]] merge::Change read_change(const Opened& opened, std::size_t index) const;
    [[nodiscard]] merge::Reference reference(const Opened& opened,
                                             const RunReference& ref,
                                             std::size_t index) const;
    [[nodiscard]] EnvelopeHash entry(const Opened& opened, const RunEntry& entry) const;

    std::map<EnvelopeHash, Opened> envelopes_;
};

}  // namespace cairn::test
