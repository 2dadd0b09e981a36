#pragma once
// Approvals of decisions, gates and design notes. An approval names the exact heads that its giver
// saw: it stands in the link `approved-by` between the record and the person, as a digest of the
// edits that stood there. When one of them is replaced, it no longer fits, and has lapsed; nobody
// has to notice that, and nothing has to be written. (Decision 116)
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "client/engine/workspace.h"
#include "client/replica/past.h"

namespace cairn::engine {

// A part of what was approved that reads otherwise now.
struct LapsedPart {
    ItemId item;  // the record, or an option or check of it
    merge::FieldNumber field = 0;
    DeviceId device;  // whose edit it was
    WallTime wall;
};

enum class ApprovalState : std::uint8_t {
    waiting = 1,  // asked for, not given
    given,
    lapsed,   // given, and what was approved has changed
    foreign,  // written by another member in the name of one who could have done it: counts for
              // nothing
};

struct Approval {
    ItemId person;
    ApprovalState state = ApprovalState::waiting;
    std::optional<WallTime> wall = {};  // when it was written, and by which device
    std::optional<DeviceId> device = {};
    bool is_recorded = false;             // by a member for a person who is none
    std::string note = {};                // why, or where it was said
    std::vector<LapsedPart> lapsed = {};  // newest first; empty if something was added or removed
};

[[nodiscard]] bool takes_approvals(std::uint32_t kind);

// Of all whom a record asks to approve or who did, by person; as it is, or as it was.
[[nodiscard]] std::vector<Approval> approvals_of(Workspace& workspace, const ItemId& item);
[[nodiscard]] std::vector<Approval> approvals_of(Workspace& workspace,
                                                 replica::Past& past,
                                                 const ItemId& item);

struct ApprovalWish {
    ItemId item;
    std::optional<ItemId> person = {};  // none: me
    std::string note = {};
};
// Refused: a kind that takes none; a conflict in what would be approved; in the name of another
// member; given so already.
Result<replica::Committed, EngineError> approve(Workspace& workspace,
                                                const ApprovalWish& wish,
                                                WallTime now);
// Takes it back; who is to approve stays so.
Result<replica::Committed, EngineError> withdraw_approval(Workspace& workspace,
                                                          const ApprovalWish& wish,
                                                          WallTime now);

}  // namespace cairn::engine
