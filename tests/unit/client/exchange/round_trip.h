#pragma once
// Out and in again: what a workspace would hand to a writer after an import, and whether two plans
// say the same.
#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "client/exchange/export_plan.h"
#include "client/exchange/imported_plan.h"
#include "client/merge/schema.h"

namespace cairn::exchange {

// As a workspace would hold the plan after the import; the n-th row's id is n.
class Held {
public:
    explicit Held(const ImportedPlan& plan) {
        for (const ImportedRow& row : plan.rows) ids_.emplace(row.key.text, id(ids_.size() + 1));
        const std::function<void(const RowKey&)> add_below = [&](const RowKey& parent) {
            for (const ImportedRow& row : plan.rows) {
                if (row.parent != parent) continue;
                add(row);
                add_below(row.key);
            }
        };
        add_below({});
        for (const ImportedLink& link : plan.links) {
            exported.links.push_back({ids_.at(link.from.text),
                                      link.type,
                                      ids_.at(link.to.text),
                                      fields_of(link.fields)});
        }
    }
    ExportedPlan exported;

private:
    static ItemId id(std::size_t number) {
        ItemId out;
        for (std::size_t i = 0; i < 4; ++i)
            out.bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
        return out;
    }
    std::vector<ExportedField> fields_of(const std::vector<ImportedField>& imported) const {
        std::vector<ExportedField> fields;
        for (const ImportedField& one : imported) {
            const auto* row = std::get_if<RowKey>(&one.value);
            fields.push_back({one.field,
                              {},
                              row != nullptr ? merge::Value::item(ids_.at(row->text))
                                             : std::get<merge::Value>(one.value)});
        }
        return fields;
    }
    void add(const ImportedRow& row) {
        ExportedItem item{ids_.at(row.key.text), row.kind, merge::root_item(), {}, {}};
        if (!row.parent.text.empty()) item.parent = ids_.at(row.parent.text);
        item.fields = fields_of(row.fields);
        item.fields.push_back({plan::field::title, {}, *merge::Value::text(row.title)});
        for (const ImportedElement& element : row.elements)
            item.fields.push_back({element.field, element.element, merge::Value::boolean(true)});
        exported.items.push_back(std::move(item));
    }
    std::map<std::string, ItemId> ids_;
};

// All that a plan says, one line a row and a link, without the file's own keys: rows go by kind and
// number within it.
class Told {
public:
    explicit Told(const ImportedPlan& plan) {
        std::map<char, int> counts;
        for (const ImportedRow& row : plan.rows) {
            const char sort = row.kind == plan::kind::person     ? 'p'
                              : row.kind == plan::kind::calendar ? 'c'
                              : row.kind == plan::kind::baseline ? 'b'
                                                                 : 't';
            names_[row.key.text] = sort + std::to_string(++counts[sort]);
            if (sort == 'b') names_[row.key.text] = row.title;  // their order is not the file's
        }
        for (const ImportedRow& row : plan.rows) {
            std::string line = names_[row.key.text] + " " + std::to_string(row.kind) + " '" +
                               row.title + "' in " + names_[row.parent.text] + fields(row.fields);
            std::set<std::string> elements;
            for (const ImportedElement& element : row.elements) elements.insert(element.element);
            for (const std::string& element : elements) line += " + " + element;
            lines.insert(line);
        }
        for (const ImportedLink& link : plan.links) {
            lines.insert(names_[link.from.text] + " " + std::to_string(link.type) + " " +
                         names_[link.to.text] + fields(link.fields));
        }
    }
    std::multiset<std::string> lines;

private:
    // Money needs a currency code, which few files have.
    std::string fields(const std::vector<ImportedField>& all) {
        std::set<std::string> told;
        for (const ImportedField& one : all) {
            if (one.field == plan::field::budget || one.field == plan::field::spent) continue;
            const auto* row = std::get_if<RowKey>(&one.value);
            told.insert(std::to_string(one.field) + "=" +
                        (row != nullptr ? names_[row->text]
                                        : std::get<merge::Value>(one.value).canonical()));
        }
        std::string line;
        for (const std::string& field : told) line += " " + field;
        return line;
    }
    std::map<std::string, std::string> names_;
};

inline void expect_equally_told(const ImportedPlan& before,
                                const ImportedPlan& after,
                                const std::string& where) {
    const Told told_before(before);
    const Told told_after(after);
    std::vector<std::string> lost;
    std::vector<std::string> gained;
    std::set_difference(told_before.lines.begin(),
                        told_before.lines.end(),
                        told_after.lines.begin(),
                        told_after.lines.end(),
                        std::back_inserter(lost));
    std::set_difference(told_after.lines.begin(),
                        told_after.lines.end(),
                        told_before.lines.begin(),
                        told_before.lines.end(),
                        std::back_inserter(gained));
    lost.resize(std::min<std::size_t>(lost.size(), 3));
    gained.resize(std::min<std::size_t>(gained.size(), 3));
    EXPECT_EQ(lost, gained) << where;
}

}  // namespace cairn::exchange
