#include "client/engine/shown_conflicts.h"

#include <algorithm>

#include "client/merge/place.h"
#include "client/merge/schema.h"
#include "shared/base/byte_io.h"
#include "shared/base/hash.h"

namespace cairn::engine {
namespace {

Hash32 digest_of_cell(const merge::Cell& cell) {
    return Hasher("cairn/1 shown cell")
        .add(cell.item)
        .add_u64(cell.field)
        .add_sized(bytes_of(cell.element))
        .finish_as<Hash32>();
}

// What people see to differ: of a place, the parent.
std::string seen_value(const merge::Cell& cell, const std::string& value) {
    if (cell.field != merge::field_place) return value;
    const auto place = merge::PlaceValue::parse(value);
    return place ? to_base32(place->parent.view()) : value;
}

}  // namespace

ShownConflicts::ShownConflicts(Workspace& workspace) : workspace_(workspace) {
    const auto kept = workspace.replica().note(note);
    if (!kept) return;
    ByteReader reader(*kept);
    while (reader.left() >= 2 * Hash32::size) {
        const auto cell = reader.id<Hash32>();
        shown_[cell] = {reader.id<Hash32>(), ++turns_};
    }
}

Hash32 ShownConflicts::digest_of(const std::vector<replica::EditRow>& heads) {
    std::vector<merge::EditId> ids;
    ids.reserve(heads.size());
    for (const replica::EditRow head : heads) ids.push_back(workspace_.read().edit_id(head));
    std::sort(ids.begin(), ids.end());
    Hasher hasher("cairn/1 shown heads");
    for (const merge::EditId& id : ids) hasher.add(id.change).add_u64(id.index);
    return hasher.finish_as<Hash32>();
}

ShownConflicts::Standing ShownConflicts::standing(const merge::Cell& cell,
                                                  const std::vector<replica::EditRow>& heads) {
    const auto held = shown_.find(digest_of_cell(cell));
    if (held == shown_.end()) return Standing::never;
    return held->second.heads == digest_of(heads) ? Standing::now : Standing::before;
}

void ShownConflicts::add(const merge::Cell& cell, const std::vector<replica::EditRow>& heads) {
    const Hash32 digest = digest_of(heads);
    Shown& shown = shown_[digest_of_cell(cell)];
    if (shown.heads == digest) return;
    shown = {digest, ++turns_};
    changed_ = true;
}

void ShownConflicts::save() {
    if (!changed_) return;
    std::map<std::size_t, std::pair<Hash32, Hash32>> in_turn;
    for (const auto& [cell, shown] : shown_) in_turn[shown.turn] = {cell, shown.heads};
    while (in_turn.size() > kept_max) in_turn.erase(in_turn.begin());
    ByteWriter writer;
    for (const auto& [turn, shown] : in_turn) writer.id(shown.first).id(shown.second);
    workspace_.replica().save_note(note, writer.bytes());
    changed_ = false;
}

bool is_decision(Workspace& workspace,
                 const merge::Cell& cell,
                 const std::vector<replica::EditRow>& heads) {
    const auto* rule = workspace.replica().schema().rule(cell.field);
    if (rule == nullptr || heads.size() < 2) return false;
    const bool may_conflict = rule->fold == merge::Fold::reg ||
                              rule->fold == merge::Fold::composite ||
                              rule->fold == merge::Fold::place;
    if (!may_conflict) return false;
    const std::string first = seen_value(cell, workspace.read().edit(heads.front()).value);
    return std::any_of(heads.begin() + 1, heads.end(), [&](const replica::EditRow head) {
        return seen_value(cell, workspace.read().edit(head).value) != first;
    });
}

}  // namespace cairn::engine
