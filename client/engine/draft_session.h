#pragma once
// The plan as it would be with a draft published, and what is written meanwhile goes into the draft
// (decision 038).
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "client/engine/draft_store.h"
#include "client/replica/batch.h"

namespace cairn::engine {

// While one lives, the workspace's reader shows the plan with the draft, and commits are seen, too.
// It holds the lock of writers: be brief. Nothing lasts but what `keep` writes into the draft.
class DraftSession {
public:
    // The workspace outlives it and does not move.
    static Result<std::unique_ptr<DraftSession>, EngineError> enter(Workspace& workspace,
                                                                    const std::string& name,
                                                                    WallTime now);
    ~DraftSession();
    DraftSession(const DraftSession&) = delete;
    DraftSession& operator=(const DraftSession&) = delete;

    [[nodiscard]] const Draft& draft() const { return draft_; }
    // The change that the draft would be; none while it is empty.
    [[nodiscard]] const std::optional<replica::Committed>& change() const { return change_; }

    // What was committed since goes into the draft as one step; the session is over. Refused if it
    // would be more than a change may hold. How many edits there were; with none it is kept which
    // conflicts were shown, so that a later session decides them.
    Result<std::size_t, EngineError> keep(WallTime now);
    // Takes the last step out of the draft; the session is over. How many edits are left.
    Result<std::size_t, EngineError> step_back(WallTime now);

private:
    DraftSession(Workspace& workspace, const std::string& name);
    Result<void, EngineError> show(WallTime now);
    void take(std::span<const replica::LocalEdit> edits, const replica::Committed& committed);
    [[nodiscard]] std::optional<std::uint32_t> own_index(replica::EditRow row) const;
    void save();
    void keep_what_was_shown();

    // A change of the session, and where its edits stand in the draft.
    struct Written {
        replica::ChangeRow row;
        std::uint32_t first = 0;
        std::uint32_t count = 0;
    };
    Workspace& workspace_;
    replica::Batch batch_;
    Draft draft_;
    std::optional<replica::Committed> change_;
    std::vector<Written> written_;
    std::size_t shown_ = 0;                 // edits that the draft held at the beginning
    std::optional<Bytes> conflicts_shown_;  // by then
    bool mixed_ = false;                    // an import and something else
};

// The draft as one change with today's deps; what others did meanwhile stands beside as a conflict.
// The draft is gone then.
Result<replica::Committed, EngineError> publish_draft(Workspace& workspace,
                                                      const std::string& name,
                                                      WallTime now);

}  // namespace cairn::engine
