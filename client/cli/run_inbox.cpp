// inbox: what waits for this person.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/comment_text.h"
#include "client/cli/conflict_text.h"
#include "client/cli/context.h"
#include "client/cli/render.h"
#include "client/cli/terminal_text.h"
#include "client/engine/lookup.h"
#include "client/engine/own_inbox.h"
#include "shared/platform/system.h"

namespace cairn::cli {
namespace {

using nlohmann::json;

json item_of(engine::Workspace& workspace, const char* what, const ItemId& item) {
    return {{"what", what},
            {"item", to_base32(item.view())},
            {"title", engine::title_of(workspace, item)}};
}

json conflict_line(engine::Workspace& workspace,
                   const char* what,
                   const replica::ConflictView& conflict) {
    json object = item_of(workspace, what, conflict.item);
    object["kind"] = code_of(conflict.kind);
    object["field"] = conflict.field == 0 ? json(nullptr) : json(field_name(conflict.field));
    return object;
}

json comment_line(engine::Workspace& workspace,
                  const char* what,
                  const engine::CommentView& comment) {
    json object = item_of(workspace, what, engine::subject_of(workspace, comment.comment));
    object["comment"] = to_base32(comment.comment.view());
    object["by"] = author_of(workspace, comment);
    object["time_ms"] = comment.written.ms;
    object["text"] = comment.text;
    return object;
}

void answer_in_json(Context& context, engine::Workspace& workspace, const engine::OwnInbox& inbox) {
    for (const auto& conflict : inbox.conflicts)
        context.out.object(conflict_line(workspace, "conflict", conflict));
    for (const auto& notice : inbox.notices)
        context.out.object(conflict_line(workspace, "notice", notice));
    for (const auto& comment : inbox.mentions)
        context.out.object(comment_line(workspace, "mention", comment));
    for (const auto& comment : inbox.comments)
        context.out.object(comment_line(workspace, "comment", comment));
    const auto changed_line = [&](const char* what, const engine::ChangedItem& changed) {
        json object = item_of(workspace, what, changed.item);
        object["edits"] = json::array();
        for (const auto& edit : changed.edits) {
            object["edits"].push_back({{"field", field_name(edit.field)},
                                       {"value", value_json(edit.field, edit.value)},
                                       {"by", workspace.name_of(edit.device)},
                                       {"time_ms", edit.wall.ms}});
        }
        context.out.object(object);
    };
    for (const auto& changed : inbox.changed) changed_line("changed", changed);
    for (const auto& taken : inbox.taken) changed_line("taken", taken);
}

void show_conflicts(Context& context,
                    engine::Workspace& workspace,
                    const char* title,
                    const std::vector<replica::ConflictView>& conflicts) {
    if (conflicts.empty()) return;
    context.out.line(context.out.tone(Tone::strong, title));
    for (const auto& conflict : conflicts) {
        context.out.cut(fmt::format(
            "  {}  {}{} {}",
            engine::short_id(workspace, conflict.item),
            printable(engine::title_of(workspace, conflict.item)),
            conflict.kind == replica::ConflictKind::values ? ": " + field_name(conflict.field) : "",
            sentence_of(conflict.kind)));
    }
    context.out.line(context.out.tone(Tone::dim, "  `cairn conflicts ITEM` shows each of them"));
}

void show_comments(Context& context,
                   engine::Workspace& workspace,
                   const char* title,
                   const std::vector<engine::CommentView>& comments) {
    if (comments.empty()) return;
    context.out.line(context.out.tone(Tone::strong, title));
    for (const auto& comment : comments) {
        context.out.line("  on " + printable(engine::title_of(
                                       workspace, engine::subject_of(workspace, comment.comment))));
        show_comment(context, workspace, comment, 4);
    }
}

void show_changed(Context& context,
                  engine::Workspace& workspace,
                  const char* title,
                  const std::vector<engine::ChangedItem>& changed) {
    constexpr std::size_t edits_shown_max = 8;
    if (changed.empty()) return;
    const plan::TextContext text = engine::text_context(workspace, context.now);
    context.out.line(context.out.tone(Tone::strong, title));
    for (const auto& item : changed) {
        for (std::size_t i = 0; i < item.edits.size() && i < edits_shown_max; ++i) {
            const auto& edit = item.edits[i];
            context.out.cut("  " + edit_line(edit, text),
                            Tone::dim,
                            fmt::format("  {}, {}",
                                        printable(workspace.name_of(edit.device)),
                                        platform::local_minute(edit.wall)));
        }
        if (item.edits.size() > edits_shown_max)
            context.out.line("  and " + counted(item.edits.size() - edits_shown_max, "more edit"));
    }
}

void show(Context& context, engine::Workspace& workspace, const engine::OwnInbox& inbox) {
    show_conflicts(context, workspace, "To decide", inbox.conflicts);
    show_conflicts(context, workspace, "To look at", inbox.notices);
    show_comments(context, workspace, "You are mentioned", inbox.mentions);
    show_comments(context, workspace, "Comments for you", inbox.comments);
    show_changed(context, workspace, "Changed in what you own", inbox.changed);
    show_changed(context,
                 workspace,
                 "Yours, without effect: the right to write it was taken before it was sent",
                 inbox.taken);
    if (inbox.cut)
        context.out.note("You were away for long: only the newest changes were looked at.");
    if (inbox.size() == 0)
        context.out.note("Your inbox is empty.");
    else if (inbox.size() > inbox.conflicts.size() + inbox.notices.size() + inbox.taken.size())
        context.out.note("`cairn inbox --done` marks what is new as seen.");
}

}  // namespace

namespace {

Exit mark_seen(Context& context, engine::Workspace& workspace) {
    const auto seen = engine::mark_seen(workspace);
    if (!seen) return fail(context, seen.error());
    context.out.object({{"seen", *seen}});
    context.out.note(*seen == 0 ? "Nothing was marked: `cairn inbox` has shown nothing new."
                                : "Marked as seen: " + counted(*seen, "entry") + ".");
    return Exit::ok;
}

Exit show_inbox(Context& context, engine::Workspace& workspace) {
    const auto inbox = engine::own_inbox(workspace);
    if (!inbox) return fail(context, inbox.error());
    if (context.out.json())
        answer_in_json(context, workspace, *inbox);
    else
        show(context, workspace, *inbox);
    engine::mark_shown(workspace, *inbox);
    return Exit::ok;
}

}  // namespace

Exit run(Context& context, const InboxArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        return arguments.done ? mark_seen(context, workspace) : show_inbox(context, workspace);
    });
}

}  // namespace cairn::cli
