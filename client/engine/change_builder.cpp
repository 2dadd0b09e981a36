#include "client/engine/change_builder.h"

#include <algorithm>

#include "client/engine/lookup.h"
#include "client/engine/shown_conflicts.h"
#include "client/engine/text_difference.h"
#include "client/merge/derived_id.h"
#include "client/merge/place.h"
#include "client/merge/schema.h"
#include "shared/wire/limits.h"

namespace cairn::engine {
namespace {

constexpr std::size_t heads_per_edit = limits::overs_max - 1;
// A run can cite only so many branches: of more heads the rest stays for another change.
constexpr std::size_t replaced_max = 3 * heads_per_edit;

}  // namespace

void ChangeBuilder::write(const ItemId& item,
                          merge::FieldNumber field,
                          const merge::Value& value,
                          const std::string& element) {
    std::vector<replica::EditRow> shown;
    if (last_.count({item, field, element}) == 0) {
        if (auto cell = workspace_.read().cell({item, field, element})) shown = cell->heads;
    }
    write_over(item, field, value, std::move(shown), element);
}

void ChangeBuilder::write_over(const ItemId& item,
                               merge::FieldNumber field,
                               const merge::Value& value,
                               std::vector<replica::EditRow> shown,
                               const std::string& element,
                               Beside beside) {
    replica::LocalEdit edit;
    edit.item = item;
    edit.field = field;
    edit.element = element;
    edit.value = value.canonical();
    const merge::Cell cell{item, field, element};
    const auto earlier = last_.find(cell);
    if (earlier != last_.end() && beside == Beside::nothing) {
        shown.clear();
        edit.own_over.push_back(earlier->second);
    }
    if (shown.size() > 1) replaced_[cell] = shown;
    const std::size_t replaced = std::min(shown.size(), replaced_max);
    std::size_t from = 0;
    do {  // each edit replaces some of the heads, and the edit before
        const std::size_t upto = std::min(replaced, from + heads_per_edit);
        edit.over.assign(shown.begin() + static_cast<std::ptrdiff_t>(from),
                         shown.begin() + static_cast<std::ptrdiff_t>(upto));
        last_[cell] = static_cast<std::uint32_t>(edits_.size());
        edits_.push_back(edit);
        edit.own_over.assign(1, last_[cell]);
        from = upto;
    } while (from < replaced);
}

Result<void, EngineError> ChangeBuilder::write_text(const ItemId& item,
                                                    merge::FieldNumber field,
                                                    std::string_view wanted) {
    const merge::Cell cell{item, field, {}};
    const auto [held, missing] = texts_.try_emplace(cell);
    replica::TextView& view = held->second;
    if (missing) view = workspace_.read().text(cell);
    const auto typed = type_over(view.document, wanted);
    if (!typed) return refuse(typed.error());
    write_pending(cell, view);
    return {};
}

void ChangeBuilder::write_pending(const merge::Cell& cell, replica::TextView& view) {
    std::vector<text::TextId> ids;  // known to this document alone: what it was made from goes on
    for (const text::Patches& patches : view.document.pending()) {
        replica::LocalEdit edit;
        edit.item = cell.item;
        edit.field = cell.field;
        edit.value = patches_value(patches);
        const auto earlier = last_.find(cell);
        if (earlier == last_.end())
            edit.over = view.over;
        else
            edit.own_over.push_back(earlier->second);
        last_[cell] = static_cast<std::uint32_t>(edits_.size());
        ids.push_back({ChangeId{}, last_[cell]});
        edits_.push_back(std::move(edit));
    }
    view.document.commit(ids);
}

void ChangeBuilder::count(const ItemId& item, merge::FieldNumber field, std::int64_t delta) {
    replica::LocalEdit edit;
    edit.item = item;
    edit.field = field;
    edit.value = merge::Value::integer(delta).canonical();
    edits_.push_back(std::move(edit));
}

void ChangeBuilder::place(const ItemId& item,
                          std::uint32_t kind,
                          const ItemId& parent,
                          const merge::OrderKey& key) {
    write(item, merge::field_place, merge::PlaceValue{kind, parent, key}.to_value());
}

void ChangeBuilder::reorder(const ItemId& item, const ItemId& parent, const merge::OrderKey& key) {
    write(item, merge::field_order, merge::OrderValue{parent, key}.to_value());
}

void ChangeBuilder::link(const ItemId& from, std::uint32_t type, const ItemId& to, bool live) {
    const ItemId id = merge::link_item(workspace_.id(), from, type, to);
    if (live) {
        // Linking anew begins afresh: what an earlier life of the link had promised is unset.
        for (const replica::CellView& cell : workspace_.read().cells(id)) {
            if (cell.field == merge::field_live || cell.value == merge::Value().canonical())
                continue;
            write_over(id, cell.field, merge::Value(), cell.heads, cell.element);
        }
    }
    write(id, merge::field_live, merge::LiveValue{live, from, type, to}.to_value());
}

// What was read for the edits is what is judged: a conflict that changes after that is not decided
// by them, since they name no head that came later.
Result<void, EngineError> ChangeBuilder::check_decisions() {
    if (!workspace_.heeds_shown_conflicts()) return {};
    for (const auto& [cell, heads] : replaced_) {
        // `cairn draft show` shows what a draft's own value stands against.
        const bool within_draft = std::any_of(heads.begin(), heads.end(), [this](const auto& head) {
            return workspace_.is_of_draft(head);
        });
        if (within_draft || !is_decision(workspace_, cell, heads)) continue;
        const auto standing = ShownConflicts(workspace_).standing(cell, heads);
        if (standing == ShownConflicts::Standing::now) continue;
        const std::string look = "cairn conflicts " + short_id(workspace_, cell.item);
        return refuse(EngineError{
            EngineFault::unseen_conflict,
            standing == ShownConflicts::Standing::before
                ? "The conflict has changed since it was shown; look again with: " + look
                : "Others have written other values there, which were not shown yet; look first "
                  "with: " +
                      look});
    }
    return {};
}

Result<replica::Committed, EngineError> ChangeBuilder::commit(WallTime now) {
    const auto checked = check_decisions();
    if (!checked) return refuse(checked.error());
    return workspace_.commit(edits_, now);
}

Result<merge::OrderKey, EngineError> key_at_end(Workspace& workspace, const ItemId& parent) {
    const auto siblings = workspace.read().children(parent);
    std::optional<merge::OrderKey> last;
    if (!siblings.empty()) last = merge::OrderKey::from_bytes(siblings.back().order_key);
    auto key = merge::key_between(last, std::nullopt);
    if (key) return *key;
    return refuse(EngineError{EngineFault::too_large,
                              "There is no room behind the last item. Move one of the items there "
                              "to another place and try again."});
}

}  // namespace cairn::engine
