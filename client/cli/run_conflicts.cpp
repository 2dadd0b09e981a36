// conflicts, resolve.
#include <algorithm>
#include <span>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/conflict_text.h"
#include "client/cli/context.h"
#include "client/cli/render.h"
#include "client/cli/terminal_text.h"
#include "client/engine/inbox.h"
#include "client/engine/lookup.h"
#include "client/engine/resolve_commands.h"
#include "client/engine/shown_conflicts.h"
#include "client/engine/sqlite_fault.h"
#include "client/merge/schema.h"
#include "shared/platform/system.h"
#include "shared/sqlite/transaction.h"

namespace cairn::cli {
namespace {

using nlohmann::json;
using replica::ConflictKind;

}  // namespace

const char* code_of(ConflictKind kind) {
    switch (kind) {
        case ConflictKind::values:
            return "values";
        case ConflictKind::places:
            return "places";
        case ConflictKind::edited_in_trash:
            return "edited_in_trash";
        case ConflictKind::skipped_move:
            return "skipped_move";
        case ConflictKind::under_trashed:
            return "under_trashed";
        case ConflictKind::lost:
            return "lost";
        case ConflictKind::under_lost:
            return "under_lost";
        case ConflictKind::link_circle:
            return "link_circle";
        case ConflictKind::finish_before_start:
            return "finish_before_start";
        case ConflictKind::owner_gone:
            return "owner_gone";
    }
    return "unknown";
}

const char* sentence_of(ConflictKind kind) {
    switch (kind) {
        case ConflictKind::values:
            return "has several values";
        case ConflictKind::places:
            return "was put in several places at once";
        case ConflictKind::edited_in_trash:
            return "was edited by somebody who did not know it was in the trash";
        case ConflictKind::skipped_move:
            return "was not moved: that would have closed a circle";
        case ConflictKind::under_trashed:
            return "lies below an item that somebody put into the trash";
        case ConflictKind::lost:
            return "was edited, but where it belongs has not arrived";
        case ConflictKind::under_lost:
            return "lies below an item that does not count, so no list shows it";
        case ConflictKind::link_circle:
            return "is part of a circle of links";
        case ConflictKind::finish_before_start:
            return "finishes before it starts";
        case ConflictKind::owner_gone:
            return "is gone and still owns what is not finished";
    }
    return "";
}

namespace {

std::string advice_for(const replica::ConflictView& conflict, const std::string& id) {
    switch (conflict.kind) {
        case ConflictKind::values:
        case ConflictKind::places:
            return fmt::format("cairn resolve {} {} --pick N", id, field_name(conflict.field));
        case ConflictKind::edited_in_trash:
        case ConflictKind::under_trashed:
            return fmt::format("cairn restore {}, or leave it", id);
        case ConflictKind::skipped_move:
            return fmt::format("cairn mv {} --under PARENT, or leave it", id);
        case ConflictKind::under_lost:
            return fmt::format("cairn mv {} --under PARENT", id);
        case ConflictKind::lost:
            return "cairn sync";
        case ConflictKind::link_circle:
            return "cairn unlink FROM TYPE TO";
        case ConflictKind::finish_before_start:
            return fmt::format(
                "cairn set {} {}=DATE",
                id,
                conflict.field == plan::field::span ? "finish" : field_name(conflict.field));
        case ConflictKind::owner_gone:
            return fmt::format("cairn set ITEM owner=PERSON, or bring {} back", id);
    }
    return "";
}

json candidate_json(engine::Workspace& workspace,
                    const replica::HeadView& head,
                    merge::FieldNumber field) {
    return {{"value", value_json(field, head.value)},
            {"by", workspace.name_of(head.device)},
            {"device", to_base32(head.device.view())},
            {"time_ms", head.wall.ms},
            {"change", to_base32(head.change.view())}};
}

json conflict_json(engine::Workspace& workspace, const replica::ConflictView& conflict) {
    json object = {
        {"kind", code_of(conflict.kind)},
        {"item", to_base32(conflict.item.view())},
        {"title", engine::title_of(workspace, conflict.item)},
        {"field", conflict.field == 0 ? json(nullptr) : json(field_name(conflict.field))},
        {"base", conflict.base ? value_json(conflict.field, *conflict.base) : json(nullptr)},
        {"candidates", json::array()},
        {"others", json::array()}};
    for (const replica::HeadView& head : conflict.candidates) {
        object["candidates"].push_back(candidate_json(workspace, head, conflict.field));
    }
    for (const ItemId& other : conflict.others) object["others"].push_back(to_base32(other.view()));
    return object;
}

void show_conflict(Context& context,
                   engine::Workspace& workspace,
                   const replica::ConflictView& conflict,
                   const plan::TextContext& text) {
    const std::string id = engine::short_id(workspace, conflict.item);
    const std::string title = printable(engine::title_of(workspace, conflict.item));
    const bool of_field = conflict.kind == ConflictKind::values;
    context.out.line(fmt::format("{}  {}{} {}",
                                 context.out.tone(Tone::dim, id),
                                 context.out.tone(Tone::strong, title),
                                 of_field ? ": " + field_name(conflict.field) : "",
                                 sentence_of(conflict.kind)));
    if (conflict.base) {
        context.out.line("      before: " + shown_value(conflict.field, *conflict.base, text));
    }
    std::size_t number = 0;
    for (const replica::HeadView& head : conflict.candidates) {
        context.out.line(fmt::format("   {:>2}. {}  ({}, {})",
                                     ++number,
                                     shown_value(conflict.field, head.value, text),
                                     printable(workspace.name_of(head.device)),
                                     platform::local_minute(head.wall)));
    }
    constexpr std::size_t others_max = 10;
    const std::size_t others = std::min(conflict.others.size(), others_max);
    for (const ItemId& other : std::span(conflict.others).first(others)) {
        context.out.line(fmt::format("      with: {}  {}",
                                     engine::short_id(workspace, other),
                                     printable(engine::title_of(workspace, other))));
    }
    if (conflict.others.size() > others)
        context.out.line(fmt::format("      and {} more", conflict.others.size() - others));
    context.out.line(context.out.tone(Tone::dim, "      " + advice_for(conflict, id)));
}

struct Listed {
    std::vector<replica::ConflictView> conflicts;
    engine::ShownConflicts shown;  // with what is listed, not yet kept
};

// Of all items, or of one: as they stand at one moment.
Listed list(engine::Workspace& workspace, const std::optional<ItemId>& item) {
    const sqlite::Snapshot snapshot(workspace.replica().database());
    Listed listed{{}, engine::ShownConflicts(workspace)};
    for (replica::ConflictView& conflict : engine::inbox(workspace)) {
        if (item && conflict.item != *item) continue;
        const merge::Cell cell{conflict.item, conflict.field, conflict.element};
        const auto view = workspace.read().cell(cell);
        if (engine::is_to_decide(conflict) && view) listed.shown.add(cell, view->heads);
        listed.conflicts.push_back(std::move(conflict));
    }
    return listed;
}

// Reading goes on where nothing can be written: only a decision must wait.
void keep(Context& context, engine::ShownConflicts& shown) try {
    shown.save();
} catch (const sqlite::SqliteError& error) {
    context.out.note(
        "It could not be written down that these were shown, so deciding one means to look "
        "again: " +
        engine::from_sqlite(error).sentence);
}

}  // namespace

Exit run(Context& context, const ConflictsArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        std::optional<ItemId> item;
        if (!arguments.item.empty()) {
            const auto found = engine::find_item(workspace, arguments.item);
            if (!found) return fail(context, found.error());
            item = *found;
        }
        const plan::TextContext text = engine::text_context(workspace, context.now);
        Listed listed = list(workspace, item);
        bool decide = false;
        for (const replica::ConflictView& conflict : listed.conflicts) {
            decide = decide || engine::is_to_decide(conflict);
            if (context.out.json()) {
                context.out.object(conflict_json(workspace, conflict));
            } else {
                show_conflict(context, workspace, conflict, text);
            }
        }
        keep(context, listed.shown);
        if (listed.conflicts.empty()) context.out.note("No conflicts: everybody agrees.");
        return decide ? Exit::needs_person : Exit::ok;
    });
}

Exit run(Context& context, const ResolveArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        const auto item = engine::find_item(workspace, arguments.item);
        if (!item) return fail(context, item.error());
        if (arguments.pick == 0 && arguments.value.empty()) {
            return wrong_use(
                context,
                "Give the value to keep, or --pick N. `cairn conflicts` numbers the candidates.");
        }
        const auto resolved =
            arguments.pick > 0
                ? engine::resolve_by_candidate(
                      workspace, *item, arguments.field, arguments.pick, context.now)
                : engine::resolve_by_value(
                      workspace, *item, arguments.field, arguments.value, context.now);
        if (!resolved) return fail(context, resolved.error());
        context.out.object({{"change", change_answer(context, resolved->change)}});
        context.out.note("Decided. It clears for everybody with the next sync.");
        return Exit::ok;
    });
}

}  // namespace cairn::cli
