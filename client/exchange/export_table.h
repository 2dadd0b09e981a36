#pragma once
// A plan as one table: a row for each item. What CSV and XLSX write.
#include <vector>

#include "client/exchange/export_plan.h"

namespace cairn::exchange {

struct TableCell {
    std::string text;    // as plan::print_value shows it
    merge::Value value;  // of a single plain value, so that a spreadsheet can count with it
};

struct ExportedTable {
    std::vector<std::string> header;
    std::vector<std::vector<TableCell>> rows;  // as many cells as the header has
};

// id, kind, parent, title, `fields` (none: every field in use), then a column for each type of
// link in use.
[[nodiscard]] ExportedTable table_of(const ExportedPlan& plan,
                                     const std::vector<plan::FieldNumber>& fields,
                                     const plan::TextContext& context);

// Office Open XML (ISO/IEC 29500), one sheet: the header stays in sight, dates are dates and
// numbers numbers. Nothing in it is run: text that looks like a formula is text. A cell holds at
// most 32,767 characters, a sheet 1,048,576 rows; what is beyond is cut. The same table gives the
// same bytes.
[[nodiscard]] std::string write_xlsx(const ExportedTable& table, const std::string& title);

}  // namespace cairn::exchange
