#pragma once
// Within the workspace file: everything has a small number of its own. 0 means none.
#include <cstdint>
#include <optional>
#include <string>

#include "client/merge/edit.h"
#include "shared/base/bytes.h"

namespace cairn::replica {

using Row = std::int64_t;

inline constexpr Row root_row = 1;
inline constexpr Row trash_row = 2;

// A cell by the item's number.
struct CellKey {
    Row item = 0;
    merge::FieldNumber field = 0;
    std::string element;
    friend auto operator<=>(const CellKey&, const CellKey&) = default;
};

struct CellKeyHash {
    std::size_t operator()(const CellKey& key) const noexcept {
        const auto mixed = (static_cast<std::uint64_t>(key.item) << 12U) ^ key.field;
        const std::uint64_t hash = mixed * 0x9e3779b97f4a7c15U;
        return key.element.empty() ? hash : hash ^ std::hash<std::string>{}(key.element);
    }
};

// As columns hold them: no element is null in `edit` and empty text in keys.
inline std::optional<std::string_view> element_column(std::string_view element) {
    return element.empty() ? std::nullopt : std::optional(element);
}

}  // namespace cairn::replica
