#include "client/engine/draft_session.h"

#include <utility>

#include "client/engine/shown_conflicts.h"
#include "client/plan/catalog.h"
#include "shared/wire/limits.h"

namespace cairn::engine {
namespace {

// As written down, which is never less than half of what it counts for as a change.
constexpr std::size_t draft_bytes_max = limits::change_bytes_max / 2;

EngineError empty_draft(const std::string& name) {
    return {EngineFault::nothing_to_do,
            "The draft '" + name +
                "' is empty. Give --draft to a command that edits, such as "
                "`cairn set ITEM FIELD=VALUE --draft NAME`."};
}

// A change that this file does not hold (it was put back from a copy) replaces nothing, so what it
// wrote stands beside when it comes again.
replica::LocalEdit local(Workspace& workspace, const DraftEdit& edit) {
    replica::LocalEdit made{edit.item, edit.field, edit.element, edit.value, {}, edit.own_over};
    for (const merge::EditId& over : edit.over) {
        if (const auto row = workspace.read().find_change(over.change))
            made.over.push_back({row->value + 1 + over.index});
    }
    return made;
}

Result<replica::Committed, EngineError> commit(Workspace& workspace,
                                               const Draft& draft,
                                               WallTime now) {
    std::vector<replica::LocalEdit> edits;
    edits.reserve(draft.edits.size());
    for (const DraftEdit& edit : draft.edits) edits.push_back(local(workspace, edit));
    return workspace.commit(edits, now);
}

// The first edit of a change tells that an import made it, and then of all of it.
bool is_import(merge::FieldNumber first_field) { return first_field == plan::field::imported; }

}  // namespace

DraftSession::DraftSession(Workspace& workspace, const std::string& name)
    : workspace_(workspace), batch_(workspace.replica()) {
    draft_.name = name;
}

DraftSession::~DraftSession() {
    workspace_.watch_commits({});
    workspace_.mark_draft(std::nullopt);
}

Result<std::unique_ptr<DraftSession>, EngineError> DraftSession::enter(Workspace& workspace,
                                                                       const std::string& name,
                                                                       WallTime now) {
    std::unique_ptr<DraftSession> session(new DraftSession(workspace, name));
    const auto shown = session->show(now);
    if (!shown) return refuse(shown.error());
    return session;
}

Result<void, EngineError> DraftSession::show(WallTime now) {
    auto found = find_draft(workspace_, draft_.name);
    if (!found) return refuse(found.error());
    draft_ = std::move(*found);
    shown_ = draft_.edits.size();
    conflicts_shown_ = workspace_.replica().note(ShownConflicts::note);
    if (shown_ > 0) {
        const auto committed = commit(workspace_, draft_, now);
        if (!committed) return refuse(committed.error());
        change_ = *committed;
        workspace_.mark_draft(committed->edit(0));
        written_.push_back({committed->row, 0, static_cast<std::uint32_t>(shown_)});
    }
    workspace_.watch_commits(
        [this](std::span<const replica::LocalEdit> edits, const replica::Committed& committed) {
            take(edits, committed);
        });
    return {};
}

std::optional<std::uint32_t> DraftSession::own_index(replica::EditRow row) const {
    for (const Written& change : written_) {
        const bool later = row.value > change.row.value;
        if (later && row.value <= change.row.value + change.count)
            return change.first + static_cast<std::uint32_t>(row.value - change.row.value - 1);
    }
    return std::nullopt;
}

void DraftSession::take(std::span<const replica::LocalEdit> edits,
                        const replica::Committed& committed) {
    const auto first = static_cast<std::uint32_t>(draft_.edits.size());
    if (first > 0)
        mixed_ = mixed_ || is_import(draft_.edits.front().field) != is_import(edits[0].field) ||
                 (shown_ > 0 && is_import(edits[0].field));
    for (const replica::LocalEdit& edit : edits) {
        DraftEdit kept{edit.item, edit.field, edit.element, edit.value, {}, {}};
        for (const replica::EditRow row : edit.over) {
            if (const auto own = own_index(row))
                kept.own_over.push_back(*own);
            else
                kept.over.push_back(workspace_.read().edit_id(row));
        }
        for (const std::uint32_t own : edit.own_over) kept.own_over.push_back(first + own);
        draft_.edits.push_back(std::move(kept));
    }
    written_.push_back({committed.row, first, static_cast<std::uint32_t>(edits.size())});
}

Result<std::size_t, EngineError> DraftSession::keep(WallTime now) {
    const std::size_t added = draft_.edits.size() - shown_;
    if (added == 0) {
        keep_what_was_shown();
        return std::size_t{0};
    }
    if (mixed_) {
        return refuse(EngineError{EngineFault::not_allowed,
                                  "An import has a draft of its own, so that a later version of "
                                  "the file is recognised. Begin another draft for the rest."});
    }
    draft_.steps.push_back(static_cast<std::uint32_t>(added));
    draft_.touched = now;
    if (encode_draft(draft_).size() > draft_bytes_max) {
        return refuse(EngineError{EngineFault::too_large,
                                  "The draft would become too large to be published as one "
                                  "change. Publish it, or begin another one."});
    }
    save();
    return added;
}

Result<std::size_t, EngineError> DraftSession::step_back(WallTime now) {
    if (draft_.steps.empty()) return refuse(empty_draft(draft_.name));
    draft_.edits.resize(draft_.edits.size() - draft_.steps.back());
    draft_.steps.pop_back();
    draft_.touched = now;
    save();
    return draft_.edits.size();
}

void DraftSession::keep_what_was_shown() {
    const auto shown = workspace_.replica().note(ShownConflicts::note);
    if (shown && shown != conflicts_shown_) batch_.keep_only(ShownConflicts::note, *shown);
}

void DraftSession::save() { batch_.keep_only(draft_note(draft_.name), encode_draft(draft_)); }

Result<replica::Committed, EngineError> publish_draft(Workspace& workspace,
                                                      const std::string& name,
                                                      WallTime now) {
    replica::Batch batch(workspace.replica());
    const auto draft = find_draft(workspace, name);
    if (!draft) return refuse(draft.error());
    if (draft->edits.empty()) return refuse(empty_draft(name));
    const auto committed = commit(workspace, *draft, now);
    if (!committed) return refuse(committed.error());
    workspace.replica().save_note(draft_note(name), {});
    batch.keep();
    return *committed;
}

}  // namespace cairn::engine
