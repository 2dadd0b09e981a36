#include "client/exchange/csv_rows.h"

#include "client/plan/text_input.h"

namespace cairn::exchange {

using plan::lower_case;
using plan::trimmed;

Result<std::vector<BoundRule>, ImportError> bind(const CsvTable& table, const CsvMap& map) {
    std::vector<BoundRule> bound;
    bool titled = false;
    for (const CsvRule& rule : map.rules) {
        BoundRule one{&rule, {}};
        for (const std::string& name : rule.columns) {
            auto columns = columns_named(table, name);
            if (columns.empty()) {
                const bool joined = name.find('+') != std::string::npos;
                return refuse(ImportError{
                    ImportFault::bad_map,
                    "the file has no column " + quoted(name) +
                        (joined ? "; columns are joined by ' + ', with the spaces" : "")});
            }
            one.columns.push_back(std::move(columns));
        }
        titled = titled || rule.use == CsvUse::title;
        bound.push_back(std::move(one));
    }
    if (titled) return bound;
    return refuse(ImportError{ImportFault::bad_map,
                              "no column is known to hold titles; say which: --map title=COLUMN"});
}

std::string cell_text(const BoundRule& bound, const CsvRow& row, char separator) {
    std::string text;
    for (const std::vector<std::size_t>& columns : bound.columns) {
        std::string one;
        for (const std::size_t column : columns) {
            if (column >= row.cells.size()) continue;
            const std::string_view cell = trimmed(row.cells[column]);
            if (cell.empty()) continue;
            if (!one.empty()) one += separator;
            one += cell;
        }
        if (&columns != &bound.columns.front()) text += '/';
        text += one;
    }
    return text;
}

std::string where_of(const BoundRule& bound, const CsvRow& row) {
    return "line " + std::to_string(row.line) + ", column " + quoted(bound.rule->columns.front());
}

void RowNames::add(const std::string& name, const RowKey& key) {
    ids_.emplace(lower_case(name), key);
}

void RowNames::add_alias(const std::string& name, const RowKey& key) {
    const std::string folded = lower_case(name);
    if (folded.empty() || shared_.contains(folded)) return;
    const auto [at, fresh] = aliases_.emplace(folded, key);
    if (fresh || at->second == key) return;
    aliases_.erase(at);
    shared_.insert(folded);
}

std::optional<RowKey> RowNames::find(std::string_view text) const {
    const std::string folded = lower_case(trimmed(text));
    for (const auto* names : {&ids_, &aliases_}) {
        if (const auto at = names->find(folded); at != names->end()) return at->second;
    }
    if (folded.find('/') == std::string::npos || folded.find("://") != std::string::npos) {
        return std::nullopt;
    }
    // The last part that names a row, among the last two: a file may follow its folder.
    std::string_view rest = folded;
    for (int tries = 0; tries < 2 && !rest.empty(); ++tries) {
        const std::size_t slash = rest.find_last_of('/');
        const std::string last(slash == rest.npos ? rest : rest.substr(slash + 1));
        if (const auto at = aliases_.find(last); at != aliases_.end()) return at->second;
        rest = slash == rest.npos ? std::string_view() : rest.substr(0, slash);
    }
    return std::nullopt;
}

RowKey RowNames::make(plan::KindNumber kind,
                      std::string_view text,
                      std::vector<ImportedRow>& made) {
    const std::string_view title = trimmed(text);
    const std::string_view name = title.substr(title.size() > 1 && title[0] == '@' ? 1 : 0);
    const plan::KindSpec* spec = plan::find_kind(kind);
    RowKey key{std::string(spec == nullptr ? "item" : spec->name) + "/" + lower_case(name)};
    if (made_.insert(key.text).second) {
        ImportedRow row;
        row.kind = kind;
        row.key = key;
        row.title = std::string(title);
        made.push_back(std::move(row));
    }
    return key;
}

}  // namespace cairn::exchange
