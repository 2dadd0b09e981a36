#include "client/engine/undo_commands.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "client/engine/change_builder.h"
#include "client/engine/text_history.h"
#include "client/engine/undo_notes.h"
#include "client/merge/place.h"
#include "client/merge/schema.h"
#include "client/replica/batch.h"

namespace cairn::engine {
namespace {

using merge::EditHandle;
using replica::EditRow;

constexpr std::size_t steps_back_max = 10'000;

EditHandle handle_of(EditRow row) { return {row.value}; }
EditRow row_of(EditHandle handle) { return {handle.value}; }

// Of the changes of this laptop, newest first, the first that `is` true of; none if `ends` is of
// one before it.
template <class Is, class Ends>
std::optional<replica::ChangeView> newest_own(Workspace& workspace,
                                              const Is& is,
                                              const Ends& ends) {
    const DeviceId own = workspace.replica().device();
    std::size_t seen = 0;
    for (std::size_t count = 100; count <= steps_back_max; count *= 10) {
        const auto changes = workspace.read().newest_changes(count);
        for (; seen < changes.size(); ++seen) {
            if (changes[seen].device != own) continue;
            if (is(changes[seen].id)) return changes[seen];
            if (ends(changes[seen].id)) return std::nullopt;
        }
        if (changes.size() < count) break;
    }
    return std::nullopt;
}

std::optional<replica::ChangeView> newest_in_force(Workspace& workspace, const UndoNotes& notes) {
    const auto is = [&](const ChangeId& change) {
        return notes.role_of(change) == UndoNotes::Role::change && notes.in_force(change);
    };
    return newest_own(workspace, is, [](const ChangeId&) { return false; });
}

std::optional<replica::ChangeView> newest_undo(Workspace& workspace, const UndoNotes& notes) {
    const auto is = [&](const ChangeId& change) {
        return notes.role_of(change) == UndoNotes::Role::undo && notes.in_force(change);
    };
    const auto ends = [&](const ChangeId& change) {
        return notes.role_of(change) == UndoNotes::Role::change;
    };
    return newest_own(workspace, is, ends);
}

bool is_own(Workspace& workspace, const DeviceId& device) {
    if (device == workspace.replica().device()) return true;
    const DeviceEntry* entry = workspace.roster().device(device);
    return entry != nullptr && workspace.me() == entry->member;
}

Result<replica::ChangeView, EngineError> change_named(Workspace& workspace,
                                                      const std::string& start) {
    std::vector<replica::ChangeView> found;
    bool foreign = false;
    for (const replica::ChangeView& change : workspace.read().newest_changes(steps_back_max)) {
        if (to_base32(change.id.view()).rfind(start, 0) != 0) continue;
        if (is_own(workspace, change.device))
            found.push_back(change);
        else
            foreign = true;
    }
    if (found.size() == 1) return found.front();
    if (found.size() > 1) {
        return refuse(EngineError{
            EngineFault::ambiguous,
            "Several changes of yours begin with '" + start + "'. Give more of the id."});
    }
    if (foreign) {
        return refuse(EngineError{EngineFault::not_allowed,
                                  "That change is somebody else's, and undo takes back only your "
                                  "own. Set the fields anew instead."});
    }
    return refuse(EngineError{
        EngineFault::nothing_to_do,
        "No change of yours begins with '" + start + "'. `cairn log` shows their ids."});
}

Result<replica::ChangeView, EngineError> find_change(Workspace& workspace,
                                                     const UndoNotes& notes,
                                                     const std::string& start) {
    if (!start.empty()) return change_named(workspace, start);
    if (const auto newest = newest_in_force(workspace, notes)) return *newest;
    return refuse(
        EngineError{EngineFault::nothing_to_do, "There is no change of this laptop left to undo."});
}

// One change of the file as merge::plan_undo reads it, and the present.
class Undoing {
public:
    Undoing(Workspace& workspace,
            const UndoNotes& notes,
            const ChangeId& change,
            replica::ChangeRow row)
        : workspace_(workspace),
          notes_(notes),
          change_(change),
          steps_(workspace, notes),
          edits_(workspace.read().edits_of(row)) {}

    merge::UndoPlan plan() {
        std::vector<merge::UndoneEdit> change;
        for (const replica::HistoryEntry& entry : edits_) {
            if (!narrowed_ || narrowed_->contains(entry.item)) change.push_back(undone(entry));
        }
        merge::UndoView now;
        now.heads = [this](const merge::Cell& cell) { return heads(cell); };
        now.parent_of = [this](const ItemId& item) -> std::optional<ItemId> {
            const auto place = workspace_.read().item(item);
            return place ? std::optional(place->parent) : std::nullopt;
        };
        now.text_undo = [this](const merge::Cell& cell, const std::vector<EditHandle>&) {
            return text_undo(workspace_, cell, with_undos(cell));
        };
        merge::UndoPlan plan = merge::plan_undo(change, now);
        keep_fields_of_new_items(change, plan);
        return plan;
    }

    // Only what the change did to these items and to links that end there. False if that is
    // nothing.
    bool narrow_to(std::span<const ItemId> items) {
        narrowed_.emplace(items.begin(), items.end());
        for (const replica::HistoryEntry& entry : edits_) {
            const auto cell = workspace_.read().cell({entry.item, merge::field_live, {}});
            const auto link = cell ? merge::LiveValue::parse(cell->value) : std::nullopt;
            if (!link) continue;
            for (const ItemId& item : items)
                if (link->from == item || link->to == item) narrowed_->insert(entry.item);
        }
        return std::any_of(edits_.begin(), edits_.end(), [this](const auto& entry) {
            return narrowed_->contains(entry.item);
        });
    }

    // Nothing of this edit is left because it was undone before.
    [[nodiscard]] bool was_undone(const replica::HistoryEntry& entry) {
        const auto cell = workspace_.read().cell({entry.item, entry.field, entry.element});
        if (!cell || cell->heads.empty()) return false;
        return std::all_of(cell->heads.begin(), cell->heads.end(), [this](const EditRow head) {
            return notes_.undone_by(workspace_.read().edit_id(head).change) == change_;
        });
    }

    // The heads themselves, where the plan names what they stand for.
    [[nodiscard]] std::vector<EditRow> real_heads(const merge::UndoEdit& edit) {
        std::vector<EditRow> rows;
        for (const EditHandle handle : edit.over) {
            const auto stand_in = stand_ins_.find(handle);
            rows.push_back(stand_in == stand_ins_.end() ? row_of(handle) : stand_in->second);
        }
        return rows;
    }

    [[nodiscard]] const replica::HistoryEntry& entry(EditHandle edit) const {
        return *std::lower_bound(
            edits_.begin(), edits_.end(), row_of(edit), [](const auto& held, EditRow row) {
                return held.edit < row;
            });
    }

private:
    // A new item goes to the trash as it is, so that it can be restored with its title.
    static void keep_fields_of_new_items(const std::vector<merge::UndoneEdit>& change,
                                         merge::UndoPlan& plan) {
        std::set<ItemId> made;
        for (const merge::UndoneEdit& edit : change) {
            if (edit.fold == merge::Fold::place && edit.in_effect && !edit.before)
                made.insert(edit.cell.item);
        }
        std::erase_if(plan.edits, [&](const merge::UndoEdit& edit) {
            return edit.cell.field != merge::field_place && made.contains(edit.cell.item);
        });
    }

    // What the change wrote to a text, what an undo of it wrote there, what a redo did: together
    // they stand for what of the change is in force.
    std::vector<EditRow> with_undos(const merge::Cell& cell) {
        std::vector<EditRow> rows;
        for (const ChangeId& change : notes_.with_undos(change_)) {
            const auto row = workspace_.read().find_change(change);
            if (!row) continue;
            for (const replica::HistoryEntry& entry : workspace_.read().edits_of(*row)) {
                if (merge::Cell{entry.item, entry.field, entry.element} == cell &&
                    entry.status == replica::EditStatus::valid)
                    rows.push_back(entry.edit);
            }
        }
        return rows;
    }

    [[nodiscard]] bool is_mine(EditRow row) const {
        return !edits_.empty() && row >= edits_.front().edit && row <= edits_.back().edit;
    }

    // What of this change an edit stands for; itself, if nothing.
    EditRow mine_among(const std::vector<EditRow>& chain) const {
        const auto mine = std::find_if(
            chain.begin(), chain.end(), [this](const EditRow row) { return is_mine(row); });
        return mine == chain.end() ? chain.front() : *mine;
    }

    std::vector<EditHandle> heads(const merge::Cell& cell) {
        std::vector<EditHandle> handles;
        const auto view = workspace_.read().cell(cell);
        if (!view) return handles;
        for (const EditRow head : view->heads) {
            const EditRow mine = is_mine(head) ? head : mine_among(steps_.stands_for(cell, head));
            if (mine != head) stand_ins_[handle_of(mine)] = head;
            handles.push_back(handle_of(mine));
        }
        return handles;
    }

    merge::UndoneEdit undone(const replica::HistoryEntry& entry) {
        using Standing = merge::UndoneEdit::Standing;
        merge::UndoneEdit edit;
        edit.edit = handle_of(entry.edit);
        edit.cell = {entry.item, entry.field, entry.element};
        edit.value = entry.value;
        edit.standing = Standing::invalid;
        if (entry.status == replica::EditStatus::valid) edit.standing = Standing::valid;
        if (entry.status == replica::EditStatus::parked) edit.standing = Standing::parked;
        if (const auto* rule = workspace_.replica().schema().rule(entry.field))
            edit.fold = rule->fold;
        for (const EditRow over : entry.over)
            edit.over.push_back({handle_of(over), workspace_.read().edit(over).value});
        add_move(entry, edit);
        return edit;
    }

    void add_move(const replica::HistoryEntry& entry, merge::UndoneEdit& edit) {
        const bool place = entry.field == merge::field_place;
        if (!place && entry.field != merge::field_order) return;
        const auto move = workspace_.read().move(entry);
        if (!move) return;
        const auto which = place ? UndoneSteps::Which::place : UndoneSteps::Which::key;
        const EditRow in_effect = place ? move->placed : move->positioned;
        edit.in_effect = mine_among(steps_.stands_for(entry.item, which, in_effect)) == entry.edit;
        const auto key =
            move->before ? merge::OrderKey::from_bytes(move->before->order_key) : std::nullopt;
        if (key)
            edit.before = merge::Placement{move->before->parent, *key, move->before->kind, {}, {}};
    }

    Workspace& workspace_;
    const UndoNotes& notes_;
    ChangeId change_;
    UndoneSteps steps_;
    std::vector<replica::HistoryEntry> edits_;
    std::optional<std::set<ItemId>> narrowed_;  // to edits of these
    std::map<EditHandle, EditRow> stand_ins_;
};

}  // namespace

const char* name_of(merge::LeftAlone why) {
    switch (why) {
        case merge::LeftAlone::replaced_since:
            return "replaced_since";
        case merge::LeftAlone::others_disagree:
            return "others_disagree";
        case merge::LeftAlone::not_in_effect:
            return "not_in_effect";
        case merge::LeftAlone::target_gone:
            return "target_gone";
        case merge::LeftAlone::would_close_cycle:
            return "would_close_cycle";
        case merge::LeftAlone::had_no_effect:
            return "had_no_effect";
        case merge::LeftAlone::unknown_here:
            return "unknown_here";
        case merge::LeftAlone::partly_replaced:
            return "partly_replaced";
    }
    return "unknown";
}

const char* sentence_of(merge::LeftAlone why) {
    switch (why) {
        case merge::LeftAlone::replaced_since:
            return "it was changed again since";
        case merge::LeftAlone::others_disagree:
            return "another value stands beside it, see `cairn conflicts`";
        case merge::LeftAlone::not_in_effect:
            return "a later move decides where the item is";
        case merge::LeftAlone::target_gone:
            return "where the item came from is in the trash";
        case merge::LeftAlone::would_close_cycle:
            return "where the item came from lies below it now";
        case merge::LeftAlone::had_no_effect:
            return "it had no effect";
        case merge::LeftAlone::unknown_here:
            return "this version of Cairn does not know the field";
        case merge::LeftAlone::partly_replaced:
            return "somebody removed part of the text since; the rest was undone";
    }
    return "";
}

namespace {

std::string short_name(const ChangeId& change) { return to_base32(change.view()).substr(0, 8); }

std::string reasons_of(const std::vector<LeftAlone>& left) {
    std::string reasons;
    for (const LeftAlone& alone : left) {
        const std::string reason = sentence_of(alone.why);
        if (reasons.find(reason) == std::string::npos)
            reasons += (reasons.empty() ? "" : "; ") + reason;
    }
    return reasons;
}

EngineError nothing_left(const UndoNotes& notes,
                         const ChangeId& change,
                         const std::vector<LeftAlone>& left) {
    const std::string id = short_name(change);
    const bool redo = notes.role_of(change) == UndoNotes::Role::undo;
    if (!redo && (left.empty() || !notes.in_force(change))) {
        return {EngineFault::nothing_to_do,
                "That was undone already. `cairn redo " + id + "` brings it back."};
    }
    return {EngineFault::nothing_to_do,
            "Nothing of change " + id + " is left to " + (redo ? "redo" : "undo") +
                (left.empty() ? "" : ": " + reasons_of(left)) +
                ". `cairn log` shows earlier ones, and `cairn undo CHANGE` undoes one of them."};
}

struct UndonePart {
    bool concerned = false;  // it did something to what was asked for
    std::vector<LeftAlone> left_alone;
    std::optional<replica::Committed> committed;  // none: nothing of it was left
};

// Writes what undoes one change.
Result<UndonePart, EngineError> undo_part(Workspace& workspace,
                                          UndoNotes& notes,
                                          const ChangeId& change,
                                          std::span<const ItemId> only,
                                          WallTime now) {
    UndonePart part;
    const auto row = workspace.read().find_change(change);
    if (!row) return part;
    Undoing undoing(workspace, notes, change, *row);
    part.concerned = only.empty() || undoing.narrow_to(only);
    if (!part.concerned) return part;
    const merge::UndoPlan plan = undoing.plan();
    for (const merge::UndoPlan::Kept& kept : plan.left_alone) {
        const replica::HistoryEntry& entry = undoing.entry(kept.edit);
        if (!undoing.was_undone(entry))
            part.left_alone.push_back({entry.item, entry.field, kept.why});
    }
    if (plan.edits.empty()) return part;
    std::vector<replica::LocalEdit> edits;
    for (const merge::UndoEdit& edit : plan.edits) {
        std::vector<std::uint32_t> own_over;
        if (edit.follows) own_over.push_back(static_cast<std::uint32_t>(edits.size() - 1));
        edits.push_back({edit.cell.item,
                         edit.cell.field,
                         edit.cell.element,
                         edit.value,
                         undoing.real_heads(edit),
                         std::move(own_over)});
    }
    const auto committed = workspace.commit(edits, now);
    if (!committed) return refuse(committed.error());
    using Extent = UndoNotes::Extent;
    notes.add(change, committed->change, only.empty() ? Extent::whole : Extent::part);
    part.committed = *committed;
    return part;
}

// From the last part to the first: what a later part built on an earlier one goes first, and what
// undoes them is one action again, so that redo brings parents back before what hangs below them.
// All of it and the notes of it come to be together, or nothing.
Result<Undone, EngineError> carry_out(Workspace& workspace,
                                      UndoNotes& notes,
                                      const ChangeId& change,
                                      std::span<const ItemId> only,
                                      WallTime now) {
    replica::Batch batch(workspace.replica());
    const std::vector<ChangeId> parts = notes.action_of(change);
    bool concerned = false;
    Undone all{change, {}, {}};
    std::vector<ChangeId> undos;
    for (auto at = parts.rbegin(); at != parts.rend(); ++at) {
        auto part = undo_part(workspace, notes, *at, only, now);
        if (!part) return refuse(part.error());
        concerned = concerned || part->concerned;
        all.left_alone.insert(
            all.left_alone.end(), part->left_alone.begin(), part->left_alone.end());
        if (!part->committed) continue;
        undos.push_back(part->committed->change);
        all.committed = *part->committed;
    }
    if (!concerned) {
        return refuse(EngineError{EngineFault::nothing_to_do,
                                  "Change " + short_name(change) +
                                      " did nothing to that. `cairn log` shows what it did."});
    }
    if (undos.empty()) return refuse(nothing_left(notes, change, all.left_alone));
    notes.add_action(undos);
    batch.keep();
    return all;
}

Result<ChangeId, EngineError> find_undo(Workspace& workspace,
                                        const UndoNotes& notes,
                                        const std::string& start) {
    if (start.empty()) {
        if (const auto newest = newest_undo(workspace, notes)) return newest->id;
        return refuse(EngineError{EngineFault::nothing_to_do,
                                  "There is nothing to redo: nothing was undone since the last "
                                  "change of this laptop. `cairn redo CHANGE` redoes one that was "
                                  "undone before."});
    }
    const auto named = change_named(workspace, start);
    if (!named) return refuse(named.error());
    const bool is_undo = notes.role_of(named->id) == UndoNotes::Role::undo;
    if (is_undo && notes.in_force(named->id)) return named->id;
    if (const auto undo = notes.undo_in_force(named->id)) return *undo;
    return refuse(EngineError{EngineFault::nothing_to_do,
                              "Change " + short_name(named->id) +
                                  " is in force: nothing of it was undone, or it was redone."});
}

}  // namespace

Result<Undone, EngineError> undo(Workspace& workspace,
                                 const std::string& change,
                                 std::span<const ItemId> only,
                                 WallTime now) {
    UndoNotes notes(workspace);
    const auto found = find_change(workspace, notes, change);
    if (!found) return refuse(found.error());
    return carry_out(workspace, notes, found->id, only, now);
}

Result<Undone, EngineError> redo(Workspace& workspace, const std::string& change, WallTime now) {
    UndoNotes notes(workspace);
    const auto found = find_undo(workspace, notes, change);
    if (!found) return refuse(found.error());
    auto redone = carry_out(workspace, notes, *found, {}, now);
    if (redone) redone->undone = *notes.undone_by(*found);
    return redone;
}

void note_action(Workspace& workspace, const std::vector<ChangeId>& parts) {
    UndoNotes(workspace).add_action(parts);
}

void pass_over(Workspace& workspace, const ChangeId& change) {
    UndoNotes(workspace).pass_over(change);
}

}  // namespace cairn::engine
