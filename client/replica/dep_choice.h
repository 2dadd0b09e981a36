#pragma once
// Which envelopes a local change names as its deps: those that came since the last one, as few as
// reach them all. A hostile member may branch without end: then one change names a part of them
// and later changes the rest.
#include <unordered_set>
#include <vector>

#include "client/replica/change_writer.h"
#include "client/replica/tables.h"

namespace cairn::replica {

class DepChoice {
public:
    // Both outlive this; the draft's predecessor and edits are there already.
    DepChoice(Tables& tables, ChangeDraft& draft) : tables_(tables), draft_(draft) {}

    // Returns those of `news` that need not be looked at again.
    [[nodiscard]] std::vector<Row> choose(const std::vector<Row>& news);

private:
    [[nodiscard]] std::vector<EnvelopeInfo> latest_first(const std::vector<Row>& news);
    [[nodiscard]] bool is_reached(Row end);
    void offer(const EnvelopeInfo& candidate);
    // What the edits replace must be in the change's past, whatever else is left for later.
    void take_replaced();
    void take(const EnvelopeInfo& envelope);

    Tables& tables_;
    ChangeDraft& draft_;
    std::unordered_set<Row> taken_;
};

// Whether a run could not cite all that this change builds on.
[[nodiscard]] bool cites_too_much(Tables& tables, const ChangeDraft& draft);

}  // namespace cairn::replica
