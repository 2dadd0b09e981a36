#pragma once
// What merge must know of the catalog: how each field folds and which types it takes. The catalog
// itself is client/plan's; unknown numbers park an edit (DESIGN 3.6).
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "client/merge/edit.h"
#include "client/merge/value.h"

namespace cairn::merge {

enum class Fold : std::uint8_t {
    reg,
    quiet,
    composite,
    set,
    counter,
    text,
    place,
    order,
    link_live
};

struct FieldRule {
    Fold fold = Fold::reg;
    std::vector<ValueType> types;   // allowed besides unset; composites: exactly {composite}
    std::vector<ValueType> parts;   // composite: type of each part (a part may be unset)
    std::uint32_t choices_max = 0;  // choice: numbers 1..choices_max are known
};

inline constexpr FieldNumber field_place = 1;
inline constexpr FieldNumber field_order = 2;
inline constexpr FieldNumber field_live = 3;
inline constexpr FieldNumber comment_fields_first =
    900;  // what a commenter may write, in every version
inline constexpr FieldNumber comment_fields_last = 999;

struct Schema {
    std::map<FieldNumber, FieldRule> fields;  // 1..3 are merge's own and always present
    std::set<std::uint32_t> kinds;

    [[nodiscard]] const FieldRule* rule(FieldNumber field) const;
};

// Fixed items (schema/PROTOCOL.md section 7).
[[nodiscard]] ItemId root_item();
[[nodiscard]] ItemId trash_item();

// What an edit is, from its bytes and this schema alone.
enum class Verdict : std::uint8_t { valid = 0, parked = 1, void_by_form = 2 };
[[nodiscard]] Verdict judge_form(const Schema& schema,
                                 const Cell& cell,
                                 std::string_view value,
                                 std::size_t over_count);

}  // namespace cairn::merge
