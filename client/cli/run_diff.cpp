// diff: what has changed since a moment.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/context.h"
#include "client/cli/diff_text.h"
#include "client/cli/terminal_text.h"
#include "client/engine/lookup.h"
#include "client/engine/marks.h"
#include "client/engine/moment.h"

namespace cairn::cli {
namespace {

struct Span {
    engine::Moment since;
    engine::Moment until;
};

Result<Span, engine::EngineError> find_span(Context& context,
                                            engine::Workspace& workspace,
                                            const DiffArguments& arguments) {
    const auto since =
        engine::find_moment(workspace, arguments.since, engine::DayMeans::start, context.now);
    if (!since) return refuse(since.error());
    if (arguments.until.empty())
        return Span{*since, engine::present_moment(workspace, context.now)};
    const auto until =
        engine::find_moment(workspace, arguments.until, engine::DayMeans::end, context.now);
    if (!until) return refuse(until.error());
    if (until->wall < since->wall) {
        return refuse(engine::EngineError{engine::EngineFault::wrong_value,
                                          "--until " + until->spoken + " is before --since " +
                                              since->spoken + ". Exchange them."});
    }
    return Span{*since, *until};
}

Result<std::vector<ItemId>, engine::EngineError> find_parts(engine::Workspace& workspace,
                                                            const std::vector<std::string>& names) {
    std::vector<ItemId> parts;
    for (const std::string& name : names) {
        const auto item = engine::find_item(workspace, name);
        if (!item) return refuse(item.error());
        parts.push_back(*item);
    }
    return parts;
}

std::string spoken(const Span& span) {
    if (span.until.spoken == "now") return "since " + printable(span.since.spoken);
    return "from " + printable(span.since.spoken) + " to " + printable(span.until.spoken);
}

void show(Context& context,
          engine::Workspace& workspace,
          const Span& span,
          const engine::WhatChanged& all,
          bool of_parts) {
    if (context.out.json()) {
        for (const engine::ItemChange& change : all.items)
            context.out.object(change_json(workspace, change));
        return;
    }
    if (all.items.empty()) {
        const std::string in_vain =
            all.edits == 0 || of_parts
                ? ""
                : fmt::format(" {} left everything as it was.", counted(all.edits, "edit"));
        return context.out.line("Nothing has changed " + spoken(span) + "." + in_vain);
    }
    const plan::TextContext text = engine::text_context(workspace, context.now);
    for (const engine::ItemChange& change : all.items) {
        context.out.line(fmt::format(
            "{}  {}",
            context.out.tone(Tone::strong, printable(title_or_kind(change.title, change.kind))),
            context.out.tone(Tone::dim,
                             fmt::format("{} {}{}",
                                         engine::short_id(workspace, change.item),
                                         kind_name(change.kind),
                                         change.in_trash ? ", in the trash" : ""))));
        for (const std::string& line : change_lines(workspace, change, text))
            context.out.cut("  " + line);
    }
    context.out.note(fmt::format(
        "{} changed {}{}.",
        counted(all.items.size(), "item"),
        spoken(span),
        of_parts ? ""
                 : fmt::format(
                       ": {} by {}", counted(all.edits, "edit"), people_text(workspace, all.by))));
}

}  // namespace

Exit run(Context& context, const DiffArguments& arguments) {
    if (!arguments.mark.empty() && !context.common.draft.empty()) {
        return wrong_use(context,
                         "A mark names what is in the plan, and a draft is not. Leave out --draft "
                         "or --mark.");
    }
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        const auto span = find_span(context, workspace, arguments);
        if (!span) return fail(context, span.error());
        const auto parts = find_parts(workspace, arguments.items);
        if (!parts) return fail(context, parts.error());
        // Before it is shown, so that a name that cannot be is refused with nothing done.
        if (!arguments.mark.empty()) {
            const auto put =
                engine::Marks(workspace).put(arguments.mark, span->until.cut, context.now);
            if (!put) return fail(context, put.error());
        }
        const engine::WhatChanged all =
            engine::what_changed(workspace, span->since.cut, span->until.cut, *parts);
        show(context, workspace, *span, all, !parts->empty());
        if (!arguments.mark.empty()) {
            context.out.note(
                fmt::format("Marked as \"{0}\": `cairn diff --since \"{0}\"` goes on from there.",
                            printable(arguments.mark)));
        }
        return Exit::ok;
    });
}

}  // namespace cairn::cli
