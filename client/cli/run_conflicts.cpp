// conflicts, resolve, status.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/context.h"
#include "client/cli/render.h"
#include "client/cli/terminal_text.h"
#include "client/engine/lookup.h"
#include "client/engine/resolve_commands.h"
#include "client/engine/server_contact.h"
#include "client/merge/schema.h"
#include "shared/platform/system.h"

namespace cairn::cli {
namespace {

using nlohmann::json;
using replica::ConflictKind;

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
        case ConflictKind::link_circle:
            return "link_circle";
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
        case ConflictKind::link_circle:
            return "is part of a circle of links";
    }
    return "";
}

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
        case ConflictKind::lost:
            return "cairn sync";
        case ConflictKind::link_circle:
            return "cairn unlink FROM TYPE TO";
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
        {"field", field_name(conflict.field)},
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
    for (const ItemId& other : conflict.others) {
        context.out.line("      with: " + printable(engine::title_of(workspace, other)));
    }
    context.out.line(context.out.tone(Tone::dim, "      " + advice_for(conflict, id)));
}

bool is_decision(const replica::ConflictView& conflict) {
    return conflict.kind == ConflictKind::values || conflict.kind == ConflictKind::places;
}

json last_word_json(engine::Workspace& workspace, const replica::LastWord& word) {
    return {{"member", workspace.name_of(word.device)},
            {"device", to_base32(word.device.view())},
            {"time_ms", word.wall ? json(word.wall->ms) : json(nullptr)}};
}

json status_json(engine::Workspace& workspace,
                 const std::string& name,
                 const replica::Counts& counts) {
    const auto server = engine::server_of(workspace);
    const auto reached = engine::last_reached(workspace);
    json object = {
        {"workspace", name},
        {"items", counts.items},
        {"unsent_changes", counts.pending_changes},
        {"unsent_envelopes", counts.outbox_envelopes},
        {"parked_envelopes", counts.parked_envelopes},
        {"parked_edits", counts.parked_edits},
        {"void_envelopes", counts.void_envelopes},
        {"void_edits", counts.void_edits},
        {"conflicts", counts.conflicts},
        {"server",
         server ? json(server->host + ":" + std::to_string(server->port)) : json(nullptr)},
        {"reached_ms", reached ? json(reached->ms) : json(nullptr)},
        {"members", json::array()}};
    for (const replica::LastWord& word : workspace.read().last_words()) {
        object["members"].push_back(last_word_json(workspace, word));
    }
    return object;
}

void show_unsent(Context& context, engine::Workspace& workspace, const replica::Counts& counts) {
    const auto server = engine::server_of(workspace);
    const auto reached = engine::last_reached(workspace);
    if (!server) {
        context.out.line(
            "Server: none yet; `cairn sync --server LINE` connects this workspace to one.");
    } else {
        context.out.line(fmt::format("Server: {}:{}, last reached {}",
                                     printable(server->host),
                                     server->port,
                                     reached ? platform::local_minute(*reached) : "never"));
    }
    if (counts.pending_changes == 0 && counts.outbox_envelopes == 0) {
        context.out.line(server ? "Sent: everything."
                                : "Sent: nothing; all of it is on this laptop alone.");
    } else {
        context.out.line(context.out.tone(
            Tone::warning,
            fmt::format("Not sent: {} changes and {} sealed envelopes. `cairn sync` sends them.",
                        counts.pending_changes,
                        counts.outbox_envelopes)));
    }
}

void show_waiting(Context& context, engine::Workspace& workspace, const replica::Counts& counts) {
    const std::uint64_t parked = counts.parked_envelopes + counts.parked_edits;
    if (parked > 0) {
        context.out.line(context.out.tone(
            Tone::warning,
            fmt::format(
                "Waiting: {} envelopes and {} edits that cannot be applied yet (a key, an earlier "
                "change or a newer version is missing).",
                counts.parked_envelopes,
                counts.parked_edits)));
    }
    for (const replica::EnvelopeView& envelope :
         workspace.read().envelopes(replica::EnvelopeState::invalid, 5)) {
        context.out.line(fmt::format("Refused: an envelope of {} that breaks the rules.",
                                     printable(workspace.name_of(envelope.device))));
    }
    if (counts.conflicts > 0) {
        context.out.line(context.out.tone(
            Tone::warning,
            fmt::format("Conflicts: {}. `cairn conflicts` lists them.", counts.conflicts)));
    } else {
        context.out.line("Conflicts: none.");
    }
}

void show_last_words(Context& context, engine::Workspace& workspace) {
    std::vector<std::vector<std::string>> rows;
    for (const replica::LastWord& word : workspace.read().last_words()) {
        const DeviceEntry* device = workspace.roster().device(word.device);
        const MemberEntry* member =
            device == nullptr ? nullptr : workspace.roster().member(device->member);
        const bool own = workspace.device() != nullptr && workspace.device()->id() == word.device;
        rows.push_back({printable(workspace.name_of(word.device)) + (own ? " (this laptop)" : ""),
                        member == nullptr ? "" : std::string(name_of(member->role())),
                        word.wall ? platform::local_minute(*word.wall) : "nothing yet"});
    }
    context.out.table(
        {{"MEMBER", true, false}, {"ROLE", false, false}, {"LAST WORD", false, false}}, rows);
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
        bool decide = false;
        std::size_t shown = 0;
        for (const replica::ConflictView& conflict : workspace.read().conflicts()) {
            if (item && conflict.item != *item) continue;
            ++shown;
            decide = decide || is_decision(conflict);
            if (context.out.json()) {
                context.out.object(conflict_json(workspace, conflict));
            } else {
                show_conflict(context, workspace, conflict, text);
            }
        }
        if (shown == 0) context.out.note("No conflicts: everybody agrees.");
        return decide ? Exit::needs_person : Exit::ok;
    });
}

Exit run(Context& context, const ResolveArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        const auto item = engine::find_item(workspace, arguments.item);
        if (!item) return fail(context, item.error());
        if (arguments.pick == 0 && arguments.value.empty()) {
            context.out.error(
                "Give the value to keep, or --pick N. `cairn conflicts` numbers the candidates.");
            return Exit::wrong_use;
        }
        const auto resolved =
            arguments.pick > 0
                ? engine::resolve_by_candidate(
                      workspace, *item, arguments.field, arguments.pick, context.now)
                : engine::resolve_by_value(
                      workspace, *item, arguments.field, arguments.value, context.now);
        if (!resolved) return fail(context, resolved.error());
        context.out.object({{"change", to_base32(resolved->change.view())}});
        context.out.note("Decided. It clears for everybody with the next sync.");
        return Exit::ok;
    });
}

Exit run(Context& context, const StatusArguments&) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string& name) {
        const replica::Counts counts = workspace.read().counts();
        if (context.out.json()) {
            context.out.object(status_json(workspace, name, counts));
        } else {
            context.out.line(context.out.tone(Tone::strong, printable(name)) +
                             fmt::format(": {} items", counts.items));
            show_unsent(context, workspace, counts);
            show_waiting(context, workspace, counts);
            show_last_words(context, workspace);
        }
        return needs_person(workspace);
    });
}

}  // namespace cairn::cli
