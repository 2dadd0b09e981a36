#include "client/merge/undo.h"

#include <algorithm>
#include <map>

#include "client/merge/place.h"
#include "client/merge/undo_moves.h"

namespace cairn::merge {
namespace {

using Group = std::vector<const UndoneEdit*>;  // the valid edits of one cell, in their order

bool holds(const Group& group, EditHandle edit) {
    return std::any_of(
        group.begin(), group.end(), [&](const UndoneEdit* mine) { return mine->edit == edit; });
}

// What stood in the cell before the change, the shown value first, without repeats.
std::vector<std::string> replaced_values(const Group& group) {
    std::vector<std::string> values;
    for (const UndoneEdit* mine : group)
        for (const UndoVersion& version : mine->over)
            if (!holds(group, version.edit) &&
                std::find(values.begin(), values.end(), version.value) == values.end())
                values.push_back(version.value);
    return values;
}

// What an add-wins flag showed: `on` if any of the values says so.
std::string flag_before(const std::vector<std::string>& replaced,
                        const std::string& on,
                        const std::string& off) {
    return std::find(replaced.begin(), replaced.end(), on) != replaced.end() ? on : off;
}

std::vector<std::string> values_to_restore(const UndoneEdit& edit,
                                           std::vector<std::string> replaced) {
    if (edit.fold == Fold::set) return {flag_before(replaced, "b1", "b0")};
    if (edit.fold == Fold::link_live) {
        LiveValue link = *LiveValue::parse(edit.value);
        link.live = true;
        const std::string on = link.to_value().canonical();
        link.live = false;
        return {flag_before(replaced, on, link.to_value().canonical())};
    }
    if (replaced.empty()) return {"n"};
    if (edit.fold == Fold::quiet) replaced.resize(1);
    return replaced;
}

void undo_cell(const Group& group, const UndoView& now, UndoPlan& plan) {
    const UndoneEdit& last = *group.back();
    std::vector<EditHandle> mine;
    std::size_t others = 0;
    for (const EditHandle head : now.heads(last.cell)) {
        if (holds(group, head)) {
            mine.push_back(head);
        } else {
            ++others;
        }
    }
    if (mine.empty() || others != 0) {
        const auto why = mine.empty() ? LeftAlone::replaced_since : LeftAlone::others_disagree;
        plan.left_alone.push_back({last.edit, why});
        return;
    }
    const auto values = values_to_restore(last, replaced_values(group));
    if (values.size() == 1 && mine.size() == 1 && values[0] == last.value) return;
    // Edits of one change tie in all but their index: the last is the one that is shown.
    for (auto value = values.rbegin(); value != values.rend(); ++value)
        plan.edits.push_back({last.cell, *value, mine, false});
}

void undo_counter(const Group& group, UndoPlan& plan) {
    for (const UndoneEdit* mine : group) {
        const auto delta = Value::parse(mine->value)->as_integer().value();
        const auto write = [&](std::int64_t value) {
            plan.edits.push_back({mine->cell, Value::integer(value).canonical(), {}, false});
        };
        if (delta == INT64_MIN) {  // its negative takes two
            write(INT64_MAX);
            write(1);
        } else if (delta != 0) {
            write(-delta);
        }
    }
}

void undo_text(const Group& group, const UndoView& now, UndoPlan& plan) {
    std::vector<EditHandle> edits;
    for (const UndoneEdit* mine : group) edits.push_back(mine->edit);
    const UndoneEdit& last = *group.back();
    TextUndo undo = now.text_undo(last.cell, edits);
    bool follows = false;
    for (std::string& value : undo.values) {
        plan.edits.push_back({last.cell,
                              std::move(value),
                              follows ? std::vector<EditHandle>{} : undo.over,
                              follows});
        follows = true;
    }
    if (undo.values.empty()) {
        plan.left_alone.push_back({last.edit, LeftAlone::replaced_since});
    } else if (!undo.is_whole) {
        plan.left_alone.push_back({last.edit, LeftAlone::partly_replaced});
    }
}

// False if the edit has nothing to undo, which the plan then says.
bool takes_part(const UndoneEdit& edit, UndoPlan& plan) {
    if (edit.standing == UndoneEdit::Standing::invalid) {
        plan.left_alone.push_back({edit.edit, LeftAlone::had_no_effect});
        return false;
    }
    if (edit.standing == UndoneEdit::Standing::parked) {
        plan.left_alone.push_back({edit.edit, LeftAlone::unknown_here});
        return false;
    }
    return true;
}

}  // namespace

UndoPlan plan_undo(const std::vector<UndoneEdit>& change, const UndoView& now) {
    UndoPlan plan;
    std::map<Cell, Group> groups;
    std::vector<Cell> order;
    for (const UndoneEdit& edit : change) {
        if (!takes_part(edit, plan)) continue;
        Group& group = groups[edit.cell];
        if (group.empty()) order.push_back(edit.cell);
        group.push_back(&edit);
    }
    UndoMoves moves(now);
    for (const Cell& cell : order) {
        const Group& group = groups.at(cell);
        const Fold fold = group.front()->fold;
        if (fold == Fold::place || fold == Fold::order) {
            moves.add(group);
        } else if (fold == Fold::counter) {
            undo_counter(group, plan);
        } else if (fold == Fold::text) {
            undo_text(group, now, plan);
        } else {
            undo_cell(group, now, plan);
        }
    }
    moves.finish(plan);
    return plan;
}

}  // namespace cairn::merge
