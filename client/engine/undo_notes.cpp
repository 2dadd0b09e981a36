#include "client/engine/undo_notes.h"

#include <algorithm>

#include "client/merge/schema.h"
#include "shared/base/byte_io.h"

namespace cairn::engine {
namespace {

constexpr const char* note_undone = "undone";
constexpr const char* note_actions = "actions";
constexpr std::size_t pairs_kept_max = 1000;
constexpr std::size_t actions_kept_max = 100;
constexpr std::size_t parts_max = 1000;
constexpr std::size_t steps_max = 1000;

}  // namespace

UndoNotes::UndoNotes(Workspace& workspace) : workspace_(workspace) {
    const Bytes undone = workspace.replica().note(note_undone).value_or(Bytes());
    for (ByteReader reader(undone); reader.left() >= 2 * ChangeId::size;) {
        const auto first = reader.id<ChangeId>();
        pairs_.push_back({first, reader.id<ChangeId>()});
    }
    const Bytes actions = workspace.replica().note(note_actions).value_or(Bytes());
    for (ByteReader reader(actions); reader.ok() && reader.left() > 0;) {
        std::vector<ChangeId> parts;
        for (auto count = reader.varint(); count > 0 && reader.ok(); --count)
            parts.push_back(reader.id<ChangeId>());
        if (reader.ok() && !parts.empty()) actions_.push_back(std::move(parts));
    }
}

void UndoNotes::add(const ChangeId& undone, const ChangeId& undo) {
    pairs_.push_back({undone, undo});
    if (pairs_.size() > pairs_kept_max) pairs_.erase(pairs_.begin());
    ByteWriter writer;
    for (const Pair& pair : pairs_) writer.id(pair.undone).id(pair.undo);
    workspace_.replica().save_note(note_undone, writer.bytes());
}

void UndoNotes::add_action(const std::vector<ChangeId>& parts) {
    if (parts.size() < 2 || parts.size() > parts_max) return;
    std::erase_if(actions_, [&](const auto& held) { return held.front() == parts.front(); });
    actions_.push_back(parts);
    if (actions_.size() > actions_kept_max) actions_.erase(actions_.begin());
    ByteWriter writer;
    for (const std::vector<ChangeId>& action : actions_) {
        writer.varint(action.size());
        for (const ChangeId& part : action) writer.id(part);
    }
    workspace_.replica().save_note(note_actions, writer.bytes());
}

std::vector<ChangeId> UndoNotes::action_of(const ChangeId& change) const {
    for (const std::vector<ChangeId>& action : actions_) {
        if (std::find(action.begin(), action.end(), change) != action.end()) return action;
    }
    return {change};
}

bool UndoNotes::names(const ChangeId& change) const {
    return std::any_of(pairs_.begin(), pairs_.end(), [&](const Pair& pair) {
        return pair.undone == change || pair.undo == change;
    });
}

std::optional<ChangeId> UndoNotes::undone_by(const ChangeId& undo) const {
    for (const Pair& pair : pairs_) {
        if (pair.undo == undo && pair.undone != undo) return pair.undone;
    }
    return std::nullopt;
}

std::vector<ChangeId> UndoNotes::with_undos(const ChangeId& change) const {
    std::vector<ChangeId> found{change};
    for (std::size_t i = 0; i < found.size() && found.size() < steps_max; ++i) {
        for (const Pair& pair : pairs_) {
            if (pair.undone == found[i] && pair.undo != found[i]) found.push_back(pair.undo);
        }
    }
    return found;
}

const UndoneSteps::Entries* UndoneSteps::undone_by_change_of(replica::EditRow edit) {
    const auto undone = notes_.undone_by(workspace_.read().edit_id(edit).change);
    if (!undone) return nullptr;
    const auto [held, missing] = undone_.try_emplace(*undone);
    if (missing) {
        if (const auto row = workspace_.read().find_change(*undone))
            held->second = workspace_.read().edits_of(*row);
    }
    return &held->second;
}

std::vector<replica::EditRow> UndoneSteps::stands_for(const merge::Cell& cell,
                                                      replica::EditRow head) {
    std::vector<replica::EditRow> chain{head};
    while (chain.size() < steps_max) {
        const Entries* undone = undone_by_change_of(chain.back());
        if (undone == nullptr) break;
        const auto first = std::find_if(undone->begin(), undone->end(), [&](const auto& entry) {
            return merge::Cell{entry.item, entry.field, entry.element} == cell;
        });
        // Several: the undo brought a conflict back, so no single edit stands again.
        if (first == undone->end() || first->over.size() != 1) break;
        chain.push_back(first->over.front());
    }
    return chain;
}

std::vector<replica::EditRow> UndoneSteps::stands_for(const ItemId& item,
                                                      Which which,
                                                      replica::EditRow in_effect) {
    std::vector<replica::EditRow> chain{in_effect};
    while (chain.size() < steps_max && chain.back().value != 0) {
        const Entries* undone = undone_by_change_of(chain.back());
        if (undone == nullptr) break;
        const auto first = std::find_if(undone->begin(), undone->end(), [&](const auto& entry) {
            return entry.item == item &&
                   (entry.field == merge::field_place || entry.field == merge::field_order);
        });
        if (first == undone->end()) break;
        const auto move = workspace_.read().move(*first);
        if (!move) break;
        chain.push_back(which == Which::place ? move->placed_before : move->positioned_before);
    }
    return chain;
}

}  // namespace cairn::engine
