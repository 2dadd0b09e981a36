#pragma once
// A run's columns, as drafts of changes with everything they name resolved (schema/PROTOCOL.md
// section 3).
#include <vector>

#include "client/replica/change_writer.h"
#include "client/replica/tables.h"
#include "shared/wire/run.h"

namespace cairn::replica {

class RunReader {
public:
    // `envelope` is attached; the run outlives the reader.
    RunReader(Tables& tables, const Run& run, const EnvelopeInfo& envelope);

    // Tips that are not yet applied or void: the envelope waits for them.
    [[nodiscard]] std::vector<EnvelopeHash> find_tips();
    // After find_tips found all. False: an entry points beyond its tip, which makes the run void.
    [[nodiscard]] bool find_entries();
    // Items and cells, read in the order of their tables.
    void prefetch();
    // The next change, to follow `predecessor`. What it names in this run has been `written`.
    void fill(std::size_t index,
              Row predecessor,
              const ChangeId& predecessor_identity,
              ChangeDraft& draft);
    void written(Row change) { written_.push_back(change); }
    [[nodiscard]] const std::vector<Row>& changes() const { return written_; }

private:
    [[nodiscard]] OverDraft resolve(const RunReference& reference, std::size_t index);
    [[nodiscard]] OverDraft resolve_to(Row change,
                                       std::uint32_t edit,
                                       const merge::Unresolved& otherwise);

    Tables& tables_;
    const Run& run_;
    EnvelopeInfo envelope_;
    std::vector<Row> tips_;
    std::vector<Row> entries_;
    std::vector<Row> items_;
    std::vector<Row> sittings_;
    std::vector<Row> written_;
};

}  // namespace cairn::replica
