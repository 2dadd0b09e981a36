// diff: what has changed since a moment.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/context.h"
#include "client/cli/diff_text.h"
#include "client/cli/terminal_text.h"
#include "client/engine/lookup.h"
#include "client/engine/marks.h"
#include "client/engine/moment.h"
#include "client/replica/past.h"
#include "shared/platform/system.h"

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
    auto until =
        engine::find_moment(workspace, arguments.until, engine::DayMeans::end, context.now);
    if (!until) return refuse(until.error());
    // Of two moments neither of which holds the other, as two people's changes or a mark and a day
    // may be: what the later adds. Clocks say nothing of changes and marks.
    const replica::Cut both = replica::united(since->cut, until->cut);
    using What = engine::Moment::What;
    const bool by_clock = since->what == What::time && until->what == What::time;
    if (by_clock ? until->wall < since->wall : both == since->cut && until->cut != both) {
        return refuse(engine::EngineError{engine::EngineFault::wrong_value,
                                          "--until " + until->spoken + " is before --since " +
                                              since->spoken + ". Exchange them."});
    }
    until->cut = both;
    return Span{*since, *until};
}

Result<std::vector<ItemId>, engine::EngineError> find_parts(engine::Workspace& workspace,
                                                            const Span& span,
                                                            const std::vector<std::string>& names) {
    std::vector<ItemId> parts;
    for (const std::string& name : names) {
        const auto item = engine::find_item_as_of(workspace, name, span.until);
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
    replica::Past then(workspace.read(), span.until.cut);
    const plan::TextContext text = past_text_context(workspace, then, context.now);
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
    if (arguments.mark && !context.common.draft.empty()) {
        return wrong_use(context,
                         "A mark names what is in the plan, and a draft is not. Leave out --draft "
                         "or --mark.");
    }
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        const auto span = find_span(context, workspace, arguments);
        if (!span) return fail(context, span.error());
        const auto parts = find_parts(workspace, *span, arguments.items);
        if (!parts) return fail(context, parts.error());
        if (arguments.mark) {
            const auto fits = engine::check_mark_name(workspace, *arguments.mark);
            if (!fits) return fail(context, fits.error());
        }
        const engine::WhatChanged all =
            engine::what_changed(workspace, span->since.cut, span->until.cut, *parts);
        show(context, workspace, *span, all, !parts->empty());
        // Only what got out has been seen.
        if (arguments.mark && context.out.finish()) {
            const auto put =
                engine::put_mark(workspace, *arguments.mark, span->until.cut, context.now);
            if (!put) return fail(context, put.error());
            context.out.note(
                fmt::format("Marked as \"{0}\": `cairn diff --since \"{0}\"` goes on from there.",
                            printable(*arguments.mark)));
        }
        return Exit::ok;
    });
}

Exit run(Context& context, const MarksArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        if (arguments.remove) {
            if (!engine::remove_mark(workspace, *arguments.remove)) {
                return fail(
                    context,
                    {engine::EngineFault::wrong_value,
                     "There is no mark '" + *arguments.remove + "'. `cairn marks` lists them."});
            }
            context.out.object({{"removed", *arguments.remove}});
            context.out.note("Forgotten; nothing in the plan has changed.");
            return Exit::ok;
        }
        std::vector<std::vector<std::string>> rows;
        for (const engine::Mark& mark : engine::all_marks(workspace)) {
            context.out.object({{"name", mark.name}, {"put_ms", mark.put.ms}});
            rows.push_back({printable(mark.name), platform::local_minute(mark.put)});
        }
        if (rows.empty())
            context.out.note("No marks yet. `cairn diff --since fri --mark report` puts one.");
        else
            context.out.table({{"MARK", true, false}, {"PUT", false, false}}, rows);
        return Exit::ok;
    });
}

}  // namespace cairn::cli
