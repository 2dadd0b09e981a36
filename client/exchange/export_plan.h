#pragma once
// A plan on its way out: what is shown, item by item, as its caller read it. Written as JSON, with
// nothing lost, and as CSV, for spreadsheets (docs/EXPORT.md).
#include <span>
#include <string>
#include <vector>

#include "client/merge/value.h"
#include "client/plan/text_input.h"

namespace cairn::exchange {

struct ExportedField {
    plan::FieldNumber field = 0;
    std::string element;  // of a set: a canonical value that is in it; `value` is then yes
    merge::Value value;   // of a counter: its sum
};

struct ExportedItem {
    ItemId id;
    plan::KindNumber kind = 0;
    ItemId parent;              // merge::root_item(), merge::trash_item(), or another item
    std::string order_key_hex;  // among its siblings
    std::vector<ExportedField> fields;
};

struct ExportedLink {
    ItemId from;
    plan::LinkNumber type = 0;
    ItemId to;
    std::vector<ExportedField> fields;
};

struct ExportedPlan {
    WorkspaceId workspace;
    std::vector<ExportedItem> items;  // in the order in which they shall be written
    std::vector<ExportedLink> links;
};

inline constexpr int json_version = 1;

// UTF-8, two spaces of indentation, a newline at the end. The same plan gives the same bytes.
[[nodiscard]] std::string write_json(const ExportedPlan& plan);

struct CsvStyle {
    std::vector<plan::FieldNumber> fields =
        {};  // columns, in order; none: every field that is used
    char delimiter = ',';
    bool byte_order_mark = false;  // Excel takes UTF-8 for itself only with one
    // Puts an apostrophe before text that a spreadsheet would take for a formula (=, +, -, @).
    bool guard_formulas = false;
};

// One row an item: id, kind, parent, title, fields, then a column for each type of link. The same
// file comes back in by import_csv with the map it guesses. Values as plan::print_value shows them.
[[nodiscard]] std::string write_csv(const ExportedPlan& plan,
                                    const CsvStyle& style,
                                    const plan::TextContext& context);

}  // namespace cairn::exchange
