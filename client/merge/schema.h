#pragma once
// What merge must know of the catalog: how each field folds and which types it takes. The catalog
// itself is client/plan's; unknown numbers park an edit (DESIGN 3.6).
#include <cstddef>
#include <cstdint>
#include <map>
#include <string_view>
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
    std::vector<ValueType> types = {};  // allowed besides unset; composites: exactly {composite};
                                        // sets: of the elements, none: any; texts: ignored
    std::vector<ValueType> parts = {};  // composite: type of each part (a part may be unset);
                                        // empty: a list of any length
    std::uint32_t choices_max = 0;      // choice: numbers 1..choices_max are known
};

inline constexpr FieldNumber field_place = 1;
inline constexpr FieldNumber field_order = 2;
inline constexpr FieldNumber field_live = 3;
// Kept for the fields of comments in every version. What a commenter may write is decided by ids
// alone (client/merge/derived_id.h).
inline constexpr FieldNumber comment_fields_first = 900;
inline constexpr FieldNumber comment_fields_last = 999;

inline constexpr std::size_t overs_max = 1024;
inline constexpr std::size_t element_bytes_max = 1024;

// Kinds of items and types of links are the catalog's own: merge folds what it does not know of
// them all the same.
struct Schema {
    std::map<FieldNumber, FieldRule> fields;  // 1..3 are merge's own: an entry here is ignored

    [[nodiscard]] const FieldRule* rule(FieldNumber field) const;  // null: unknown
};

// Fixed items (schema/PROTOCOL.md section 7).
[[nodiscard]] ItemId root_item();
[[nodiscard]] ItemId trash_item();

// An edit's bytes, as judge_form reads them.
struct EditForm {
    ItemId item;
    FieldNumber field = 0;
    std::string_view element;
    std::string_view value;
    std::size_t over_count = 0;
};

// What an edit is, from its bytes, its workspace and this schema alone. Parked: what this version
// does not know, a field, a choice, a type of value, a character of an element. Whether the patches
// of a text fit it, only its history can tell.
enum class Verdict : std::uint8_t { valid = 0, parked = 1, void_by_form = 2 };
[[nodiscard]] Verdict judge_form(const Schema& schema,
                                 const WorkspaceId& workspace,
                                 const EditForm& edit);

}  // namespace cairn::merge
