#pragma once
// What people say about items (decision 039). A comment is an item of its own below the item, or
// the comment, that it answers; its id tells its author (schema/PROTOCOL.md section 8).
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/engine/workspace.h"

namespace cairn::replica {
class Past;
}

namespace cairn::engine {

// Who is meant by the @names in a text.
struct Mentions {
    std::vector<ItemId> people;        // person items, in order
    std::vector<std::string> unknown;  // names of nobody: they stay text
};
// After an @ that does not stand within a word: the longest name that goes on there, the first word
// of a name, or the start of a person item's id (4 characters or more). Case does not matter.
// Refused if it could be several people.
Result<Mentions, EngineError> mentions_in(Workspace& workspace, std::string_view text);

struct Commented {
    ItemId comment;
    replica::Committed committed;
    Mentions mentions;
};
Result<Commented, EngineError> comment(Workspace& workspace,
                                       const ItemId& on,
                                       const std::string& text,
                                       WallTime now);
// Of the own member only.
Result<Commented, EngineError> edit_comment(Workspace& workspace,
                                            const ItemId& comment,
                                            const std::string& text,
                                            WallTime now);
Result<replica::Committed, EngineError> delete_comment(Workspace& workspace,
                                                       const ItemId& comment,
                                                       WallTime now);
// A comment's words, and who is meant by them, are written by these commands alone: refused for
// such a field of such an item.
Result<void, EngineError> check_no_words(Workspace& workspace,
                                         const ItemId& item,
                                         merge::FieldNumber field);
// No longer open, or open again. Of anybody, by those who may write everything.
Result<replica::Committed, EngineError> close_comment(Workspace& workspace,
                                                      const ItemId& comment,
                                                      bool closed,
                                                      WallTime now);

struct CommentView {
    ItemId comment;
    ItemId on;                       // an item, or the comment that it answers
    std::optional<MemberId> author;  // none: by its id nobody's in this workspace
    WallTime written;
    std::string text;
    bool closed = false;
    std::vector<ItemId> mentions;
    int depth = 0;  // 0: on the item itself
};
// Those on an item and their answers, each after what it answers; without deleted ones.
[[nodiscard]] std::vector<CommentView> comments_on(Workspace& workspace, const ItemId& item);
// As they were then.
[[nodiscard]] std::vector<CommentView> comments_on(Workspace& workspace,
                                                   replica::Past& past,
                                                   const ItemId& item);
[[nodiscard]] bool is_comment(Workspace& workspace, const ItemId& item);
// The item that a comment, or an answer to one, is about; `item` itself if it is none.
[[nodiscard]] ItemId subject_of(Workspace& workspace, const ItemId& item);
// The comment alone; nothing if it is none or was deleted.
[[nodiscard]] std::optional<CommentView> find_comment(Workspace& workspace, const ItemId& item);

}  // namespace cairn::engine
