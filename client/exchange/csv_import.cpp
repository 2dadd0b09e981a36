#include "client/exchange/csv_import.h"

#include <algorithm>

#include "client/exchange/csv_rows.h"
#include "client/exchange/csv_values.h"
#include "client/merge/utf8.h"
#include "client/plan/value_text.h"

namespace cairn::exchange {
namespace {

using merge::Value;
using plan::trimmed;

const RowKey program_key{"program"};

class Importer {
public:
    Importer(const CsvTable& table,
             const CsvMap& map,
             const ImportLimits& limits,
             std::vector<BoundRule> rules)
        : table_(table), map_(map), limits_(limits), rules_(std::move(rules)) {}

    Result<ImportedPlan, ImportError> run() {
        plan_.format = "csv";
        plan_.title = map_.program;
        read_names();
        for (std::size_t i = 0; i < table_.rows.size(); ++i) {
            read_row(table_.rows[i], keys_[i]);
            if (plan_.links.size() > limits_.links_max || made_.size() > limits_.rows_max) {
                return refuse(ImportError{ImportFault::too_large,
                                          "the file makes more links or people than allowed"});
            }
        }
        add_made_rows();
        finish_plan(plan_);
        return std::move(plan_);
    }

private:
    [[nodiscard]] const BoundRule* rule_of(CsvUse use) const {
        const auto at = std::find_if(rules_.begin(), rules_.end(), [&](const BoundRule& bound) {
            return bound.rule->use == use;
        });
        return at == rules_.end() ? nullptr : &*at;
    }

    [[nodiscard]] std::string text_of(CsvUse use, const CsvRow& row) const {
        const BoundRule* bound = rule_of(use);
        return bound == nullptr ? "" : replaced(*bound->rule, cell_text(*bound, row, ' '));
    }

    // First of all rows, since links and parents may name rows below.
    void read_names() {
        std::map<std::string, int> repeats;
        for (const CsvRow& row : table_.rows) {
            std::string id = text_of(CsvUse::id, row);
            if (rule_of(CsvUse::id) == nullptr) {
                id = text_of(CsvUse::parent, row) + "/" + text_of(CsvUse::title, row);
                if (const int count = ++repeats[id]; count > 1) id += " " + std::to_string(count);
            }
            const RowKey key{id.empty() ? "" : "row/" + id};
            keys_.push_back(key);
            if (key.text.empty()) continue;
            names_.add(id, key);
            add_name_of_person(row, key);
            for (const BoundRule& bound : rules_) {
                if (bound.rule->use == CsvUse::alias) {
                    names_.add_alias(cell_text(bound, row, ' '), key);
                }
            }
        }
        if (rule_of(CsvUse::id) == nullptr) {
            plan_.report.warnings.add(
                "columns",
                "none holds ids, so rows are known by their titles: a renamed "
                "row will come as a new one next time");
        }
    }

    // An owner is written by name: that of a person or team of the file, if there is one.
    void add_name_of_person(const CsvRow& row, const RowKey& key) {
        const plan::KindSpec* kind = plan::find_kind(std::string_view(text_of(CsvUse::kind, row)));
        if (kind == nullptr) return;
        if (kind->number != plan::kind::person && kind->number != plan::kind::team) return;
        names_.add_alias(text_of(CsvUse::title, row), key);
    }

    void read_row(const CsvRow& source, const RowKey& key) {
        ImportedRow row;
        row.key = key;
        row.title = text_of(CsvUse::title, source);
        if (row.title.empty()) {
            row.title = key.text;
            plan_.report.warnings.add(
                "line " + std::to_string(source.line),
                key.text.empty() ? "it has no title" : "it has no title and is called by its key");
        }
        row.kind = kind_of(source);
        for (const BoundRule& bound : rules_) {
            if (bound.rule->use == CsvUse::parent) set_parent(bound, source, row);
            if (bound.rule->use == CsvUse::field) read_field(bound, source, row);
            if (bound.rule->use == CsvUse::link) read_links(bound, source, row);
        }
        if (row.parent.text.empty() && !map_.program.empty()) row.parent = program_key;
        drop_cells_beyond_header(source);
        ++plan_.report.read["rows"];
        plan_.rows.push_back(std::move(row));
    }

    void drop_cells_beyond_header(const CsvRow& source) {
        for (std::size_t i = table_.header.cells.size(); i < source.cells.size(); ++i) {
            if (trimmed(source.cells[i]).empty()) continue;
            plan_.report.dropped.add(
                "line " + std::to_string(source.line) + ", cell " + std::to_string(i + 1),
                quoted(source.cells[i]) + " stands beyond the last column of the header");
        }
    }

    plan::KindNumber kind_of(const CsvRow& source) {
        const std::string name = text_of(CsvUse::kind, source);
        if (name.empty()) return map_.default_kind;
        if (const plan::KindSpec* kind = plan::find_kind(std::string_view(name))) {
            return kind->number;
        }
        plan_.report.warnings.add(where_of(*rule_of(CsvUse::kind), source),
                                  quoted(name) + " is no kind of item; it becomes a " +
                                      std::string(plan::find_kind(map_.default_kind)->name));
        return map_.default_kind;
    }

    // The row a cell names: one of the file, or one made for it.
    std::optional<RowKey> row_named(const CsvRule& rule, std::string_view text) {
        if (auto key = names_.find(text)) return key;
        if (rule.makes == 0) return std::nullopt;
        return names_.make(rule.makes, text, made_);
    }

    void set_parent(const BoundRule& bound, const CsvRow& source, ImportedRow& row) {
        const std::string text = replaced(*bound.rule, cell_text(bound, source, ' '));
        if (says_nothing(text)) return;
        if (const auto key = row_named(*bound.rule, text)) {
            row.parent = *key;
        } else {
            plan_.report.warnings.add(
                where_of(bound, source),
                "no row has the id " + quoted(text) + "; the row stands at the top");
        }
    }

    void drop(const BoundRule& bound, const CsvRow& source, std::string_view why) {
        plan_.report.dropped.add(where_of(bound, source), why);
    }

    void read_field(const BoundRule& bound, const CsvRow& source, ImportedRow& row) {
        const CsvRule& rule = *bound.rule;
        const plan::FieldSpec& field = *rule.field.field;
        const std::string text = replaced(rule, cell_text(bound, source, ' '));
        if (field.fold == merge::Fold::set) return read_elements(bound, source, row);
        if (trimmed(text).empty()) return;
        if (field.types[0] == merge::ValueType::item && !rule.field.part) {
            if (says_nothing(text)) return;
            const auto key = row_named(rule, text);
            if (key) row.fields.push_back({field.number, *key});
            if (!key) drop(bound, source, "no row has the id " + quoted(text));
            return;
        }
        const auto [at, fresh] = field_slot(row, field.number);
        const auto value = parse_cell(rule, text, std::get<Value>(at->value));
        if (value && field.fold != merge::Fold::counter) {
            at->value = *value;
        } else {
            if (fresh) row.fields.pop_back();
            drop(bound, source, value ? "counters are not imported" : value.error().message);
        }
    }

    // The field's place in the row; parts of one composite come from several columns.
    static std::pair<ImportedField*, bool> field_slot(ImportedRow& row, plan::FieldNumber field) {
        for (ImportedField& known : row.fields) {
            if (known.field == field && std::holds_alternative<Value>(known.value)) {
                return {&known, false};
            }
        }
        row.fields.push_back({field, Value()});
        return {&row.fields.back(), true};
    }

    [[nodiscard]] Result<Value, plan::TextError> parse_cell(const CsvRule& rule,
                                                            std::string text,
                                                            const Value& current) const {
        const plan::FieldSpec& field = *rule.field.field;
        const bool part = rule.field.part.has_value();
        const merge::ValueType type = part ? field.parts[*rule.field.part].type : field.types[0];
        if (type == merge::ValueType::date || type == merge::ValueType::minute) {
            const auto date = plain_date(text, map_.dates);
            if (!date) {
                return refuse(plan::TextError{quoted(text) + " is not a date as 2027-03-01" +
                                              (map_.dates == DateOrder::iso
                                                   ? ", or say 'dates = dmy' or 'dates = mdy'"
                                                   : "")});
            }
            const bool day_only = type == merge::ValueType::date && field.types.size() == 1;
            text = day_only ? date->substr(0, 10) : *date;
        } else if (field.shape == plan::Shape::status && text.find(':') == text.npos) {
            text = plain_state(text);
        } else if (type == merge::ValueType::integer && text.back() == '%') {
            text.pop_back();
        }
        return plan::parse_value(rule.field, text, current, context_);
    }

    std::vector<std::string> list_of(const BoundRule& bound, const CsvRow& source, bool names) {
        const std::string text =
            cell_text(bound, source, map_.list_separator == '\0' ? ';' : map_.list_separator);
        char separator = map_.list_separator;
        if (separator == '\0') {
            separator = names || text.find(';') != text.npos ? ';' : ',';
        }
        std::vector<std::string> list;
        for (std::size_t at = 0; at <= text.size();) {
            const std::size_t end = std::min(text.find(separator, at), text.size());
            const std::string item =
                replaced(*bound.rule, std::string_view(text).substr(at, end - at));
            if (!says_nothing(item)) list.push_back(item);
            at = end + 1;
        }
        return list;
    }

    void read_elements(const BoundRule& bound, const CsvRow& source, ImportedRow& row) {
        for (const std::string& text : list_of(bound, source, false)) {
            const auto nfc = merge::to_nfc("t" + text);
            if (nfc && nfc->size() <= merge::element_bytes_max) {
                row.elements.push_back({bound.rule->field.field->number, *nfc});
            } else {
                drop(bound, source, quoted(text) + " is longer than 1 KiB");
            }
        }
    }

    void read_links(const BoundRule& bound, const CsvRow& source, const ImportedRow& row) {
        const CsvRule& rule = *bound.rule;
        const bool people = rule.makes == plan::kind::person;
        const bool depends = rule.link.link->number == plan::link::depends;
        for (const std::string& text : list_of(bound, source, people)) {
            PredecessorText named{text, plan::dependency::finish_start, ""};
            auto key = row_named(rule, text);
            if (!key && depends) {
                named = split_predecessor(text);
                key = row_named(rule, named.key);
            }
            if (!key) {
                drop(bound, source, "no row has the id " + quoted(text));
                continue;
            }
            ImportedLink link{row.key, rule.link.link->number, *key, {}};
            if (rule.link.reversed) std::swap(link.from, link.to);
            if (depends) add_dependency(bound, source, named, link);
            ++plan_.report.read["links"];
            plan_.links.push_back(std::move(link));
        }
    }

    void add_dependency(const BoundRule& bound,
                        const CsvRow& source,
                        const PredecessorText& named,
                        ImportedLink& link) {
        link.fields.push_back({plan::field::dependency, Value::choice(named.type)});
        if (named.lag.empty()) return;
        const auto lag = plan::parse_duration(named.lag, context_.units);
        if (lag) {
            link.fields.push_back({plan::field::lag, plan::to_value(*lag)});
        } else {
            drop(bound, source, lag.error().message);
        }
    }

    void add_made_rows() {
        for (ImportedRow& row : made_) {
            const plan::KindSpec* kind = plan::find_kind(row.kind);
            ++plan_.report.read[std::string(kind->plural)];
            const bool work = plan::carries(*kind, plan::field::span);
            if (work && !map_.program.empty()) row.parent = program_key;
            plan_.rows.push_back(std::move(row));
        }
        if (map_.program.empty()) return;
        ImportedRow program;
        program.kind = plan::kind::program;
        program.key = program_key;
        program.title = map_.program;
        plan_.rows.push_back(std::move(program));
    }

    const CsvTable& table_;
    const CsvMap& map_;
    const ImportLimits& limits_;
    std::vector<BoundRule> rules_;
    std::vector<RowKey> keys_;  // of the table's rows
    RowNames names_;
    std::vector<ImportedRow> made_;
    ImportedPlan plan_;
    plan::TextContext context_;
};

}  // namespace

Result<ImportedPlan, ImportError> import_csv(const CsvTable& table,
                                             const CsvMap& map,
                                             const ImportLimits& limits) {
    auto rules = bind(table, map);
    if (!rules) return refuse(rules.error());
    return Importer(table, map, limits, std::move(*rules)).run();
}

}  // namespace cairn::exchange
