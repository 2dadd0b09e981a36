// comment: what people say about items.
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/comment_text.h"
#include "client/cli/context.h"
#include "client/cli/render.h"
#include "client/cli/terminal_text.h"
#include "client/cli/text_file.h"
#include "client/engine/comment_commands.h"
#include "client/engine/lookup.h"
#include "shared/platform/system.h"

namespace cairn::cli {
namespace {

using nlohmann::json;

std::string naming(engine::Workspace& workspace, const ItemId& item) {
    return "\"" + printable(engine::title_of(workspace, item)) + "\"";
}

Exit said(Context& context,
          engine::Workspace& workspace,
          const Result<engine::Commented, engine::EngineError>& outcome,
          const std::string& what) {
    if (!outcome) return fail(context, outcome.error());
    json mentions = json::array();
    std::string names;
    for (const ItemId& person : outcome->mentions.people) {
        mentions.push_back(to_base32(person.view()));
        names += (names.empty() ? "" : ", ") + printable(engine::title_of(workspace, person));
    }
    context.out.object({{"id", to_base32(outcome->comment.view())},
                        {"change", change_answer(context, outcome->committed.change)},
                        {"mentions", mentions},
                        {"unknown_names", outcome->mentions.unknown}});
    const std::string id = engine::short_id(workspace, outcome->comment);
    context.out.note(what + " (" + id + ")" + (names.empty() ? "." : ", for " + names + "."));
    for (const std::string& name : outcome->mentions.unknown) {
        context.out.note("Nobody here is called @" + printable(name) +
                         ": it stays text. `cairn members` lists who is here.");
    }
    return Exit::ok;
}

Exit answered(Context& context,
              const Result<replica::Committed, engine::EngineError>& outcome,
              const ItemId& comment,
              const char* what) {
    if (!outcome) return fail(context, outcome.error());
    context.out.object(
        {{"id", to_base32(comment.view())}, {"change", change_answer(context, outcome->change)}});
    context.out.note(what);
    return Exit::ok;
}

constexpr std::size_t bytes_max = 1U << 20U;

std::string standard_input() {
    std::string text;
    std::vector<char> part(1U << 16U);
    for (std::size_t count = 1; count > 0 && text.size() <= bytes_max;) {
        count = std::fread(part.data(), 1, part.size(), stdin);
        text.append(part.data(), count);
    }
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return text;
}

bool speaks(const CommentArguments& arguments) {
    using Action = CommentArguments::Action;
    return arguments.action == Action::say || arguments.action == Action::edit;
}

bool asks_editor(const Context& context, const CommentArguments& arguments) {
    return speaks(arguments) && arguments.text.empty() && context.editor.run &&
           platform::input_is_terminal();
}

// The words as a person is to find them in the editor: of an own comment that is to be changed.
Exit find_words(Context& context,
                engine::Workspace& workspace,
                const CommentArguments& arguments,
                std::string& words) {
    const auto item = engine::find_item(workspace, arguments.item);
    if (!item) return fail(context, item.error());
    if (arguments.action != CommentArguments::Action::edit) return Exit::ok;
    if (const auto comment = engine::find_comment(workspace, *item)) words = comment->text;
    return Exit::ok;
}

Exit act(Context& context,
         engine::Workspace& workspace,
         const CommentArguments& arguments,
         const std::string& text) {
    const auto item = engine::find_item(workspace, arguments.item);
    if (!item) return fail(context, item.error());
    using Action = CommentArguments::Action;
    switch (arguments.action) {
        case Action::resolve:
        case Action::reopen: {
            const bool closed = arguments.action == Action::resolve;
            return answered(context,
                            engine::close_comment(workspace, *item, closed, context.now),
                            *item,
                            closed ? "Resolved." : "Open again.");
        }
        case Action::remove:
            return answered(context,
                            engine::delete_comment(workspace, *item, context.now),
                            *item,
                            "Deleted; `cairn undo` brings it back.");
        default:
            break;
    }
    if (arguments.action == Action::edit) {
        return said(context,
                    workspace,
                    engine::edit_comment(workspace, *item, text, context.now),
                    "Changed the comment");
    }
    return said(
        context,
        workspace,
        engine::comment(workspace, *item, text, context.now),
        (engine::is_comment(workspace, *item) ? "Answered the comment on " : "Commented on ") +
            naming(workspace, engine::subject_of(workspace, *item)));
}

}  // namespace

std::string author_of(engine::Workspace& workspace, const engine::CommentView& comment) {
    return comment.author ? workspace.name_of(*comment.author) : "somebody unknown";
}

json comment_json(engine::Workspace& workspace, const engine::CommentView& comment) {
    json mentions = json::array();
    for (const ItemId& person : comment.mentions) mentions.push_back(to_base32(person.view()));
    return {{"id", to_base32(comment.comment.view())},
            {"on", to_base32(comment.on.view())},
            {"by", author_of(workspace, comment)},
            {"time_ms", comment.written.ms},
            {"text", comment.text},
            {"resolved", comment.closed},
            {"mentions", mentions}};
}

void show_comment(Context& context,
                  engine::Workspace& workspace,
                  const engine::CommentView& comment,
                  std::size_t indent) {
    const std::string space(indent + 2 * static_cast<std::size_t>(comment.depth), ' ');
    std::string names;
    for (const ItemId& person : comment.mentions)
        names += (names.empty() ? ", to " : ", ") + printable(engine::title_of(workspace, person));
    context.out.line(
        fmt::format("{}{}  {}",
                    space,
                    context.out.tone(Tone::dim, engine::short_id(workspace, comment.comment)),
                    context.out.tone(Tone::strong, printable(author_of(workspace, comment))) +
                        ", " + platform::local_minute(comment.written) + names +
                        (comment.closed ? ", resolved" : "")));
    for (std::size_t at = 0; at < comment.text.size();) {
        const std::size_t end = std::min(comment.text.find('\n', at), comment.text.size());
        context.out.line(space + "  " + printable(comment.text.substr(at, end - at)));
        at = end + 1;
    }
}

namespace {

Exit act_on(Context& context, const CommentArguments& arguments, const std::string& text) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        return act(context, workspace, arguments, text);
    });
}

// The plan is looked at before and after, but not meanwhile: a person takes time.
Exit act_by_editor(Context& context, const CommentArguments& arguments) {
    std::string words;
    const Exit found =
        with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
            return find_words(context, workspace, arguments, words);
        });
    if (found != Exit::ok) return found;
    TextFile file(context, "comment");
    const auto edited = file.let_person_edit(words);
    if (!edited) return fail(context, edited.error());
    const auto text = file.read(bytes_max);
    if (!text) return fail(context, file.kept(text.error()));
    context.now = context.editor.now();
    const Exit exit = act_on(context, arguments, *text);
    const bool typed = text->find_first_not_of(" \t\r\n") != std::string::npos;
    if (exit == Exit::ok || !typed)
        file.remove();
    else
        context.out.error("What you typed is kept in " + file.path().string());
    return exit;
}

}  // namespace

Exit run(Context& context, const CommentArguments& arguments) {
    if (!speaks(arguments) && !arguments.text.empty()) {
        return wrong_use(context,
                         "That takes no text, so nothing was done. To answer, give the text "
                         "without an option; to change what a comment says, with --edit.");
    }
    if (asks_editor(context, arguments)) return act_by_editor(context, arguments);
    const bool listens = speaks(arguments) && (arguments.text.empty() || arguments.text == "-");
    return act_on(context, arguments, listens ? standard_input() : arguments.text);
}

}  // namespace cairn::cli
