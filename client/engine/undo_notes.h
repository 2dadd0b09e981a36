#pragma once
// Which own changes were undone, and by which: kept in this laptop's file alone.
#include <map>
#include <optional>
#include <vector>

#include "client/engine/workspace.h"

namespace cairn::engine {

class UndoNotes {
public:
    explicit UndoNotes(Workspace& workspace);

    void add(const ChangeId& undone, const ChangeId& undo);  // on disk when it returns
    // The changes that one action was cut into, in order; more of an action that is here already
    // take its place. On disk when it returns.
    void add_action(const std::vector<ChangeId>& parts);
    // All changes of its action, in order: itself alone, if it was not cut.
    [[nodiscard]] std::vector<ChangeId> action_of(const ChangeId& change) const;
    // Undone, or an undo.
    [[nodiscard]] bool names(const ChangeId& change) const;
    // What this change undid; nothing if it is no undo.
    [[nodiscard]] std::optional<ChangeId> undone_by(const ChangeId& undo) const;
    // The change, what undid it, what undid that, and so on.
    [[nodiscard]] std::vector<ChangeId> with_undos(const ChangeId& change) const;

private:
    struct Pair {
        ChangeId undone;
        ChangeId undo;
    };
    Workspace& workspace_;
    std::vector<Pair> pairs_;                     // oldest first
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
