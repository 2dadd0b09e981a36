#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "client/exchange/imported_plan.h"
#include "client/merge/utf8.h"
#include "client/plan/sense.h"

namespace cairn::exchange {
namespace {

// What to call a row in a note.
std::string name_of(const ImportedRow& row) {
    return quoted(row.title.empty() ? row.key.text : row.title);
}

std::map<std::string, std::size_t> index_of(const std::vector<ImportedRow>& rows) {
    std::map<std::string, std::size_t> index;
    for (std::size_t i = 0; i < rows.size(); ++i) index.emplace(rows[i].key.text, i);
    return index;
}

// Titles are lines: what is no text, or too long for a line, becomes one.
void mend_titles(ImportedPlan& plan) {
    constexpr std::size_t title_bytes_max = 4096;
    for (ImportedRow& row : plan.rows) {
        if (row.kept) continue;
        if (!merge::is_text(row.title)) {
            plan.report.warnings.add(quoted(row.key.text), "its title is not text");
            row.title.clear();
        }
        if (row.title.size() > title_bytes_max) {
            plan.report.warnings.add(quoted(row.title), "its title was cut to 4 KiB");
            std::size_t end = title_bytes_max;
            while ((static_cast<unsigned char>(row.title[end]) & 0xC0U) == 0x80U) --end;
            row.title.resize(end);
        }
        if (row.title.empty()) row.title = "Untitled";
    }
}

// A change must hold all that is new in a text.
void drop_huge_texts(ImportedPlan& plan) {
    constexpr std::size_t text_bytes_max = std::size_t{2} << 20U;
    for (ImportedRow& row : plan.rows) {
        std::erase_if(row.fields, [&](const ImportedField& field) {
            const auto* value = std::get_if<merge::Value>(&field.value);
            if (value == nullptr || value->canonical().size() <= text_bytes_max) return false;
            plan.report.dropped.add(name_of(row), "a text of more than 2 MiB");
            return true;
        });
    }
}

void drop_repeated_rows(ImportedPlan& plan) {
    std::set<std::string> seen;
    std::vector<ImportedRow> kept;
    kept.reserve(plan.rows.size());
    for (ImportedRow& row : plan.rows) {
        if (row.key.text.empty() || !seen.insert(row.key.text).second) {
            plan.report.dropped.add(name_of(row),
                                    "its id " + quoted(row.key.text) + " was used before");
        } else {
            kept.push_back(std::move(row));
        }
    }
    plan.rows = std::move(kept);
}

// Walks up from each row; whatever leads to a missing row or back to itself hangs at the top.
void mend_parents(ImportedPlan& plan) {
    const auto index = index_of(plan.rows);
    enum class Mark : std::uint8_t { fresh, on_path, sound };
    std::vector<Mark> marks(plan.rows.size(), Mark::fresh);
    for (std::size_t start = 0; start < plan.rows.size(); ++start) {
        std::vector<std::size_t> path;
        std::size_t at = start;
        while (marks[at] == Mark::fresh) {
            marks[at] = Mark::on_path;
            path.push_back(at);
            ImportedRow& row = plan.rows[at];
            if (row.parent.text.empty()) break;
            const auto parent = index.find(row.parent.text);
            const bool missing = parent == index.end();
            if (missing || marks[parent->second] == Mark::on_path) {
                plan.report.warnings.add(name_of(row),
                                         missing
                                             ? "its parent " + quoted(row.parent.text) +
                                                   " is not in the file; it stands at the top"
                                             : "its parents form a circle; it stands at the top");
                row.parent = {};
                break;
            }
            at = parent->second;
        }
        for (const std::size_t done : path) marks[done] = Mark::sound;
    }
}

// Depth first from the top, siblings in the file's order; without recursion.
void put_parents_first(ImportedPlan& plan) {
    const auto index = index_of(plan.rows);
    std::vector<std::vector<std::size_t>> children(plan.rows.size() + 1);
    for (std::size_t i = 0; i < plan.rows.size(); ++i) {
        const std::string& parent = plan.rows[i].parent.text;
        children[parent.empty() ? plan.rows.size() : index.at(parent)].push_back(i);
    }
    std::vector<std::size_t> stack(children.back().rbegin(), children.back().rend());
    std::vector<ImportedRow> ordered;
    ordered.reserve(plan.rows.size());
    while (!stack.empty()) {
        const std::size_t at = stack.back();
        stack.pop_back();
        stack.insert(stack.end(), children[at].rbegin(), children[at].rend());
        ordered.push_back(std::move(plan.rows[at]));
    }
    plan.rows = std::move(ordered);
}

void drop_dangling_fields(const std::map<std::string, std::size_t>& index,
                          const std::string& where,
                          std::vector<ImportedField>& fields,
                          NoteList& dropped) {
    std::erase_if(fields, [&](const ImportedField& field) {
        const auto* key = std::get_if<RowKey>(&field.value);
        if (key == nullptr || index.contains(key->text)) return false;
        dropped.add(where, "names " + quoted(key->text) + ", which is not in the file");
        return true;
    });
}

std::string describe(const ImportedLink& link) {
    return "link from " + quoted(link.from.text) + " to " + quoted(link.to.text);
}

void drop_wrong_links(ImportedPlan& plan) {
    const auto index = index_of(plan.rows);
    std::set<std::tuple<std::string, plan::LinkNumber, std::string>> seen;
    std::erase_if(plan.links, [&](const ImportedLink& link) {
        const char* fault = nullptr;
        if (!index.contains(link.from.text) || !index.contains(link.to.text)) {
            fault = "one end is not in the file";
        } else if (link.from == link.to) {
            fault = "it leads to itself";
        } else if (!seen.emplace(link.from.text, link.type, link.to.text).second) {
            fault = "the two are linked so already; the first one stands";
        }
        if (fault != nullptr) plan.report.dropped.add(describe(link), fault);
        return fault != nullptr;
    });
    for (ImportedLink& link : plan.links) {
        drop_dangling_fields(index, describe(link), link.fields, plan.report.dropped);
    }
    for (ImportedRow& row : plan.rows) {
        drop_dangling_fields(index, name_of(row), row.fields, plan.report.dropped);
    }
}

void add_doubts(const ImportedRow& row,
                const std::map<std::string, plan::KindNumber>& kinds,
                NoteList& warnings) {
    const plan::KindSpec* kind = plan::find_kind(row.kind);
    for (const ImportedField& field : row.fields) {
        const plan::FieldSpec* spec = plan::find_field(field.field);
        if (spec == nullptr) continue;
        const auto* value = std::get_if<merge::Value>(&field.value);
        const auto why = value == nullptr ? std::nullopt : plan::senseless(kind, *spec, *value);
        if (why) warnings.add(name_of(row), "its " + std::string(spec->name) + " " + *why);
        const auto* key = std::get_if<RowKey>(&field.value);
        const auto allowed = plan::kinds_named_by(field.field);
        const auto named = key == nullptr ? kinds.end() : kinds.find(key->text);
        if (named == kinds.end() || allowed.empty()) continue;
        if (std::find(allowed.begin(), allowed.end(), named->second) != allowed.end()) continue;
        warnings.add(name_of(row),
                     "its " + std::string(spec->name) + " is no " + plan::either_of(allowed));
    }
}

// Nobody is asked while a file is read, so what makes no sense is kept, and told.
void note_doubts(ImportedPlan& plan) {
    std::map<std::string, plan::KindNumber> kinds;
    for (const ImportedRow& row : plan.rows) kinds.emplace(row.key.text, row.kind);
    for (const ImportedRow& row : plan.rows) add_doubts(row, kinds, plan.report.warnings);
}

}  // namespace

void finish_plan(ImportedPlan& plan) {
    mend_titles(plan);
    drop_huge_texts(plan);
    drop_repeated_rows(plan);
    mend_parents(plan);
    put_parents_first(plan);
    drop_wrong_links(plan);
    note_doubts(plan);
}

}  // namespace cairn::exchange
