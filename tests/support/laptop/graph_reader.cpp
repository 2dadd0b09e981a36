#include "tests/support/laptop/graph_reader.h"

#include "client/seal/seal.h"

namespace cairn::test {

GraphReader::GraphReader(std::span<const Envelope> envelopes, const KeyRing& keys) {
    for (const Envelope& envelope : envelopes) {
        Opened& opened = envelopes_[envelope.hash()];
        opened.envelope = &envelope;
        auto run = open(envelope, *keys.key(envelope.header().epoch));
        opened.readable = run.has_value();
        if (run) opened.run = std::move(*run);
    }
}

std::vector<merge::GraphEnvelope> GraphReader::all() {
    std::vector<merge::GraphEnvelope> graph;
    for (auto& [hash, opened] : envelopes_) {
        resolve(opened);
        merge::GraphEnvelope node;
        node.hash = hash;
        const EnvelopeHash& previous = opened.envelope->header().previous;
        if (!previous.is_zero()) node.previous = previous;
        node.tips = opened.run.tips;
        node.opaque = !opened.readable;
        node.changes = opened.changes;
        graph.push_back(std::move(node));
    }
    return graph;
}

// After all that it may refer to.
void GraphReader::resolve(Opened& opened) {
    if (opened.resolved || !opened.readable) return;
    opened.resolved = true;
    for (const RunEntry& cited : opened.run.entries) resolve(envelopes_.at(entry(opened, cited)));
    for (std::size_t i = 0; i < opened.run.changes.size(); ++i) {
        opened.changes.push_back(read_change(opened, i));
        opened.identities.push_back(merge::identity_of(opened.changes.back()));
    }
}

merge::Change GraphReader::read_change(const Opened& opened, std::size_t index) const {
    const Run& run = opened.run;
    const RunChange& columns = run.changes[index];
    merge::Change change;
    change.device = opened.envelope->header().device;
    change.sitting = run.sittings[columns.sitting];
    change.counter = columns.counter;
    change.wall = columns.wall;
    change.predecessor = index == 0 ? run.predecessor : opened.identities[index - 1];
    for (std::uint32_t i = 0; i < columns.dep_count; ++i)
        change.deps.push_back(run.tips[run.dep_tips[columns.dep_first + i]]);
    for (std::uint32_t i = 0; i < columns.edit_count; ++i) {
        const RunEdit& edit = run.edits[columns.edit_first + i];
        merge::Edit resolved{.cell = {run.items[edit.item], edit.field, std::string(edit.element)},
                             .value = std::string(edit.value),
                             .over = {}};
        for (std::uint32_t r = 0; r < edit.over_count; ++r)
            resolved.over.push_back(reference(opened, run.references[edit.over_first + r], index));
        change.edits.push_back(std::move(resolved));
    }
    return change;
}

merge::Reference GraphReader::reference(const Opened& opened,
                                        const RunReference& ref,
                                        std::size_t index) const {
    if (ref.where == RunReference::Where::this_change) return merge::OwnEdit{ref.edit};
    const bool back = ref.where == RunReference::Where::back;
    const EnvelopeHash hash =
        back ? opened.envelope->hash() : entry(opened, opened.run.entries[ref.at]);
    const std::size_t change = back ? index - ref.at : ref.change;
    const Opened& cited = envelopes_.at(hash);
    if (change >= cited.changes.size() || ref.edit >= cited.changes[change].edits.size())
        return merge::Unresolved{hash, static_cast<std::uint32_t>(change), ref.edit};
    return merge::EditId{cited.identities[change], ref.edit};
}

EnvelopeHash GraphReader::entry(const Opened& opened, const RunEntry& cited) const {
    EnvelopeHash hash =
        cited.tip == 0 ? opened.envelope->header().previous : opened.run.tips[cited.tip - 1];
    while (envelopes_.at(hash).envelope->header().number != cited.number)
        hash = envelopes_.at(hash).envelope->header().previous;
    return hash;
}

}  // namespace cairn::test
