#pragma once
// What waits for this person, of all that people must look at (client/engine/inbox.h) and of what
// others said and did: what is theirs to decide, who speaks to them, and what happened to
// what they own since they last looked. The mark of having looked lies in this laptop's file alone.
#include <cstdint>
#include <string>
#include <vector>

#include "client/engine/comment_commands.h"
#include "client/engine/workspace.h"

namespace cairn::engine {

// What others did to one item since the mark.
struct ChangedItem {
    ItemId item;
    std::vector<replica::HistoryEntry> edits;  // of each cell the last one, in order of arrival
};

struct OwnInbox {
    std::vector<replica::ConflictView> conflicts;  // to decide, of all times
    std::vector<replica::ConflictView> notices;    // to look at, of all times
    std::vector<CommentView> mentions;             // since the mark
    std::vector<CommentView> comments;             // since the mark, on what is mine
    std::vector<ChangedItem> changed;              // since the mark
    // What I wrote and lost the right to: beyond the pin of my removal or demotion. Of all times.
    std::vector<ChangedItem> taken;
    bool cut = false;         // more changes than are looked at came since the mark
    replica::ChangeRow upto;  // what a mark set now would stand for
    [[nodiscard]] std::size_t size() const {
        return conflicts.size() + notices.size() + mentions.size() + comments.size() +
               changed.size() + taken.size();
    }
};

// A conflict or notice is mine if I own the item, or wrote one of the values; an item, if I own it
// or it was taken from me since the mark.
// Refused without keys: then nobody is "me".
Result<OwnInbox, EngineError> own_inbox(Workspace& workspace);

// A person was shown this.
void mark_shown(Workspace& workspace, const OwnInbox& inbox);
// What was shown is seen, and not what came after that. How many entries leave the inbox by that.
Result<std::size_t, EngineError> mark_seen(Workspace& workspace);

}  // namespace cairn::engine
