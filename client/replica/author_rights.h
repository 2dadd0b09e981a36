#pragma once
// What the author of an envelope may write by it: by the roster head that it cites, and, where a
// right was lost since, by its place in its chain (schema/PROTOCOL.md section 9.1). A function of
// the envelopes held and the roster alone.
#include <optional>
#include <unordered_map>
#include <vector>

#include "client/replica/author_right.h"
#include "client/replica/change_graph.h"
#include "client/replica/envelope_store.h"
#include "client/replica/types.h"
#include "shared/roster/view.h"

namespace cairn::replica {

class AuthorRights {
public:
    // All outlive it. Carriers are read once: not to be kept while envelopes come.
    AuthorRights(sqlite::Database& database,
                 EnvelopeStore& envelopes,
                 const RosterView& roster,
                 const WorkspaceId& workspace);

    // Of an attached envelope (0: of one yet to be sealed) of `author` that cites the record
    // `cited`.
    [[nodiscard]] AuthorRight of_envelope(Row envelope, const DeviceId& author, RecordIndex cited);
    // The best of its carriers'; without any, what its device may write now.
    [[nodiscard]] AuthorRight of_change(const ChangeInfo& change,
                                        Row device,
                                        const DeviceId& author);
    // Whether this envelope is pinned by some record, so that its coming may tell of others.
    [[nodiscard]] bool is_pin(const EnvelopeHash& hash, const DeviceId& author) const;
    // Applied ones, with the record each cites.
    struct Carrier {
        Row envelope = 0;
        RecordIndex cited;
        EnvelopeReason reason = EnvelopeReason::none;
    };
    [[nodiscard]] std::vector<Carrier> carriers_of(Row device);

private:
    [[nodiscard]] bool is_covered(Row envelope, const RightCut& cut);
    [[nodiscard]] const std::unordered_map<Row, std::vector<Carrier>>& by_change(Row device);

    EnvelopeStore& envelopes_;
    const RosterView& roster_;
    const WorkspaceId& workspace_;
    sqlite::LazyStatement applied_;
    sqlite::LazyStatement chains_;
    sqlite::LazyStatement cited_;
    std::unordered_map<Row, std::unordered_map<Row, std::vector<Carrier>>> carriers_;
};

}  // namespace cairn::replica
