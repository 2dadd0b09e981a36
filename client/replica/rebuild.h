#pragma once
// The state of a workspace file made anew from its log of changes, in memory (I9).
#include <functional>

#include "client/replica/author_rights.h"
#include "client/replica/replica.h"
#include "client/replica/tables.h"

namespace cairn::replica {

class Rebuild {
public:
    // All outlive the rebuild.
    Rebuild(sqlite::Database& source,
            const merge::Schema& schema,
            const RosterView& roster,
            const DeviceId& own_device);

    // Calls back with each change whose bytes do not give the identity that is stored.
    void run(const std::function<void(Row change)>& wrong_identity);
    [[nodiscard]] StateHashes hashes();

private:
    void copy_ids();
    [[nodiscard]] bool add(const ChangeInfo& change);
    void add_void(const ChangeInfo& change);
    void fill(const ChangeInfo& change, ChangeDraft& draft);
    void fill_edit(const StoredEdit& edit, const ChangeInfo& change, ChangeDraft& draft);

    sqlite::Database& source_;
    DeviceId own_device_;
    Tables tables_;
    OwnTable source_own_;
    ChangeGraph source_graph_;
    EditTable source_edits_;
    ItemTable source_items_;
    ParkedBytes source_parked_;
    EnvelopeStore source_envelopes_;
    AuthorRights rights_;
    sqlite::LazyStatement deps_;
    sqlite::LazyStatement given_;
    std::vector<StoredEdit> edits_;  // what the draft's text views
};

}  // namespace cairn::replica
