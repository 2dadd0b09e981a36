#pragma once
// What a file says, before it meets a workspace: rows under keys of the file's own, links between
// them, and a report of what was read and what was not. Pure values; no ids yet
// (client/exchange/import_changes.h).
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "client/exchange/import_report.h"
#include "client/merge/order_key.h"
#include "client/merge/value.h"
#include "client/plan/numbers.h"
#include "client/plan/text_input.h"

namespace cairn::exchange {

// Another row of the same file, by its key.
struct RowKey {
    std::string text;
    friend auto operator<=>(const RowKey&, const RowKey&) = default;
};

// A canonical value, or the row whose item it will name.
struct ImportedField {
    plan::FieldNumber field = 0;
    std::variant<merge::Value, RowKey> value;
};

struct ImportedElement {  // of a set: a canonical value, NFC
    plan::FieldNumber field = 0;
    std::string element;
};

// Of a file of Cairn's own: where the item stands, the root and the trash among the parents.
struct KeptPlace {
    ItemId parent;
    merge::OrderKey order;
};

struct ImportedRow {
    plan::KindNumber kind = 0;
    RowKey key;         // unique in the file, the same whenever the file is read again
    std::string title;  // written as field `title`, which stands in no field
    RowKey parent;      // empty: top level
    std::vector<ImportedField> fields;  // each field at most once
    std::vector<ImportedElement> elements;
    // The row is an item that keeps its id, which is the key, and its place; its fields are all
    // that it has, the title among them.
    std::optional<KeptPlace> kept;
};

struct ImportedLink {
    RowKey from;
    plan::LinkNumber type = 0;
    RowKey to;
    std::vector<ImportedField> fields;
};

// Rows stand after their parents, siblings in the file's order; every key named exists; no link
// joins a row to itself or two rows twice in one type: `finish_plan` makes it so.
struct ImportedPlan {
    std::string format;  // mspdi, gan, csv, json
    std::string title;
    plan::WorkingUnits units;  // how the file counts days and weeks
    std::vector<ImportedRow> rows;
    std::vector<ImportedLink> links;
    ImportReport report;
};

// Drops, with a note for each: a row whose key came before, a link to a missing row, to itself or
// seen before, a field that names a missing row. Cuts circles of parents, and moves parents before
// their children. Titles end up as text of 1 byte to 4 KiB, other texts hold at most 2 MiB.
void finish_plan(ImportedPlan& plan);

}  // namespace cairn::exchange
