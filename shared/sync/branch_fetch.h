#pragma once
// Fetches what a server holds and no page brought: branch by branch, up to the server's tips. Where
// a branch leaves what we hold is found by going back twice as far each time.
#include <deque>
#include <optional>

#include "shared/base/result.h"
#include "shared/sync/effects.h"
#include "shared/sync/failure.h"
#include "shared/sync/parts.h"
#include "shared/sync/source.h"
#include "shared/wire/message.h"

namespace cairn {

class BranchFetch {
public:
    // `source` outlives the fetch.
    BranchFetch(const std::vector<DeviceTips>& server, const SyncSource& source);

    // The next question, if the last one is answered and stored.
    std::optional<Fetch> next();
    Result<StorePage, SyncFailure> take(Page page);
    // Nothing left that is not held by now, or not wanted while its device is paused.
    [[nodiscard]] bool done();

private:
    [[nodiscard]] Result<void, SyncFailure> check_chain(
        const std::vector<PageEnvelope>& envelopes) const;

    const SyncSource* source_;
    std::deque<Fetch> wanted_;  // the first is under way
    bool asked_ = false;
    EnvelopeHash last_;  // taken of the branch under way; zeros: none yet
    PartAssembler assembler_;
};

}  // namespace cairn
