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

// Of the command line, out of an editor, or all of standard input. Asked for before the plan is
// looked at: a person takes time.
Result<std::string, engine::EngineError> text_of(Context& context,
                                                 const CommentArguments& arguments) {
    using Action = CommentArguments::Action;
    const bool speaks = arguments.action == Action::say || arguments.action == Action::edit;
    if (!speaks) return std::string();
    if (!arguments.text.empty() && arguments.text != "-") return arguments.text;
    if (arguments.text.empty() && context.editor.run && platform::input_is_terminal()) {
        TextFile file(context, "comment");
        const auto edited = file.let_person_edit("");
        if (!edited) return refuse(edited.error());
        auto text = file.read(bytes_max);
        if (text) file.remove();
        return text;
    }
    return standard_input();
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

Exit run(Context& context, const CommentArguments& arguments) {
    const auto text = text_of(context, arguments);
    if (!text) return fail(context, text.error());
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        return act(context, workspace, arguments, *text);
    });
}

}  // namespace cairn::cli
