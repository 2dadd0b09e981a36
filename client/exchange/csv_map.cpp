#include "client/exchange/csv_map.h"

#include "client/merge/utf8.h"
#include "client/plan/text_input.h"

namespace cairn::exchange {
namespace {

using plan::lower_case;
using plan::trimmed;

ImportError bad(std::string message) { return {ImportFault::bad_map, std::move(message)}; }

// Rules are parted by lines and commas; double quotes keep a comma; # begins a comment.
std::vector<std::string> split_rules(std::string_view text) {
    std::vector<std::string> rules(1);
    bool kept = false;
    bool comment = false;
    for (const char c : text) {
        if (c == '\n') {
            comment = kept = false;
            rules.emplace_back();
        } else if (comment) {
            continue;
        } else if (c == '"') {
            kept = !kept;
        } else if (!kept && c == '#') {
            comment = true;
        } else if (!kept && c == ',') {
            rules.emplace_back();
        } else {
            rules.back() += c;
        }
    }
    std::erase_if(rules, [](const std::string& rule) { return trimmed(rule).empty(); });
    return rules;
}

struct Sides {
    std::string target;                // before ':' and '['
    std::string kind;                  // after ':'
    std::optional<std::string> value;  // within []
    std::string source;                // after '='
};

Result<Sides, ImportError> split_rule(std::string_view rule) {
    const std::size_t bracket = rule.find('[');
    const std::size_t close = bracket == rule.npos ? rule.npos : rule.find(']', bracket);
    const std::size_t equals = rule.find('=', close == rule.npos ? 0 : close);
    if (equals == rule.npos || (bracket < equals && close == rule.npos)) {
        return refuse(bad(quoted(rule) + " is not a rule: write TARGET = COLUMN"));
    }
    Sides sides;
    std::string_view left = trimmed(rule.substr(0, equals));
    sides.source = std::string(trimmed(rule.substr(equals + 1)));
    if (bracket < equals) {
        sides.value = std::string(trimmed(rule.substr(bracket + 1, close - bracket - 1)));
        left = trimmed(rule.substr(0, bracket));
    }
    const std::size_t colon = left.find(':');
    sides.target = lower_case(trimmed(left.substr(0, colon)));
    if (colon != left.npos) sides.kind = std::string(trimmed(left.substr(colon + 1)));
    return sides;
}

plan::KindNumber made_by_field(const plan::FieldSpec& field) {
    const bool item = field.types[0] == merge::ValueType::item;
    if (!item) return 0;
    switch (field.number) {
        case plan::field::team:
            return plan::kind::team;
        case plan::field::calendar:
        case plan::field::base_calendar:
        case plan::field::chosen:
            return 0;
        default:
            return plan::kind::person;
    }
}

plan::KindNumber made_by_link(plan::LinkNumber link) {
    switch (link) {
        case plan::link::responsible:
        case plan::link::accountable:
        case plan::link::consulted:
        case plan::link::informed:
        case plan::link::approver:
        case plan::link::reviewer:
        case plan::link::stakeholder:
            return plan::kind::person;
        case plan::link::involves:
        case plan::link::member_of:
            return plan::kind::team;
        default:
            return 0;
    }
}

std::optional<CsvRule> rule_for(std::string_view target) {
    CsvRule rule;
    if (target == "title") return rule;
    for (const auto& [name, use] : {std::pair<std::string_view, CsvUse>{"id", CsvUse::id},
                                    {"alias", CsvUse::alias},
                                    {"parent", CsvUse::parent},
                                    {"kind", CsvUse::kind}}) {
        if (target != name) continue;
        rule.use = use;
        return rule;
    }
    if (const auto field = plan::find_field(target)) {
        rule.use = CsvUse::field;
        rule.field = *field;
        rule.makes = field->part ? 0 : made_by_field(*field->field);
        return rule;
    }
    const auto link = plan::find_link(target == "people" ? "responsible" : target);
    if (!link) return std::nullopt;
    rule.use = CsvUse::link;
    rule.link = *link;
    rule.makes = link->reversed ? 0 : made_by_link(link->link->number);
    return rule;
}

class MapParser {
public:
    Result<CsvMap, ImportError> parse(std::string_view text) {
        for (const std::string& rule : split_rules(text)) {
            const auto sides = split_rule(rule);
            if (!sides) return refuse(sides.error());
            if (auto done = take(*sides); !done) return refuse(done.error());
        }
        return std::move(map_);
    }

private:
    Result<void, ImportError> take(const Sides& sides) {
        if (sides.value) return take_replacement(sides);
        if (sides.target == "default-kind") return take_default_kind(sides.source);
        if (sides.target == "dates") return take_dates(sides.source);
        if (sides.target == "program") {
            map_.program = sides.source;
            return {};
        }
        if (sides.target == "list" && sides.source.size() == 1) {
            map_.list_separator = sides.source[0];
            return {};
        }
        return take_rule(sides);
    }

    Result<void, ImportError> take_rule(const Sides& sides) {
        auto rule = rule_for(sides.target);
        if (!rule) {
            return refuse(
                bad(quoted(sides.target) +
                    " is no field, link or setting; docs/IMPORT.md lists what can stand there"));
        }
        if (!sides.kind.empty()) {
            const plan::KindSpec* kind = plan::find_kind(std::string_view(sides.kind));
            if (kind == nullptr) return refuse(bad(quoted(sides.kind) + " is no kind of item"));
            rule->makes = kind->number;
        }
        std::string_view rest = sides.source;
        while (!rest.empty()) {
            const std::size_t plus = rest.find(" + ");
            rule->columns.emplace_back(trimmed(rest.substr(0, plus)));
            rest = plus == rest.npos ? std::string_view() : rest.substr(plus + 3);
        }
        if (rule->columns.empty()) return refuse(bad(quoted(sides.target) + " names no column"));
        targets_[sides.target] = map_.rules.size();
        map_.rules.push_back(std::move(*rule));
        return {};
    }

    Result<void, ImportError> take_replacement(const Sides& sides) {
        const auto target = targets_.find(sides.target);
        if (target == targets_.end()) {
            return refuse(bad(quoted(sides.target) + "[...] comes before " +
                              quoted(sides.target + " = COLUMN")));
        }
        map_.rules[target->second].replacements[*sides.value] = sides.source;
        return {};
    }

    Result<void, ImportError> take_default_kind(std::string_view name) {
        const plan::KindSpec* kind = plan::find_kind(name);
        if (kind == nullptr) return refuse(bad(quoted(name) + " is no kind of item"));
        map_.default_kind = kind->number;
        return {};
    }

    Result<void, ImportError> take_dates(std::string_view order) {
        if (order == "iso") map_.dates = DateOrder::iso;
        if (order == "dmy") map_.dates = DateOrder::day_first;
        if (order == "mdy") map_.dates = DateOrder::month_first;
        if (order == "iso" || order == "dmy" || order == "mdy") return {};
        return refuse(bad("dates are iso, dmy or mdy, not " + quoted(order)));
    }

    CsvMap map_;
    std::map<std::string, std::size_t> targets_;
};

std::string target_text(const CsvRule& rule) {
    std::string text;
    switch (rule.use) {
        case CsvUse::title:
            text = "title";
            break;
        case CsvUse::id:
            text = "id";
            break;
        case CsvUse::alias:
            text = "alias";
            break;
        case CsvUse::parent:
            text = "parent";
            break;
        case CsvUse::kind:
            text = "kind";
            break;
        case CsvUse::field:
            text = rule.field.part ? rule.field.field->parts[*rule.field.part].name
                                   : rule.field.field->name;
            break;
        case CsvUse::link:
            text = rule.link.reversed ? rule.link.link->reverse : rule.link.link->name;
            break;
    }
    const plan::KindSpec* made = plan::find_kind(rule.makes);
    return made == nullptr ? text : text + " (makes " + std::string(made->plural) + ")";
}

}  // namespace

std::vector<std::size_t> columns_named(const CsvTable& table, std::string_view name) {
    std::vector<std::size_t> columns;
    const std::string wanted = lower_case(trimmed(name));
    for (std::size_t i = 0; i < table.header.cells.size(); ++i) {
        if (lower_case(trimmed(table.header.cells[i])) == wanted) columns.push_back(i);
    }
    return columns;
}

Result<CsvMap, ImportError> parse_csv_map(std::string_view text) {
    if (!merge::is_text(text)) return refuse(bad("the map is not text in UTF-8"));
    return MapParser().parse(text);
}

std::vector<ColumnPreview> preview(const CsvTable& table, const CsvMap& map) {
    std::vector<ColumnPreview> columns;
    for (std::size_t i = 0; i < table.header.cells.size(); ++i) {
        ColumnPreview column;
        column.name = std::string(trimmed(table.header.cells[i]));
        for (const CsvRule& rule : map.rules) {
            for (const std::string& name : rule.columns) {
                if (lower_case(name) != lower_case(column.name)) continue;
                column.target += (column.target.empty() ? "" : ", ") + target_text(rule);
            }
        }
        for (const CsvRow& row : table.rows) {
            if (column.samples.size() == 3) break;
            if (i < row.cells.size() && !trimmed(row.cells[i]).empty()) {
                column.samples.push_back(row.cells[i].substr(0, 200));
            }
        }
        columns.push_back(std::move(column));
    }
    return columns;
}

}  // namespace cairn::exchange
