#pragma once
// Ids of items that two people may create at once, and of comments (schema/PROTOCOL.md section 8).
#include <array>
#include <cstdint>

#include "shared/base/bytes.h"
#include "shared/base/ids.h"

namespace cairn::merge {

// For singletons (empty key), recurrences and the like. kind > 0: 0 is that of links.
[[nodiscard]] ItemId derived_item(const WorkspaceId& workspace,
                                  std::uint32_t kind,
                                  ByteView natural_key);
[[nodiscard]] ItemId imported_item(const WorkspaceId& workspace,
                                   std::uint32_t kind,
                                   const ItemId& source,
                                   ByteView row_key);
[[nodiscard]] ItemId person_item(const WorkspaceId& workspace,
                                 std::uint32_t person_kind,
                                 const MemberId& member);
[[nodiscard]] ItemId link_item(const WorkspaceId& workspace,
                               const ItemId& from,
                               std::uint32_t type,
                               const ItemId& to);

// A comment's id tells its author: 8 bytes of that, 8 random ones.
using CommentPrefix = std::array<std::uint8_t, 8>;
[[nodiscard]] CommentPrefix comment_prefix(const WorkspaceId& workspace, const MemberId& author);
[[nodiscard]] ItemId comment_item(const CommentPrefix& prefix,
                                  const std::array<std::uint8_t, 8>& random);
// What a commenter may write: nothing else.
[[nodiscard]] bool is_comment_of(const CommentPrefix& prefix, const ItemId& item);

}  // namespace cairn::merge
