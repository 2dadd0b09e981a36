#include "client/replica/dep_choice.h"
#include "client/replica/replica_state.h"
#include "shared/wire/limits.h"

namespace cairn::replica {
namespace {

auto fault(CommitFault what, std::size_t edit, std::string sentence) {
    return refuse(CommitError{
        .fault = what, .edit = static_cast<std::uint32_t>(edit), .sentence = std::move(sentence)});
}

std::size_t bytes_of_edits(std::span<const LocalEdit> edits) {
    std::size_t bytes = 0;
    for (const LocalEdit& edit : edits)
        bytes += sizeof(ItemId) + edit.element.size() + edit.value.size() + 16 +
                 8 * (edit.over.size() + edit.own_over.size());
    return bytes;
}

// One commit, from what the caller was shown to a draft.
class Drafting {
public:
    Drafting(Tables& tables, const AuthorRight& right) : tables_(tables) { draft_.right = right; }

    [[nodiscard]] ChangeDraft& draft() { return draft_; }
    [[nodiscard]] Result<void, CommitError> add(const LocalEdit& edit, std::size_t index) {
        const Row item = tables_.items.row_of(edit.item);
        const CellKey key{.item = item, .field = edit.field, .element = edit.element};
        draft_.edits.push_back({.id = edit.item,
                                .item = item,
                                .field = edit.field,
                                .element = edit.element,
                                .value = edit.value,
                                .over_first = draft_.over.size(),
                                .over_count = edit.over.size() + edit.own_over.size()});
        for (const EditRow& row : edit.over)
            if (!add_over(key, static_cast<Row>(row.value)))
                return fault(CommitFault::over, index, "it replaces an edit of another field");
        for (const std::uint32_t own : edit.own_over) {
            if (own >= index || !same_cell(own, index))
                return fault(CommitFault::over, index, "it replaces an edit of another field");
            draft_.over.push_back({.name = merge::OwnEdit{own}});
        }
        if (!draft_.right.allows(edit.item))
            return fault(CommitFault::not_permitted, index, "your role may not write this");
        if (edit.over.size() + edit.own_over.size() > limits::overs_max)
            return fault(CommitFault::over, index, "it replaces more than 1,024 edits at once");
        if (tables_.writer.judge_form(draft_.edits.back()) != merge::Verdict::valid)
            return fault(CommitFault::form, index, "the value does not fit the field");
        return {};
    }

private:
    [[nodiscard]] bool add_over(const CellKey& key, Row row) {
        if (!tables_.cells.is_head(key, row)) {
            const std::optional<StoredEdit> named = tables_.edits.find(row);
            if (!named || named->cell != key) return false;
        }
        const Row change = tables_.graph.change_of(row);
        const auto index = static_cast<std::uint32_t>(row - change - 1);
        draft_.over.push_back({.name = merge::EditId{tables_.graph.change(change).identity, index},
                               .change = change,
                               .edit = row});
        return true;
    }
    [[nodiscard]] bool same_cell(std::size_t a, std::size_t b) const {
        const EditDraft& one = draft_.edits[a];
        const EditDraft& other = draft_.edits[b];
        return one.item == other.item && one.field == other.field && one.element == other.element;
    }

    Tables& tables_;
    ChangeDraft draft_;
};

}  // namespace

Result<Committed, CommitError> Replica::commit(std::span<const LocalEdit> edits, WallTime wall) {
    if (edits.empty()) return fault(CommitFault::empty, 0, "nothing to write");
    if (bytes_of_edits(edits) > limits::change_bytes_max)
        return fault(CommitFault::too_long, 0, "too much for one change: split it");
    Tables& tables = state_->tables;
    std::optional<WriteScope> scope;
    if (state_->batch)
        tables.begin();
    else
        scope.emplace(tables);
    Drafting drafting(tables, state_->own_right());
    for (std::size_t i = 0; i < edits.size(); ++i) {
        const auto added = drafting.add(edits[i], i);
        if (!added) return refuse(added.error());
    }
    ChangeDraft& draft = drafting.draft();
    draft.local = true;
    draft.device = tables.devices.row_of(state_->options.device);
    draft.sitting = tables.sittings.row_of(state_->sitting);
    draft.predecessor = tables.own.state.last_change;
    draft.header = {.device = state_->options.device,
                    .sitting = state_->sitting,
                    .counter = state_->counter++,
                    .wall = wall,
                    .predecessor = {}};
    if (draft.predecessor != 0)
        draft.header.predecessor = tables.graph.change(draft.predecessor).identity;
    state_->add_deps(draft);
    if (cites_too_much(tables, draft))
        return fault(CommitFault::too_many_deps, 0, "too many branches came in at once");
    const WrittenChange written = tables.writer.write(draft);
    if (written.without_effect)
        return fault(CommitFault::form,
                     *written.without_effect,
                     "the text is too long, or its changes do not fit what they were made on");
    tables.own.state.last_change = written.row;
    ++tables.own.state.pending;
    if (scope)
        scope->commit();
    else
        tables.flush();
    return Committed{.change = written.id,
                     .row = {static_cast<std::uint64_t>(written.row)},
                     .lamport = tables.graph.change(written.row).lamport};
}

void Replica::State::add_deps(ChangeDraft& draft) {
    std::vector<Row> rows;
    for (sqlite::Rows found = news.query(); found.next();) rows.push_back(found.integer(0));
    for (const Row done : DepChoice(tables, draft).choose(rows)) remove_news.run(done);
}

}  // namespace cairn::replica
