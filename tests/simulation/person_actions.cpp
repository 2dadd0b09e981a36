// What people do, one function a habit.
#include <algorithm>

#include "client/engine/item_commands.h"
#include "client/engine/move_commands.h"
#include "client/engine/resolve_commands.h"
#include "client/engine/undo_commands.h"
#include "client/merge/schema.h"
#include "client/plan/catalog.h"
#include "tests/simulation/person.h"

namespace cairn::simulation {
namespace {

using engine::Assignment;
using engine::ChangeBuilder;

constexpr const char* link_types[] = {"depends", "mitigates", "serves", "blocks"};
constexpr const char* labels[] = {"red", "blue", "beta", "Straße"};

}  // namespace

void Person::make_item() {
    static constexpr const char* kinds[] = {"program", "task", "milestone", "deliverable"};
    engine::NewItem wish;
    wish.kind = kinds[below(4)];
    wish.title = words();
    wish.parent = any_parent();
    const auto made = engine::new_item(workspace(), wish, wall());
    if (!made) return note("new", refuse(made.error()));
    setting_->ledger.items.push_back(made->item);
    note("new", made->committed);
}

void Person::set_fields() {
    const auto item = any_item();
    if (!item) return make_item();
    const auto number = [this](std::uint64_t bound) { return std::to_string(below(bound)); };
    std::vector<Assignment> assignments;
    for (std::uint64_t i = 0, count = 1 + below(3); i < count; ++i) {
        const Assignment choices[] = {
            {"title", words()},
            {"notes", words()},
            {"status", below(2) == 0 ? "in-progress" : "blocked: " + words()},
            {"colour", "#" + number(4)},
            {"progress", number(101)},
            {"span", "2027-03-0" + std::to_string(1 + below(9)) + "..2027-04-01"},
            {"health", below(2) == 0 ? "green" : "red"},
            {"estimate", number(9) + "h"},
            {"budget", number(90) + " EUR"},
            {"due", "2027-0" + std::to_string(1 + below(9)) + "-11"},
        };
        assignments.push_back(choices[below(std::size(choices))]);
    }
    note("set", engine::set_fields(workspace(), *item, assignments, wall()));
}

void Person::unset_field() {
    const auto item = any_item();
    if (!item) return;
    const std::vector<std::string> fields{below(2) == 0 ? "status" : "colour"};
    note("unset", engine::unset_fields(workspace(), *item, fields, wall()));
}

void Person::label() {
    const auto item = any_item();
    if (!item) return;
    const std::vector<std::string> elements{labels[below(std::size(labels))]};
    note("label",
         engine::change_elements(workspace(), *item, "labels", elements, below(3) != 0, wall()));
}

void Person::vote() {
    const auto item = any_item();
    if (!item) return;
    const std::vector<Assignment> vote{{"votes", below(3) == 0 ? "-2" : "1"}};
    note("vote", engine::set_fields(workspace(), *item, vote, wall()));
}

void Person::link() {
    const auto from = any_item();
    const auto to = any_item();
    if (!from || !to) return;
    engine::LinkWish wish{*from, link_types[below(std::size(link_types))], *to, {}};
    if (wish.type == std::string("depends") && below(2) == 0)
        wish.assignments.push_back({"link-note", words()});
    note("link", engine::link_items(workspace(), wish, wall()));
}

void Person::unlink() {
    const std::vector<replica::LinkView> links = workspace().read().links();
    if (links.empty()) return;
    const replica::LinkView& one = links[below(links.size())];
    const plan::LinkSpec& spec = plan::links()[one.type - 1];
    note("unlink",
         engine::unlink_items(workspace(), {one.from, std::string(spec.name), one.to, {}}, wall()));
}

void Person::move() {
    const auto item = any_item();
    if (!item) return;
    std::vector<ItemId> items{*item};
    const auto second = below(4) == 0 ? any_item() : std::nullopt;
    if (second && *second != *item) items.push_back(*second);
    note(
        "move",
        engine::move_items(workspace(), items, {any_parent(), std::nullopt, std::nullopt}, wall()));
}

void Person::order() {
    const auto item = any_item();
    const auto beside = any_item();
    if (!item || !beside) return;
    const auto to = engine::beside(workspace(), *beside, below(2) == 0);
    if (to) note("order", engine::move_items(workspace(), std::vector{*item}, *to, wall()));
}

void Person::trash() {
    const auto item = any_item();
    if (item) note("trash", engine::trash_items(workspace(), std::vector{*item}, wall()));
}

void Person::restore() {
    const auto trashed = workspace().read().children(merge::trash_item());
    if (trashed.empty()) return;
    const ItemId item = trashed[below(trashed.size())].id;
    note("restore", engine::restore_items(workspace(), std::vector{item}, wall()));
}

void Person::resolve() {
    std::vector<replica::ConflictView> open;
    for (replica::ConflictView& conflict : workspace().read().conflicts()) {
        const bool decidable = conflict.kind == replica::ConflictKind::values ||
                               conflict.kind == replica::ConflictKind::places;
        if (decidable && conflict.element.empty()) open.push_back(std::move(conflict));
    }
    if (open.empty()) return set_fields();
    const replica::ConflictView& one = open[below(open.size())];
    const plan::FieldSpec* field = plan::find_field(one.field);
    const bool is_place = one.kind == replica::ConflictKind::places;
    if (field == nullptr && !is_place) return;
    const std::string name = is_place ? "place" : std::string(field->name);
    const auto pick = static_cast<std::uint32_t>(1 + below(one.candidates.size()));
    note("resolve", engine::resolve_by_candidate(workspace(), one.item, name, pick, wall()));
}

void Person::undo() {
    const auto undone = engine::undo(workspace(), "", {}, wall());
    if (!undone) return note("undo", refuse(undone.error()), Replaces::some);
    note("undo", undone->committed, Replaces::some);
}

// Of any of the own changes, what is still in force of it.
void Person::undo_named() {
    if (laptop_->own_.empty()) return;
    const auto changes = workspace().read().newest_changes(40);
    const std::string change = to_base32(changes[below(changes.size())].id.view());
    std::vector<ItemId> only;
    if (const auto item = below(3) == 0 ? any_item() : std::nullopt) only.push_back(*item);
    const auto undone = engine::undo(workspace(), change, only, wall());
    if (!undone) return note("undo", refuse(undone.error()), Replaces::some);
    note("undo", undone->committed, Replaces::some);
}

void Person::redo() {
    const auto redone = engine::redo(workspace(), "", wall());
    if (!redone) return note("redo", refuse(redone.error()), Replaces::some);
    note("redo", redone->committed, Replaces::some);
}

// What was set and at once undone shows as if nothing had been; done again, as if nothing had been
// undone (I12).
void Person::undo_at_once() {
    const auto item = any_item();
    if (!item) return;
    const Hash32 before = workspace().read().hashes().view;
    const std::vector<Assignment> assignments{
        {below(2) == 0 ? "title" : "status", below(2) == 0 ? "in-progress" : "planned"},
        {"notes", below(2) == 0 ? words() + " " + words() : ""},
        {"votes", "1"}};
    // In a text of which a void edit removed something there is no way back to the very same order
    // (docs/decisions/052-undo-beside-void-edits.md).
    const auto notes = workspace().read().history({*item, plan::field::notes, {}}, SIZE_MAX);
    const bool cut = std::any_of(notes.begin(), notes.end(), [](const auto& entry) {
        return entry.status == replica::EditStatus::void_right;
    });
    const bool disputed = cut || workspace().read().counts().conflicts > 0;
    const auto done = engine::set_fields(workspace(), *item, assignments, wall());
    note("set", done);
    if (!done) return;
    const Hash32 with = workspace().read().hashes().view;
    const auto undone = engine::undo(workspace(), to_base32(done->change.view()), {}, wall());
    demand(undone.has_value(), "what was just done cannot be undone");
    note("undo", undone->committed, Replaces::some);
    demand(disputed || workspace().read().hashes().view == before,
           "I12: undo of the last change shows something else than before it");
    const auto again =
        engine::redo(workspace(), to_base32(undone->committed.change.view()), wall());
    demand(again.has_value(), "an undo cannot be undone");
    note("redo", again->committed, Replaces::some);
    demand(disputed || workspace().read().hashes().view == with,
           "I12: redo shows something else than before the undo");
    ++setting_->ledger.done["undone and equal"];
}

void Person::write_any(ChangeBuilder& change, const ItemId& item) {
    switch (below(6)) {
        case 0:
            return change.write(item, plan::field::colour, *merge::Value::text(words()));
        case 1:
            return change.write(
                item, plan::field::labels, merge::Value::boolean(below(3) != 0), "ttwo");
        case 2:
            return change.count(item, plan::field::votes, static_cast<std::int64_t>(below(5)) - 2);
        case 3:
            demand(change.write_text(item, plan::field::notes, words()).has_value(),
                   "a few words cannot be written to a text");
            return;
        default:
            return change.write(item, plan::field::title, *merge::Value::text(words()));
    }
}

void Person::write_many() {
    ChangeBuilder change(workspace());
    for (std::uint64_t i = 0, count = 1 + below(100); i < count; ++i)
        if (const auto item = any_item()) write_any(change, *item);
    if (!change.empty()) note("writes many", change.commit(wall()));
}

// An edit of what has no place here: its beginning is on its way, or never was.
void Person::write_lost() {
    ChangeBuilder change(workspace());
    const auto& items = setting_->ledger.items;
    const ItemId item = items.empty() || below(2) == 0 ? laptop_->random().make<ItemId>()
                                                       : items[below(items.size())];
    write_any(change, item);
    note("writes of a stranger", change.commit(wall()));
}

void Person::open_text() {
    const auto item = any_item();
    if (!item) return make_item();
    if (texts_.size() > 4) return type_text();
    const merge::Cell cell{*item, plan::field::notes, {}};
    texts_.emplace_back(cell, engine::OpenText(workspace(), cell));
    type_text();
}

// Some typing into a text that has been open for a while, and a pause: others' work joins it.
void Person::type_text() {
    if (texts_.empty()) return open_text();
    const std::size_t at = below(texts_.size());
    auto& [cell, open] = texts_[at];
    for (std::uint64_t i = 0, count = 1 + below(3); i < count; ++i) {
        const auto position = static_cast<std::uint32_t>(below(open.length() + 1));
        const auto removed = static_cast<std::uint32_t>(
            std::min<std::uint64_t>(below(3) == 0 ? below(9) : 0, open.length() - position));
        demand(open.edit(position, removed, words() + " ").has_value(), "typing was refused");
    }
    const auto saved = open.save(wall());
    if (!saved) return note("types", refuse(saved.error()));
    note("types", **saved, Replaces::some);
    static_cast<void>(open.refresh());
    const auto shown = workspace().read().cell(cell);
    demand(shown && shown->value == "t" + open.text(),
           "an open text reads otherwise than the file that it was saved to");
    if (below(3) == 0) texts_.erase(texts_.begin() + static_cast<std::ptrdiff_t>(at));
}

void Person::open_form() {
    const auto item = any_item();
    if (!item) return;
    Form form{.cell = {*item, below(2) == 0 ? plan::field::title : plan::field::colour, {}},
              .shown = {},
              .shown_ids = {}};
    if (const auto cell = workspace().read().cell(form.cell)) form.shown = cell->heads;
    for (const replica::EditRow row : form.shown)
        form.shown_ids.push_back(workspace().read().edit_id(row));
    std::sort(form.shown_ids.begin(), form.shown_ids.end());
    forms_.push_back(std::move(form));
}

void Person::commit_form() {
    if (forms_.empty()) return open_form();
    const auto at = static_cast<std::ptrdiff_t>(below(forms_.size()));
    const Form form = forms_[static_cast<std::size_t>(at)];
    forms_.erase(forms_.begin() + at);
    const auto cell = workspace().read().cell(form.cell);
    if (cell && cell->heads != form.shown) ++setting_->ledger.done["a form overtaken"];
    ChangeBuilder change(workspace());
    change.write_over(form.cell.item, form.cell.field, *merge::Value::text(words()), form.shown);
    const auto done = change.commit(wall());
    note("commits a form", done, Replaces::some);
    if (!done) return;
    const std::vector<TypedEdit>& edits = setting_->ledger.changes.at(done->change).edits;
    demand(edits.size() == 1 && edits.front().over == form.shown_ids,
           "I4: a form replaces something else than it had shown");
}

}  // namespace cairn::simulation
