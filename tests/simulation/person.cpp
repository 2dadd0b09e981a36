#include "tests/simulation/person.h"

#include <algorithm>

#include "client/merge/schema.h"
#include "client/plan/catalog.h"
#include "shared/sqlite/error.h"
#include "shared/sqlite/statement.h"

namespace cairn::simulation {
namespace {

// The planted bug, at the level of the file: what leaves has forgotten what it replaced.
void drop_over(engine::Workspace& workspace, const replica::Committed& committed) {
    sqlite::Statement(workspace.replica().database(),
                      "UPDATE edit SET over = NULL WHERE id > ?1 AND id <= ?1 +"
                      " (SELECT edits FROM change WHERE id = ?1)")
        .run(static_cast<std::int64_t>(committed.row.value));
}

bool is_counter(merge::FieldNumber field) {
    const plan::FieldSpec* spec = plan::find_field(field);
    return spec != nullptr && spec->fold == merge::Fold::counter;
}

}  // namespace

void Person::act() {
    if (!laptop_->up()) return;
    if (forms_life_ != laptop_->life()) {
        forms_.clear();  // they went with the process
        texts_.clear();
        forms_life_ = laptop_->life();
    }
    struct Habit {
        std::uint32_t weight;
        void (Person::*act)();
    };
    static constexpr Habit habits[] = {
        {14, &Person::make_item},     {22, &Person::set_fields}, {3, &Person::unset_field},
        {8, &Person::label},          {6, &Person::vote},        {7, &Person::link},
        {4, &Person::unlink},         {8, &Person::move},        {5, &Person::order},
        {5, &Person::trash},          {4, &Person::restore},     {10, &Person::resolve},
        {6, &Person::undo},           {3, &Person::undo_named},  {4, &Person::redo},
        {4, &Person::undo_at_once},   {3, &Person::write_many},  {1, &Person::write_lost},
        {5, &Person::open_text},      {12, &Person::type_text},  {6, &Person::open_form},
        {6, &Person::commit_form},    {16, &Person::draft},      {10, &Person::comment},
        {1, &Person::look_into_inbox}};
    static constexpr std::uint32_t total = [] {
        std::uint32_t sum = 0;
        for (const Habit& habit : habits) sum += habit.weight;
        return sum;
    }();
    std::uint64_t drawn = below(total);
    for (const Habit& habit : habits) {
        if (drawn < habit.weight) {
            laptop_->guarded([&] { (this->*habit.act)(); });
            return;
        }
        drawn -= habit.weight;
    }
}

std::optional<ItemId> Person::any_item() {
    const std::vector<ItemId>& items = setting_->ledger.items;
    for (int i = 0; i < 8 && !items.empty(); ++i) {
        const ItemId& item = items[below(items.size())];
        if (workspace().read().item(item)) return item;
    }
    return std::nullopt;
}

ItemId Person::any_parent() {
    if (below(3) == 0) return merge::root_item();
    return any_item().value_or(merge::root_item());
}

std::string Person::words() {
    return fmt::format(
        "{} {}{}", typed_mark, below(6), below(40) == 0 ? std::string(3'000, 'x') : "");
}

void Person::note(const char* what, const Done& done, Replaces replaces) {
    if (!done) {
        setting_->trace.tell("{} {}: {}", laptop_->name(), what, done.error().sentence);
        return;
    }
    setting_->trace.tell("{} {} {}", laptop_->name(), what, brief(done->change));
    ++setting_->ledger.done[what];
    if (replaces == Replaces::all_heads) check_heads(*done);
    record(*done);
    if (setting_->plant == Plant::dropped_over) drop_over(workspace(), *done);
    laptop_->committed();
}

// Who edits what is shown replaces all of it: nothing becomes a conflict with itself.
void Person::check_heads(const replica::Committed& committed) {
    std::map<merge::Cell, replica::EditRow> last;
    for (const replica::HistoryEntry& entry : workspace().read().edits_of(committed.row)) {
        demand(entry.status == replica::EditStatus::valid,
               "I4: an own edit is void from the start");
        if (!is_counter(entry.field)) last[{entry.item, entry.field, entry.element}] = entry.edit;
    }
    for (const auto& [cell, edit] : last) {
        const auto view = workspace().read().cell(cell);
        demand(view && view->heads == std::vector{edit},
               "an edit of field {} leaves other heads beside it",
               cell.field);
    }
}

// From here on it was reported as saved (I2).
void Person::record(const replica::Committed& committed) {
    Typed typed{.by = laptop_->name(),
                .device = laptop_->device().id(),
                .at = setting_->now(),
                .edits = edits_in(workspace(), committed.row),
                .may_be_lost = laptop_->is_deaf()};
    setting_->ledger.edits += typed.edits.size();
    setting_->ledger.changes.emplace(committed.change, std::move(typed));
    laptop_->own_.insert(committed.change);
}

}  // namespace cairn::simulation
