// What columns are usually called, in the exports of other tools.
#include <set>

#include "client/exchange/csv_map.h"
#include "client/plan/text_input.h"

namespace cairn::exchange {
namespace {

struct Guess {
    std::string_view target;
    std::vector<std::string_view> names;  // best first
};

const std::vector<Guess>& guesses() {
    static const std::vector<Guess> table = {
        {"title", {"title", "summary", "name", "task name", "task", "subject"}},
        {"id", {"id", "key", "issue key", "issue id", "uid", "number", "wbs", "ref"}},
        {"parent",
         {"parent", "parent id", "parent key", "parent task", "parent link", "epic link"}},
        {"kind", {"kind", "type", "issue type"}},
        {"owner", {"owner", "assignee", "assigned to", "responsible", "lead"}},
        {"team", {"team", "group", "squad"}},
        {"status", {"status", "state"}},
        {"health", {"health", "rag"}},
        {"start", {"start", "start date", "begin", "begin date"}},
        {"finish", {"finish", "finish date", "end", "end date"}},
        {"duration", {"duration"}},
        {"due", {"due", "due date", "deadline"}},
        {"estimate", {"estimate", "work", "effort", "original estimate"}},
        {"points", {"points", "story points"}},
        {"progress", {"progress", "% complete", "percent complete", "done"}},
        {"depends", {"depends", "depends on", "predecessors", "predecessor"}},
        {"labels", {"labels", "tags", "keywords"}},
        {"priority", {"priority"}},
        {"class", {"class", "moscow"}},
        {"notes", {"notes", "description", "comments"}},
        {"release", {"release", "fix version", "fix version/s", "version"}},
        {"url", {"url", "link"}},
        {"since", {"since", "created", "raised"}},
        {"probability", {"probability", "likelihood"}},
        {"impact", {"impact"}},
        {"role", {"role"}},
        {"email", {"email", "e-mail"}},
        {"exit", {"exit criteria", "exit"}},
    };
    return table;
}

}  // namespace

CsvMap guess_csv_map(const CsvTable& table) {
    std::string text;
    std::set<std::string> taken;  // columns and targets
    const auto take = [&](std::string_view target, std::string_view column) {
        if (!taken.insert("= " + std::string(column)).second) return;
        if (!taken.insert(std::string(target)).second) return;
        text += std::string(target) + " = \"" + std::string(column) + "\"\n";
    };
    for (const Guess& guess : guesses()) {
        for (const std::string_view name : guess.names) {
            if (columns_named(table, name).empty()) continue;
            take(guess.target, name);
            break;
        }
    }
    // Columns that are called as the catalog calls its fields and links.
    for (const std::string& header : table.header.cells) {
        const std::string name = plan::lower_case(plan::trimmed(header));
        if (plan::find_field(name) || plan::find_link(name)) take(name, name);
    }
    auto map = parse_csv_map(text);
    return map ? *map : CsvMap{};
}

}  // namespace cairn::exchange
