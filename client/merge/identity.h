#pragma once
// The identity of a change from its parts, for callers that hold no Change (schema/PROTOCOL.md
// section 5). One edit without allocation costs about as much as hashing its bytes.
#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "client/merge/edit.h"
#include "shared/base/hash.h"

namespace cairn::merge {

struct ChangeHeader {
    DeviceId device;
    SittingId sitting;
    std::uint64_t counter = 0;
    WallTime wall;
    ChangeId predecessor;
};

class IdentityHasher {
public:
    // `edits` calls of edit() follow, then finish().
    IdentityHasher(const ChangeHeader& header,
                   std::span<const EnvelopeHash> deps,
                   std::size_t edits);
    void edit(const ItemId& item,
              FieldNumber field,
              std::string_view element,
              std::string_view value,
              std::span<const Reference> over);
    [[nodiscard]] ChangeId finish();

private:
    void put(ByteView bytes);
    void put_varint(std::uint64_t value);
    void put_sized(std::string_view text);
    void put_deps(std::span<const EnvelopeHash> deps);
    void put_over(std::span<const Reference> over);

    Hasher hasher_;
    std::array<std::uint8_t, 512> pending_{};
    std::size_t pending_bytes_ = 0;
};

}  // namespace cairn::merge
