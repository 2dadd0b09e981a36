#pragma once
// Which own changes were undone, and by which: kept in this laptop's file alone. A redo is the undo
// of an undo.
#include <map>
#include <optional>
#include <vector>

#include "client/engine/workspace.h"

namespace cairn::engine {

class UndoNotes {
public:
    explicit UndoNotes(Workspace& workspace);

    enum class Extent : std::uint8_t { whole = 1, part = 2 };
    void add(const ChangeId& undone, const ChangeId& undo, Extent extent);
    void pass_over(const ChangeId& change);

    enum class Role : std::uint8_t { change, undo, redo, passed_over };
    [[nodiscard]] Role role_of(const ChangeId& change) const;
    // Not undone as a whole, or redone since.
    [[nodiscard]] bool in_force(const ChangeId& change) const;
    // The changes that one action was cut into, in order; more of an action that is here already
    // take its place. On disk when it returns.
    void add_action(const std::vector<ChangeId>& parts);
    // All changes of its action, in order: itself alone, if it was not cut.
    [[nodiscard]] std::vector<ChangeId> action_of(const ChangeId& change) const;
    // What this change undid; nothing if it is no undo.
    [[nodiscard]] std::optional<ChangeId> undone_by(const ChangeId& undo) const;
    // The change, what undid it, what undid that, and so on.
    [[nodiscard]] std::vector<ChangeId> with_undos(const ChangeId& change) const;
    // The newest undo of a change that was not undone itself.
    [[nodiscard]] std::optional<ChangeId> undo_in_force(const ChangeId& change) const;

private:
    struct Step {
        Extent extent = Extent::whole;
        ChangeId undone;
        ChangeId undo;  // the same: passed over
    };
    void index(const Step& step);

    Workspace& workspace_;
    std::vector<Step> steps_;  // oldest first
    std::map<ChangeId, ChangeId> undone_by_;
    std::map<ChangeId, ChangeId> whole_undo_of_;  // the newest
    std::vector<std::vector<ChangeId>> actions_;  // oldest first; of several changes each
};

// What the present owes to undos: an edit by which an undo put back an earlier edit's value stands
// for that earlier edit.
class UndoneSteps {
public:
    UndoneSteps(Workspace& workspace, const UndoNotes& notes)
        : workspace_(workspace), notes_(notes) {}

    // All edits that a head of `cell` stands for, itself first.
    [[nodiscard]] std::vector<replica::EditRow> stands_for(const merge::Cell& cell,
                                                           replica::EditRow head);
    enum class Which : std::uint8_t { place, key };
    // The same of the edit that gives an item its place, or its key among its siblings.
    [[nodiscard]] std::vector<replica::EditRow> stands_for(const ItemId& item,
                                                           Which which,
                                                           replica::EditRow in_effect);

private:
    using Entries = std::vector<replica::HistoryEntry>;
    // The edits of the change that the change of this edit undid; null if that was no undo.
    [[nodiscard]] const Entries* undone_by_change_of(replica::EditRow edit);

    Workspace& workspace_;
    const UndoNotes& notes_;
    std::map<ChangeId, Entries> undone_;
};

}  // namespace cairn::engine
