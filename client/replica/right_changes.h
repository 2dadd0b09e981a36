#pragma once
// Edits whose author's right is another than when they came: a removal arrived later, a pin was
// raised, a pinned envelope came, or a change came in a second envelope. Their fields fold again;
// the graph stays as it is (DESIGN 3.1).
#include <set>

#include "client/replica/author_rights.h"
#include "client/replica/tables.h"

namespace cairn::replica {

class RightChanges {
public:
    // Both outlive it.
    RightChanges(Tables& tables, const RosterView& roster) : tables_(tables), roster_(roster) {}

    void add_device(const DeviceId& device) { devices_.insert(device); }
    void add_change(Row change) { changes_.insert(change); }
    // What is not sealed yet: this device's own.
    void add_pending();
    // Judges them all, within the write transaction.
    void settle();

private:
    void note_envelopes(AuthorRights& rights, const DeviceId& device);
    void judge(AuthorRights& rights, Row change);
    [[nodiscard]] EditStatus judged(const StoredEdit& edit, const AuthorRight& right);
    void note(const StoredEdit& edit, EditStatus now, Row change);

    Tables& tables_;
    const RosterView& roster_;
    std::set<DeviceId> devices_;
    std::set<Row> changes_;
    std::set<CellKey> cells_;
};

}  // namespace cairn::replica
