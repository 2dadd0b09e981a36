#include "client/exchange/import_changes.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "client/merge/derived_id.h"
#include "client/merge/place.h"
#include "client/merge/schema.h"
#include "client/plan/catalog.h"

namespace cairn::exchange {
namespace {

using merge::Cell;
using merge::Value;

ItemId source_id() {
    ItemId id;
    id.bytes.fill(0x51);
    return id;
}

ImportTarget target() {
    ImportTarget made;
    made.source = source_id();
    made.file = "plan.csv";
    made.digest = "d1";
    return made;
}

Value text(std::string_view words) { return *Value::text(words); }

// A workspace as far as imports see one: edits in order, who replaced what, and where items hang.
class Workspace {
public:
    PlannedImport import(const ImportedPlan& plan) {
        PlannedImport planned = plan_changes(plan, target(), state());
        for (const ImportChange& change : planned.changes) {
            EXPECT_EQ(change.front().cell, (Cell{source_id(), plan::field::imported, ""}));
            for (const ImportEdit& edit : change) add(edit, true);
        }
        return planned;
    }

    void type(const Cell& cell, const Value& value) {  // a person writes over all that is shown
        add({cell, value, heads(cell), false}, false);
    }

    void place(const ItemId& item, const ItemId& parent) {
        const auto key = merge::key_between(std::nullopt, std::nullopt);
        type({item, merge::field_place, ""},
             merge::PlaceValue{plan::kind::task, parent, *key}.to_value());
    }

    [[nodiscard]] std::set<std::string> shown(const Cell& cell) const {
        std::set<std::string> values;
        for (const PastEdit head : heads(cell))
            values.insert(edits_[head.value].edit.value.canonical());
        return values;
    }

    [[nodiscard]] std::vector<ItemId> children(const ItemId& parent) const {
        std::vector<std::pair<merge::OrderKey, ItemId>> found;
        for (const auto& [item, place] : places_) {
            if (place.parent == parent) found.emplace_back(place.key, item);
        }
        std::sort(found.begin(), found.end());
        std::vector<ItemId> items;
        for (const auto& [key, item] : found) items.push_back(item);
        return items;
    }

    [[nodiscard]] std::size_t edit_count() const { return edits_.size(); }

private:
    struct Kept {
        ImportEdit edit;
        bool imported = false;
    };

    void add(const ImportEdit& edit, bool imported) {
        for (const PastEdit past : edit.over) {
            EXPECT_EQ(edits_.at(past.value).edit.cell, edit.cell);
        }
        if (const auto place = merge::PlaceValue::parse(edit.value.canonical());
            place && edit.cell.field == merge::field_place) {
            EXPECT_TRUE(place->parent == merge::root_item() ||
                        place->parent == merge::trash_item() || places_.contains(place->parent))
                << "a parent stands before its children";
            places_.insert_or_assign(edit.cell.item, *place);
        }
        edits_.push_back({edit, imported});
    }

    [[nodiscard]] std::vector<PastEdit> heads(const Cell& cell) const {
        std::set<std::uint64_t> replaced;
        std::vector<PastEdit> found;
        for (const Kept& kept : edits_) {
            for (const PastEdit past : kept.edit.over) replaced.insert(past.value);
        }
        for (std::uint64_t i = 0; i < edits_.size(); ++i) {
            if (edits_[i].edit.cell == cell && !replaced.contains(i)) found.push_back({i});
        }
        return found;
    }

    [[nodiscard]] WorkspaceState state() const {
        WorkspaceState state;
        std::vector<PastImportEdit> past;
        for (std::uint64_t i = 0; i < edits_.size(); ++i) {
            const ImportEdit& edit = edits_[i].edit;
            if (!edits_[i].imported) continue;
            std::vector<PastEdit> over = edit.over;
            if (edit.follows) over = {{i - 1}};
            merge::EditId id;
            id.index = static_cast<std::uint32_t>(i);
            past.push_back({edit.cell, edit.value.canonical(), {i}, over, {i + 1}, id});
        }
        state.imported = imported_before(past);
        state.item = [this](const ItemId& item) -> std::optional<PresentItem> {
            const auto at = places_.find(item);
            if (at == places_.end()) return std::nullopt;
            return PresentItem{in_trash(item), at->second.parent, at->second.key};
        };
        state.child_keys = [this](const ItemId& parent) {
            std::vector<merge::OrderKey> keys;
            for (const ItemId& child : children(parent)) keys.push_back(places_.at(child).key);
            return keys;
        };
        return state;
    }

    [[nodiscard]] bool in_trash(ItemId item) const {
        while (places_.contains(item)) item = places_.at(item).parent;
        return item == merge::trash_item();
    }

    std::vector<Kept> edits_;
    std::map<ItemId, merge::PlaceValue> places_;
};

ImportedRow row(const std::string& key,
                const std::string& parent,
                std::vector<ImportedField> fields = {}) {
    ImportedRow made;
    made.kind = plan::kind::task;
    made.key = {key};
    made.title = "Title of " + key;
    made.parent = {parent};
    made.fields = std::move(fields);
    return made;
}

ImportedPlan plan_of(std::vector<ImportedRow> rows, std::vector<ImportedLink> links = {}) {
    ImportedPlan plan;
    plan.format = "csv";
    plan.rows = std::move(rows);
    plan.links = std::move(links);
    finish_plan(plan);
    return plan;
}

ItemId item(const std::string& key) { return item_of_row(target(), {key}); }
Cell cell(const std::string& key, plan::FieldNumber field) { return {item(key), field, ""}; }

ImportedField notes(std::string_view words) { return {plan::field::notes, text(words)}; }
ImportedField reference(std::string_view words) { return {plan::field::reference, text(words)}; }

TEST(ImportChanges, WritesANewPlanAsOneMarkedChange) {
    Workspace workspace;
    const auto planned =
        workspace.import(plan_of({row("a", "", {reference("one")}),
                                  row("b", "a", {{plan::field::owner, RowKey{"c"}}}),
                                  row("c", "")},
                                 {{{"b"}, plan::link::depends, {"c"}, {}}}));
    ASSERT_EQ(planned.changes.size(), 1U);
    EXPECT_EQ(planned.difference.added.size(), 3U);
    EXPECT_EQ(planned.difference.links_added, 1U);
    EXPECT_EQ(workspace.shown(cell("a", plan::field::reference)), std::set<std::string>{"tone"});
    EXPECT_EQ(workspace.shown(cell("b", plan::field::owner)),
              std::set<std::string>{Value::item(item("c")).canonical()});
    EXPECT_EQ(workspace.children(item("a")), std::vector<ItemId>{item("b")});
    const auto top = workspace.children(merge::root_item());
    ASSERT_EQ(top.size(), 3U) << "two rows and the source";
    EXPECT_EQ(workspace.shown({source_id(), plan::field::file, ""}),
              std::set<std::string>{"tplan.csv"});
}

TEST(ImportChanges, GivesEditsThatMergeTakes) {
    const merge::Schema schema = plan::to_schema();
    ImportedRow labelled = row("a", "", {reference("x"), notes("more\nthan a line")});
    labelled.elements = {{plan::field::labels, "twet"}};
    const auto planned =
        plan_changes(plan_of({labelled, row("b", "a")}, {{{"b"}, plan::link::depends, {"a"}, {}}}),
                     target(),
                     {{},
                      [](const ItemId&) { return std::nullopt; },
                      [](const ItemId&) { return std::vector<merge::OrderKey>{}; },
                      [](const merge::Cell&) { return false; }});
    for (const ImportEdit& edit : planned.changes.at(0)) {
        const merge::EditForm form{.item = edit.cell.item,
                                   .field = edit.cell.field,
                                   .element = edit.cell.element,
                                   .value = edit.value.canonical(),
                                   .over_count = edit.over.size()};
        EXPECT_EQ(merge::judge_form(schema, target().workspace, form), merge::Verdict::valid)
            << edit.cell.field << " " << edit.value.canonical();
    }
}

TEST(ImportChanges, ImportingTheSameFileAgainChangesNothing) {
    Workspace workspace;
    ImportedRow labelled = row("a", "", {reference("one")});
    labelled.elements = {{plan::field::labels, "twet"}};
    const auto plan = plan_of({labelled, row("b", "a")}, {{{"b"}, plan::link::depends, {"a"}, {}}});
    workspace.import(plan);
    const std::size_t before = workspace.edit_count();
    EXPECT_TRUE(workspace.import(plan).changes.empty());
    EXPECT_EQ(workspace.edit_count(), before);
}

TEST(ImportChanges, WritesOnlyWhatTheFileChanged) {
    Workspace workspace;
    workspace.import(
        plan_of({row("a", "", {reference("one")}), row("b", "", {reference("same")})}));
    const auto planned = workspace.import(
        plan_of({row("a", "", {reference("two")}), row("b", "", {reference("same")})}));
    ASSERT_EQ(planned.changes.size(), 1U);
    EXPECT_EQ(planned.changes[0].size(), 2U) << "the mark and one field";
    ASSERT_EQ(planned.difference.changed.size(), 1U);
    EXPECT_EQ(planned.difference.changed[0].before, "tone");
    EXPECT_EQ(workspace.shown(cell("a", plan::field::reference)), std::set<std::string>{"ttwo"});
}

TEST(ImportChanges, LeavesAPersonsEditAloneWhileTheFileSaysTheSame) {
    Workspace workspace;
    workspace.import(plan_of({row("a", "", {reference("one")})}));
    workspace.type(cell("a", plan::field::reference), text("mine"));
    EXPECT_TRUE(workspace.import(plan_of({row("a", "", {reference("one")})})).changes.empty());
    EXPECT_EQ(workspace.shown(cell("a", plan::field::reference)), std::set<std::string>{"tmine"});
}

TEST(ImportChanges, PutsAConflictWhereBothChangedAField) {
    Workspace workspace;
    workspace.import(plan_of({row("a", "", {reference("one")})}));
    workspace.type(cell("a", plan::field::reference), text("mine"));
    workspace.import(plan_of({row("a", "", {reference("two")})}));
    EXPECT_EQ(workspace.shown(cell("a", plan::field::reference)),
              (std::set<std::string>{"tmine", "ttwo"}));
    workspace.import(plan_of({row("a", "", {reference("three")})}));
    EXPECT_EQ(workspace.shown(cell("a", plan::field::reference)),
              (std::set<std::string>{"tmine", "tthree"}))
        << "a newer file replaces what the older one said, and nothing else";
}

TEST(ImportChanges, ClearsWhatTheFileNoLongerSays) {
    Workspace workspace;
    ImportedRow labelled = row("a", "", {reference("one")});
    labelled.elements = {{plan::field::labels, "twet"}};
    workspace.import(plan_of({labelled}));
    workspace.import(plan_of({row("a", "")}));
    EXPECT_EQ(workspace.shown(cell("a", plan::field::reference)), std::set<std::string>{"n"});
    EXPECT_EQ(workspace.shown({item("a"), plan::field::labels, "twet"}),
              std::set<std::string>{"b0"});
}

TEST(ImportChanges, ListsRowsInTheTrashAndRevivesNothing) {
    Workspace workspace;
    const auto first = plan_of({row("a", ""), row("b", "a")});
    workspace.import(first);
    workspace.place(item("a"), merge::trash_item());
    const auto planned = workspace.import(plan_of(
        {row("a", "", {reference("new")}), row("b", "a", {reference("new")}), row("c", "a")},
        {{{"b"}, plan::link::depends, {"c"}, {}}}));
    EXPECT_TRUE(planned.changes.empty());
    EXPECT_EQ(planned.difference.in_trash.size(), 3U) << "itself, its child, and a new child";
}

TEST(ImportChanges, ListsRowsThatLeftTheFileAndKeepsThem) {
    Workspace workspace;
    workspace.import(
        plan_of({row("a", ""), row("b", "")}, {{{"a"}, plan::link::depends, {"b"}, {}}}));
    const auto planned = workspace.import(plan_of({row("a", "")}));
    EXPECT_TRUE(planned.changes.empty());
    ASSERT_EQ(planned.difference.gone.size(), 1U);
    EXPECT_EQ(planned.difference.gone[0].title, "Title of b");
    EXPECT_EQ(planned.difference.links_removed, 0U) << "its links stay with it";
}

TEST(ImportChanges, MovesARowOnlyWhenTheFileDoes) {
    Workspace workspace;
    workspace.import(plan_of({row("a", ""), row("b", ""), row("c", "a")}));
    workspace.place(item("c"), merge::root_item());
    EXPECT_TRUE(
        workspace.import(plan_of({row("a", ""), row("b", ""), row("c", "a")})).changes.empty());
    const auto planned = workspace.import(plan_of({row("a", ""), row("b", ""), row("c", "b")}));
    EXPECT_EQ(planned.difference.moved.size(), 1U);
    EXPECT_EQ(workspace.shown(cell("c", merge::field_place)).size(), 2U)
        << "two places: people choose";
}

TEST(ImportChanges, PutsANewRowWhereItStandsInTheFile) {
    Workspace workspace;
    workspace.import(plan_of({row("a", ""), row("c", "")}));
    workspace.import(
        plan_of({row("a", ""), row("b1", ""), row("b2", ""), row("c", ""), row("d", "")}));
    const auto top = workspace.children(merge::root_item());
    std::vector<ItemId> rows;
    std::copy_if(top.begin(), top.end(), std::back_inserter(rows), [](const ItemId& id) {
        return id != source_id();
    });
    EXPECT_EQ(rows, (std::vector<ItemId>{item("a"), item("b1"), item("b2"), item("c"), item("d")}));
}

TEST(ImportChanges, RemovesAndRestoresLinksAsTheFileDoes) {
    Workspace workspace;
    const std::vector<ImportedRow> rows = {row("a", ""), row("b", "")};
    const ImportedLink link{
        {"a"}, plan::link::depends, {"b"}, {{plan::field::dependency, Value::choice(2)}}};
    workspace.import(plan_of(rows, {link}));
    EXPECT_EQ(workspace.import(plan_of(rows)).difference.links_removed, 1U);
    const ItemId id = merge::link_item({}, item("a"), plan::link::depends, item("b"));
    const auto live =
        merge::LiveValue::parse(*workspace.shown({id, merge::field_live, ""}).begin());
    ASSERT_TRUE(live);
    EXPECT_FALSE(live->live);
    EXPECT_TRUE(workspace.import(plan_of(rows)).changes.empty());
    const auto again = workspace.import(plan_of(rows, {link}));
    EXPECT_EQ(again.difference.links_added, 1U);
    ASSERT_EQ(again.changes.size(), 1U);
    EXPECT_EQ(again.changes[0].size(), 3U) << "mark, live, and the field once more";
}

TEST(ImportChanges, DerivesTheSameIdsFromTheSameSourceOnly) {
    ImportTarget other = target();
    other.source.bytes[0] = 0;
    EXPECT_EQ(item_of_row(target(), {"a"}), item_of_row(target(), {"a"}));
    EXPECT_NE(item_of_row(target(), {"a"}), item_of_row(other, {"a"}));
    EXPECT_NE(item_of_row(target(), {"a"}), item_of_row(target(), {"b"}));
}

TEST(ImportChanges, KeepsTheItemOfARowWhoseKindChanges) {
    Workspace workspace;
    workspace.import(plan_of({row("a", "")}));
    ImportedRow summary = row("a", "");
    summary.kind = plan::kind::initiative;
    const auto planned = workspace.import(plan_of({summary, row("b", "a")}));
    EXPECT_EQ(planned.difference.added.size(), 1U);
    EXPECT_TRUE(planned.difference.moved.empty());
    EXPECT_EQ(workspace.children(item("a")), std::vector<ItemId>{item("b")});
}

TEST(ImportChanges, TakesTheGreatestOfImportsThatRanAtOnceAndReplacesBoth) {
    const Cell one = cell("a", plan::field::reference);
    merge::EditId low;
    merge::EditId high;
    high.change.bytes[0] = 1;
    const auto before = imported_before({{one, "tyoung", {7}, {{3}}, {2}, low},
                                         {one, "told", {3}, {}, {1}, high},
                                         {one, "tother", {5}, {}, {2}, high}});
    EXPECT_EQ(before.at(one).value, "tother") << "equal Lamport: the greater edit id";
    EXPECT_EQ(before.at(one).edits, (std::vector<PastEdit>{{7}, {5}}));
}

// The value of one import after another of one text field, as values of edits.
std::vector<std::string> text_edits(const PlannedImport& planned) {
    std::vector<std::string> values;
    for (const ImportChange& change : planned.changes)
        for (const ImportEdit& edit : change)
            if (edit.cell.field == plan::field::notes) values.push_back(edit.value.canonical());
    return values;
}

TEST(ImportChanges, WritesOfATextHowTheFileHasChangedSinceItWasImportedLast) {
    Workspace workspace;
    const auto import = [&](const std::string& words) {
        return text_edits(workspace.import(plan_of({row("a", "", {notes(words)})})));
    };
    EXPECT_EQ(import("We launch in March"),
              (std::vector<std::string>{"p0+18:We launch in March;"}));
    EXPECT_TRUE(import("We launch in March").empty());
    EXPECT_EQ(import("We launch in April"), (std::vector<std::string>{"p13-5+5:April;"}));
    EXPECT_EQ(import("Maybe We launch in April"), (std::vector<std::string>{"p0+6:Maybe ;"}));
    EXPECT_EQ(text_edits(workspace.import(plan_of({row("a", "")}))),
              (std::vector<std::string>{"p0-24;"}))
        << "the file no longer has it";
    EXPECT_TRUE(text_edits(workspace.import(plan_of({row("a", "")}))).empty());
}

TEST(ImportChanges, DropsATextThatNoChangeCouldHold) {
    ImportedRow huge = row("a", "");
    huge.fields.push_back({plan::field::notes, *Value::shown("t" + std::string(3'000'000, 'x'))});
    const ImportedPlan plan = plan_of({huge});
    EXPECT_TRUE(plan.rows.at(0).fields.empty());
    EXPECT_EQ(plan.report.dropped.notes().at(0).what, "a text of more than 2 MiB");
}

TEST(ImportChanges, ReadsATextThatTwoImportsBeganAtOnceAsBothTogether) {
    const Cell one = cell("a", plan::field::notes);
    merge::EditId first;
    merge::EditId second;
    second.change.bytes[0] = 1;
    const auto before = imported_before(
        {{one, "p0+4:same;", {7}, {}, {1}, first}, {one, "p0+4:same;", {9}, {}, {1}, second}});
    EXPECT_EQ(before.at(one).value, "tsamesame");
    EXPECT_EQ(before.at(one).edits, (std::vector<PastEdit>{{7}, {9}})) << "the next mends it";
}

TEST(ImportChanges, KeepsTheEditsOfALongTextInOneChange) {
    std::vector<ImportedRow> rows;
    for (int i = 0; i < 100; ++i)
        rows.push_back(row(std::to_string(i), "", {notes(std::string(65'500, 'x'))}));
    Workspace workspace;
    const auto planned = workspace.import(plan_of(std::move(rows)));
    EXPECT_GT(planned.changes.size(), 1U);
    for (const ImportChange& change : planned.changes) {
        Cell before;
        for (const ImportEdit& edit : change) {
            EXPECT_TRUE(!edit.follows || edit.cell == before);
            before = edit.cell;
        }
    }
}

TEST(ImportChanges, CutsAHugeImportIntoMarkedChanges) {
    std::vector<ImportedRow> rows;
    const std::string long_text(50000, 'x');
    for (int i = 0; i < 300; ++i) {
        rows.push_back(row(std::to_string(i), i == 0 ? "" : "0", {reference(long_text)}));
    }
    Workspace workspace;
    const auto planned = workspace.import(plan_of(std::move(rows)));
    EXPECT_GT(planned.changes.size(), 2U);
    for (std::size_t i = 0; i < planned.changes.size(); ++i) {
        std::size_t bytes = 0;
        for (const ImportEdit& edit : planned.changes[i]) bytes += edit.value.canonical().size();
        EXPECT_LT(bytes, std::size_t{8} << 20U);
        EXPECT_EQ(planned.changes[i][0].value.parts()[plan::part::import_batch],
                  Value::integer(static_cast<std::int64_t>(i) + 1));
    }
}

}  // namespace
}  // namespace cairn::exchange
