#include "client/engine/undo_commands.h"

#include <algorithm>
#include <optional>

#include "client/engine/lookup.h"
#include "client/merge/place.h"
#include "client/merge/schema.h"
#include "client/plan/catalog.h"
#include "shared/base/byte_io.h"

namespace cairn::engine {
namespace {

constexpr std::size_t steps_back_max = 10'000;
constexpr const char* note_undone = "undone";

// Changes that undo has been asked for, and the undos themselves: what a plain `undo` passes over.
std::vector<ChangeId> passed_over(Workspace& workspace) {
    std::vector<ChangeId> changes;
    const auto note = workspace.replica().note(note_undone);
    if (!note) return changes;
    ByteReader reader(*note);
    while (reader.left() >= ChangeId::size) changes.push_back(reader.id<ChangeId>());
    return changes;
}

void pass_over(Workspace& workspace, const ChangeId& undone, const ChangeId& undo) {
    constexpr std::size_t kept_max = 1000;
    std::vector<ChangeId> changes = passed_over(workspace);
    changes.push_back(undone);
    changes.push_back(undo);
    if (changes.size() > kept_max) changes.erase(changes.begin(), changes.end() - kept_max);
    ByteWriter writer;
    for (const ChangeId& change : changes) writer.id(change);
    workspace.replica().save_note(note_undone, writer.bytes());
}

Result<replica::ChangeView, EngineError> find_own_change(Workspace& workspace,
                                                         const std::string& wanted) {
    const std::vector<ChangeId> skip = passed_over(workspace);
    const DeviceId own = workspace.replica().device();
    for (const replica::ChangeView& change : workspace.read().newest_changes(steps_back_max)) {
        if (change.device != own) continue;
        if (wanted.empty()) {
            if (std::find(skip.begin(), skip.end(), change.id) == skip.end()) return change;
        } else if (to_base32(change.id.view()).rfind(wanted, 0) == 0) {
            return change;
        }
    }
    return refuse(EngineError{EngineFault::nothing_to_do,
                              wanted.empty() ? "There is no change of this laptop left to undo."
                                             : "No change of this laptop begins with '" + wanted +
                                                   "'. `cairn log` shows their ids."});
}

// One change's undo in the making.
class Undoing {
public:
    explicit Undoing(Workspace& workspace) : workspace_(workspace), change_(workspace) {}

    void edit(const replica::HistoryEntry& entry) {
        if (entry.status != replica::EditStatus::valid) return;
        if (is_counter(entry)) return count_back(entry);
        const auto cell = workspace_.read().cell({entry.item, entry.field, entry.element});
        if (!cell || cell->heads.size() != 1 || cell->heads.front() != entry.edit) {
            return leave(entry, "it was changed again since");
        }
        const std::vector<std::string> before = values_before(entry);
        if (entry.field == merge::field_place) return move_back(entry, before);
        if (before.empty()) return write(entry, unset_like(entry));
        for (const std::string& value : before) {
            if (const auto parsed = merge::Value::parse(value)) {
                change_.write_over(entry.item,
                                   entry.field,
                                   *parsed,
                                   {entry.edit},
                                   entry.element,
                                   ChangeBuilder::Beside::earlier_edits);
            }
        }
    }

    [[nodiscard]] ChangeBuilder& change() { return change_; }
    [[nodiscard]] std::vector<LeftAlone>& left_alone() { return left_alone_; }

private:
    static bool is_counter(const replica::HistoryEntry& entry) {
        const plan::FieldSpec* field = plan::find_field(entry.field);
        return field != nullptr && field->fold == merge::Fold::counter;
    }

    void count_back(const replica::HistoryEntry& entry) {
        const auto value = merge::Value::parse(entry.value);
        const auto delta = value ? value->as_integer() : std::nullopt;
        if (!delta || *delta == INT64_MIN) return leave(entry, "its amount cannot be taken back");
        change_.count(entry.item, entry.field, -*delta);
    }

    // Of the edits that this one replaced; several after the resolution of a conflict.
    std::vector<std::string> values_before(const replica::HistoryEntry& entry) {
        std::vector<std::string> values;
        const merge::Cell cell{entry.item, entry.field, entry.element};
        for (const replica::HistoryEntry& old : workspace_.read().history(cell, steps_back_max)) {
            const bool replaced =
                std::find(entry.over.begin(), entry.over.end(), old.edit) != entry.over.end();
            if (replaced && std::find(values.begin(), values.end(), old.value) == values.end()) {
                values.push_back(old.value);
            }
        }
        return values;
    }

    static merge::Value unset_like(const replica::HistoryEntry& entry) {
        return entry.element.empty() ? merge::Value() : merge::Value::boolean(false);
    }

    void write(const replica::HistoryEntry& entry, const merge::Value& value) {
        if (entry.field == merge::field_live) {
            auto live = merge::LiveValue::parse(entry.value);
            if (!live) return leave(entry, "its link cannot be read");
            live->live = false;
            return change_.write(entry.item, entry.field, live->to_value());
        }
        if (entry.field == merge::field_order)
            return leave(entry, "it had no order of its own before");
        change_.write(entry.item, entry.field, value, entry.element);
    }

    void move_back(const replica::HistoryEntry& entry, const std::vector<std::string>& before) {
        const auto now = merge::PlaceValue::parse(entry.value);
        const auto place = workspace_.read().item(entry.item);
        if (!now || !place || place->parent != now->parent)
            return leave(entry, "the move is not in effect");
        auto target = before.empty() ? std::nullopt : merge::PlaceValue::parse(before.front());
        if (!target) {
            target = now;
            target->parent = merge::trash_item();  // undoing a beginning: into the trash
        }
        if (!can_hang(entry.item, target->parent))
            return leave(entry, "where it was is gone or lies below it");
        change_.write(entry.item, merge::field_place, target->to_value());
    }

    bool can_hang(const ItemId& item, ItemId parent) {
        while (parent != merge::root_item() && parent != merge::trash_item()) {
            const auto place = workspace_.read().item(parent);
            if (!place || parent == item) return false;
            parent = place->parent;
        }
        return true;
    }

    void leave(const replica::HistoryEntry& entry, const char* why) {
        left_alone_.push_back({entry.item, entry.field, why});
    }

    Workspace& workspace_;
    ChangeBuilder change_;
    std::vector<LeftAlone> left_alone_;
};

}  // namespace

Result<Undone, EngineError> undo(Workspace& workspace, const std::string& change, WallTime now) {
    const auto found = find_own_change(workspace, change);
    if (!found) return refuse(found.error());
    Undoing undoing(workspace);
    for (const replica::HistoryEntry& entry : workspace.read().edits_of(found->row))
        undoing.edit(entry);
    if (undoing.change().empty()) {
        return refuse(EngineError{
            EngineFault::nothing_to_do,
            "Nothing of that change is left to undo: all of it was changed again since."});
    }
    const auto committed = undoing.change().commit(now);
    if (!committed) return refuse(committed.error());
    pass_over(workspace, found->id, committed->change);
    return Undone{found->id, *committed, std::move(undoing.left_alone())};
}

}  // namespace cairn::engine
