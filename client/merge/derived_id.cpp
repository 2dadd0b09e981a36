#include "client/merge/derived_id.h"

#include <algorithm>
#include <cstring>

#include "shared/base/byte_io.h"
#include "shared/base/contract.h"
#include "shared/base/domain.h"
#include "shared/base/hash.h"

namespace cairn::merge {
namespace {

constexpr std::uint32_t link_kind = 0;

ItemId derive(const WorkspaceId& workspace, std::uint32_t kind, ByteView natural_key) {
    ByteWriter key;
    key.varint(kind).sized(natural_key);
    const auto hash = Hasher(domain::derived_item).add(workspace).add(key.bytes()).finish();
    return *ItemId::from(ByteView(hash).first(ItemId::size));
}

}  // namespace

ItemId derived_item(const WorkspaceId& workspace, std::uint32_t kind, ByteView natural_key) {
    CAIRN_ASSERT(kind != link_kind);
    return derive(workspace, kind, natural_key);
}

ItemId imported_item(const WorkspaceId& workspace,
                     std::uint32_t kind,
                     const ItemId& source,
                     ByteView row_key) {
    ByteWriter key;
    key.id(source).raw(row_key);
    return derived_item(workspace, kind, key.bytes());
}

ItemId person_item(const WorkspaceId& workspace,
                   std::uint32_t person_kind,
                   const MemberId& member) {
    return derived_item(workspace, person_kind, member.view());
}

ItemId link_item(const WorkspaceId& workspace,
                 const ItemId& from,
                 std::uint32_t type,
                 const ItemId& to) {
    ByteWriter key;
    key.id(from).varint(type).id(to);
    return derive(workspace, link_kind, key.bytes());
}

CommentPrefix comment_prefix(const WorkspaceId& workspace, const MemberId& author) {
    const auto hash =
        Hasher(domain::derived_item).add(workspace).add(bytes_of("comment")).add(author).finish();
    CommentPrefix prefix{};
    std::copy_n(hash.begin(), prefix.size(), prefix.begin());
    return prefix;
}

ItemId comment_item(const CommentPrefix& prefix, const std::array<std::uint8_t, 8>& random) {
    ItemId id;
    std::copy(prefix.begin(), prefix.end(), id.bytes.begin());
    std::copy(random.begin(), random.end(), id.bytes.begin() + prefix.size());
    return id;
}

bool is_comment_of(const CommentPrefix& prefix, const ItemId& item) {
    return std::equal(prefix.begin(), prefix.end(), item.bytes.begin());
}

}  // namespace cairn::merge
