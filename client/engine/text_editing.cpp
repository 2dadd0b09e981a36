#include "client/engine/text_editing.h"

#include "client/engine/text_difference.h"
#include "client/merge/text/word_diff.h"
#include "client/plan/catalog.h"

namespace cairn::engine {

Result<merge::Cell, EngineError> text_cell(Workspace& workspace,
                                           const ItemId& item,
                                           const std::string& field) {
    const auto place = workspace.read().item(item);
    const plan::KindSpec* kind = place ? plan::find_kind(place->kind) : nullptr;
    if (kind == nullptr) {
        return refuse(EngineError{EngineFault::no_item,
                                  "This item is of a kind that this version of Cairn does not "
                                  "know. Upgrade to edit it."});
    }
    const auto named = plan::find_field(field);
    std::string texts;
    for (const merge::FieldNumber number : kind->fields) {
        const plan::FieldSpec* carried = plan::find_field(number);
        if (carried == nullptr || carried->fold != merge::Fold::text) continue;
        if (named && named->field == carried) return merge::Cell{item, number, {}};
        texts += (texts.empty() ? "" : ", ") + std::string(carried->name);
    }
    return refuse(EngineError{EngineFault::no_field,
                              "There is no text '" + field + "'. Its texts are: " + texts +
                                  ". `cairn set` writes its other fields."});
}

OpenText::OpenText(Workspace& workspace, const merge::Cell& cell)
    : workspace_(&workspace),
      cell_(cell),
      view_(workspace.read().text(cell)),
      seen_(view_.newest) {}

Result<void, EngineError> OpenText::edit(std::uint32_t position,
                                         std::uint32_t removed,
                                         std::string_view inserted) {
    const auto typed = view_.document.edit(position, removed, inserted);
    if (!typed) return refuse(refused_text(typed.error()));
    return {};
}

Result<void, EngineError> OpenText::replace(std::string_view wanted) {
    return type_over(view_.document, wanted);
}

Result<std::optional<replica::Committed>, EngineError> OpenText::save(WallTime now) {
    std::vector<replica::LocalEdit> edits;
    for (const text::Patches& patches : view_.document.pending()) {
        replica::LocalEdit edit;
        edit.item = cell_.item;
        edit.field = cell_.field;
        edit.value = patches_value(patches);
        if (edits.empty())
            edit.over = view_.over;
        else
            edit.own_over.push_back(static_cast<std::uint32_t>(edits.size() - 1));
        edits.push_back(std::move(edit));
    }
    if (edits.empty()) return std::optional<replica::Committed>();
    const auto committed = workspace_->commit(edits, now);
    if (!committed) return refuse(committed.error());
    std::vector<text::TextId> ids;
    for (std::uint32_t i = 0; i < edits.size(); ++i) ids.push_back({committed->change, i});
    view_.document.commit(ids);
    view_.over = {committed->edit(static_cast<std::uint32_t>(edits.size() - 1))};
    return std::optional(*committed);
}

text::Patches OpenText::refresh() {
    if (!view_.document.pending().empty()) return {};
    const replica::TextNews news = workspace_->read().text_since(cell_, seen_);
    text::Patches all;
    for (const replica::TextArrival& arrival : news.arrivals) {
        if (arrival.is_void) return reopen();
        auto patches = view_.document.receive(arrival.edit);
        if (!patches) return reopen();  // it reaches back behind what was opened
        all.insert(all.end(), patches->begin(), patches->end());
    }
    if (news.hides != view_.hides || (news.hides && news.shown != text())) return reopen();
    view_.over = news.over;
    seen_ = news.newest;
    return all;
}

text::Patches OpenText::reopen() {
    const std::string before = text();
    view_ = workspace_->read().text(cell_);
    seen_ = view_.newest;
    return text::word_difference(before, text());
}

}  // namespace cairn::engine
