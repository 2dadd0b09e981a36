#include "client/engine/undo_notes.h"

#include <algorithm>

#include "client/merge/schema.h"
#include "shared/base/byte_io.h"

namespace cairn::engine {
namespace {

constexpr const char* note_undos = "undos";
constexpr const char* note_actions = "actions";
constexpr std::size_t steps_kept_max = 1000;
constexpr std::size_t actions_kept_max = 100;
constexpr std::size_t parts_max = 1000;
constexpr std::size_t steps_max = 1000;

}  // namespace

UndoNotes::UndoNotes(Workspace& workspace) : workspace_(workspace) {
    const Bytes undos = workspace.replica().note(note_undos).value_or(Bytes());
    for (ByteReader reader(undos); reader.left() >= 1 + 2 * ChangeId::size;) {
        Step step;
        step.extent = static_cast<Extent>(reader.u8());
        step.undone = reader.id<ChangeId>();
        step.undo = reader.id<ChangeId>();
        index(step);
    }
    const Bytes actions = workspace.replica().note(note_actions).value_or(Bytes());
    for (ByteReader reader(actions); reader.ok() && reader.left() > 0;) {
        std::vector<ChangeId> parts;
        for (auto count = reader.varint(); count > 0 && reader.ok(); --count)
            parts.push_back(reader.id<ChangeId>());
        if (reader.ok() && !parts.empty()) actions_.push_back(std::move(parts));
    }
}

void UndoNotes::index(const Step& step) {
    steps_.push_back(step);
    undone_by_[step.undo] = step.undone;
    if (step.extent == Extent::whole && step.undo != step.undone)
        whole_undo_of_[step.undone] = step.undo;
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

void UndoNotes::add(const ChangeId& undone, const ChangeId& undo, Extent extent) {
    index({extent, undone, undo});
    const std::size_t forgotten =
        steps_.size() > steps_kept_max ? steps_.size() - steps_kept_max : 0;
    ByteWriter writer;
    for (std::size_t i = forgotten; i < steps_.size(); ++i) {
        const Step& step = steps_[i];
        writer.u8(static_cast<std::uint8_t>(step.extent)).id(step.undone).id(step.undo);
    }
    workspace_.replica().save_note(note_undos, writer.bytes());
}

void UndoNotes::pass_over(const ChangeId& change) { add(change, change, Extent::whole); }

UndoNotes::Role UndoNotes::role_of(const ChangeId& change) const {
    bool odd = false;
    ChangeId at = change;
    for (auto step = undone_by_.find(at); step != undone_by_.end(); step = undone_by_.find(at)) {
        if (step->second == at) return Role::passed_over;
        at = step->second;
        odd = !odd;
    }
    if (at == change) return Role::change;
    return odd ? Role::undo : Role::redo;
}

bool UndoNotes::in_force(const ChangeId& change) const {
    bool in_force = true;
    ChangeId at = change;
    for (auto undo = whole_undo_of_.find(at); undo != whole_undo_of_.end();
         undo = whole_undo_of_.find(at)) {
        at = undo->second;
        in_force = !in_force;
    }
    return in_force;
}

std::optional<ChangeId> UndoNotes::undone_by(const ChangeId& undo) const {
    const auto step = undone_by_.find(undo);
    if (step == undone_by_.end() || step->second == undo) return std::nullopt;
    return step->second;
}

std::optional<ChangeId> UndoNotes::undo_in_force(const ChangeId& change) const {
    for (auto step = steps_.rbegin(); step != steps_.rend(); ++step) {
        const bool of_it = step->undone == change && step->undo != change;
        if (of_it && in_force(step->undo)) return step->undo;
    }
    return std::nullopt;
}

std::vector<ChangeId> UndoNotes::with_undos(const ChangeId& change) const {
    std::vector<ChangeId> found{change};
    for (std::size_t i = 0; i < found.size() && found.size() < steps_max; ++i) {
        for (const Step& step : steps_) {
            if (step.undone == found[i] && step.undo != found[i]) found.push_back(step.undo);
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
