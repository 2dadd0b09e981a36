#pragma once
// The names that cells use for rows, within csv_import; nothing outside of it includes this.
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "client/exchange/csv_map.h"
#include "client/exchange/imported_plan.h"

namespace cairn::exchange {

// A rule with its columns found.
struct BoundRule {
    const CsvRule* rule = nullptr;
    std::vector<std::vector<std::size_t>> columns;  // of each name: all columns called so
};
[[nodiscard]] Result<std::vector<BoundRule>, ImportError> bind(const CsvTable& table,
                                                               const CsvMap& map);

// The rule's text in a row: columns of several names joined by '/', of one name by the separator.
[[nodiscard]] std::string cell_text(const BoundRule& bound, const CsvRow& row, char separator);
[[nodiscard]] std::string where_of(const BoundRule& bound, const CsvRow& row);

// Finds rows of the file by id, alias or path, and makes rows for people, teams and groups.
class RowNames {
public:
    void add(const std::string& name, const RowKey& key);  // an id
    // A name that two rows share means neither.
    void add_alias(const std::string& name, const RowKey& key);
    // By id, then alias; a path (not a URL) also by its last parts: /keps/sig-node/12-x/README.md.
    [[nodiscard]] std::optional<RowKey> find(std::string_view text) const;
    // The row that `text` makes, made once whatever its case and a leading '@'.
    RowKey make(plan::KindNumber kind, std::string_view text, std::vector<ImportedRow>& made);

private:
    std::map<std::string, RowKey> ids_;
    std::map<std::string, RowKey> aliases_;
    std::set<std::string> shared_;
    std::set<std::string> made_;
};

}  // namespace cairn::exchange
