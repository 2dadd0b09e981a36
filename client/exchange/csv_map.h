#pragma once
// Which column of a CSV file goes where. Written as people type it, one rule a line or parted by
// commas (docs/IMPORT.md):
//     title = Summary, id = Issue key, parent:initiative = Team, responsible = Authors
//     status[To Do] = planned
//     default-kind = deliverable
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/exchange/csv_table.h"
#include "client/plan/catalog.h"

namespace cairn::exchange {

// Day and month in dates like 03/04/2027; iso = such dates are refused.
enum class DateOrder : std::uint8_t { iso, day_first, month_first };

enum class CsvUse : std::uint8_t { title, id, alias, parent, kind, field, link };

struct CsvRule {
    CsvUse use = CsvUse::title;
    plan::NamedField field;  // of use field
    plan::NamedLink link;    // of use link
    // Cells that name no row of the file make one of this kind (people, teams, groups); 0: they
    // must name a row.
    plan::KindNumber makes = 0;
    std::vector<std::string> columns;                 // several: joined with '/'
    std::map<std::string, std::string> replacements;  // of whole cells; a last '*' stands for any
};

struct CsvMap {
    std::vector<CsvRule> rules;
    plan::KindNumber default_kind = plan::kind::task;
    DateOrder dates = DateOrder::iso;
    char list_separator = '\0';  // within a cell; none: ';', or ',' where that cannot be a name
    std::string program;         // title of a program to hang everything under; may be empty
};

[[nodiscard]] Result<CsvMap, ImportError> parse_csv_map(std::string_view text);

// From the names of the columns. Columns that mean nothing to it are left out.
[[nodiscard]] CsvMap guess_csv_map(const CsvTable& table);

// What an import would do with each column, for people to look at before it is done.
struct ColumnPreview {
    std::string name;
    std::string target;                // "title", "responsible (makes people)"; empty: left out
    std::vector<std::string> samples;  // the first three cells that say something
};
[[nodiscard]] std::vector<ColumnPreview> preview(const CsvTable& table, const CsvMap& map);

// Column numbers, in order, of every header that reads so (Jira repeats headers).
[[nodiscard]] std::vector<std::size_t> columns_named(const CsvTable& table, std::string_view name);

}  // namespace cairn::exchange
