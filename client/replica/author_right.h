#pragma once
// What the author of a change may write by it.
#include "client/merge/derived_id.h"
#include "shared/roster/rights.h"

namespace cairn::replica {

struct AuthorRight {
    WriteRight right = WriteRight::none;
    merge::CommentPrefix comments{};
    bool beyond_pin = false;  // less than the head that its envelope cites gave
    [[nodiscard]] bool allows(const ItemId& item) const {
        return right == WriteRight::everything ||
               (right == WriteRight::comments && merge::is_comment_of(comments, item));
    }
};

}  // namespace cairn::replica
