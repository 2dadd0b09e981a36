#include <algorithm>

#include "client/merge/value.h"
#include "client/replica/reader_state.h"

namespace cairn::replica {
namespace {

EditRow as_edit(Row row) { return {static_cast<std::uint64_t>(row)}; }

// The valid heads, and those of the history where that hides some: positions count what is void by
// right, so these are parents too.
std::vector<EditRow> parents_of(std::vector<EditRow> heads, const TextHistory& history) {
    for (const text::EditNumber head : history.document.graph().heads())
        heads.push_back(as_edit(history.edits[head]));
    std::sort(heads.begin(), heads.end());
    heads.erase(std::unique(heads.begin(), heads.end()), heads.end());
    return heads;
}

}  // namespace

// The graph is read anew: another process may have written since.
Row Reader::State::newest_edit(const merge::Cell& at) {
    own.begin();
    graph.begin();
    return newest_of_cell.find(item_row(at.item), at.field, at.element).value_or(0);
}

TextView Reader::text(const merge::Cell& cell) {
    const sqlite::Snapshot snapshot(state_->db);
    const Row last = state_->newest_edit(cell);
    TextView view;
    view.newest = as_edit(last);
    const std::optional<CellView> shown = Reader::cell(cell);
    const TextState state = state_->texts.state_after(last);
    view.hides = state.hides;
    if (!shown || state.past.edits == 0) return view;
    if (state.hides) {
        TextHistory history = state_->texts.whole(last);
        view.over = parents_of(shown->heads, history);
        view.document = std::move(history.document);
        return view;
    }
    view.over = shown->heads;
    std::vector<Row> heads;
    for (const EditRow head : view.over) heads.push_back(static_cast<Row>(head.value));
    view.document = state_->texts.open(last, std::string_view(shown->value).substr(1), heads);
    return view;
}

TextNews Reader::text_since(const merge::Cell& cell, EditRow after) {
    const sqlite::Snapshot snapshot(state_->db);
    const Row last = state_->newest_edit(cell);
    TextNews news;
    news.newest = as_edit(last);
    Row at = last;
    while (at > static_cast<Row>(after.value)) {
        const StoredEdit stored = state_->edits.get(at);
        const bool is_void = stored.status == EditStatus::void_right;
        if (is_void || stored.status == EditStatus::valid)
            news.arrivals.push_back({state_->texts.edit_of(stored), is_void});
        at = stored.before;
    }
    std::reverse(news.arrivals.begin(), news.arrivals.end());
    news.hides = state_->texts.state_after(last).hides;
    if (std::optional<CellView> shown = Reader::cell(cell)) {
        news.over = std::move(shown->heads);
        if (news.hides) news.shown = shown->value.substr(1);
    }
    if (news.hides) news.over = parents_of(std::move(news.over), state_->texts.whole(last));
    return news;
}

TextHistoryView Reader::text_history(const merge::Cell& cell) {
    const sqlite::Snapshot snapshot(state_->db);
    TextHistory history = state_->texts.whole(state_->newest_edit(cell));
    TextHistoryView view;
    view.document = std::move(history.document);
    for (const Row edit : history.edits) view.edits.push_back(as_edit(edit));
    return view;
}

}  // namespace cairn::replica
