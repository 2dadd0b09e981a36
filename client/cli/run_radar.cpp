// radar: what is about to become trouble; mute and unmute.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/context.h"
#include "client/cli/render.h"
#include "client/cli/terminal_text.h"
#include "client/engine/lookout.h"
#include "client/engine/lookup.h"

namespace cairn::cli {
namespace {

using nlohmann::json;

json finding_json(const radar::Finding& finding, const outline::Outline& outline) {
    const outline::Item* item = outline.item(finding.item);
    return {{"code", finding.code},
            {"item", to_base32(finding.item.view())},
            {"kind", item == nullptr ? json() : json(kind_name(item->kind))},
            {"title", item == nullptr ? json() : json(outline::title_of(*item))},
            {"what", finding.what},
            {"why", finding.why},
            {"sure", radar::name_of(finding.sure)},
            {"since", finding.since ? json(plan::to_iso(*finding.since)) : json()},
            {"help", finding.help}};
}

Tone tone_of(radar::Sure sure) {
    return sure == radar::Sure::certain  ? Tone::bad
           : sure == radar::Sure::likely ? Tone::warning
                                         : Tone::plain;
}

void show_finding(Output& out, const radar::Finding& finding) {
    const std::string since =
        finding.since ? ", since " + plan::to_iso(*finding.since) : std::string();
    out.line(out.tone(tone_of(finding.sure), "* ") + printable(finding.what));
    out.line(fmt::format("    why: {}", printable(finding.why)));
    out.line(out.tone(
        Tone::dim, fmt::format("    {}: {}{}", finding.code, radar::name_of(finding.sure), since)));
    out.line("    try: " + printable(finding.help));
}

// Ten owners that are missing are one thing to say, unless somebody asks for them.
constexpr std::size_t alike_max = 3;

// After the last one of a rule that is shown, how many more there are.
void tell_rest(Output& out, std::string_view code, std::size_t count) {
    if (count > alike_max)
        out.line(out.tone(
            Tone::dim,
            fmt::format("  and {} more like it: cairn radar --rule {}", count - alike_max, code)));
}

Exit list(Context& context, engine::Workspace& workspace, const RadarArguments& arguments) {
    if (!arguments.rule.empty() && radar::find_rule(arguments.rule) == nullptr)
        return wrong_use(
            context,
            "The radar has no rule '" + arguments.rule + "'. `cairn radar rules` lists them all.");
    std::optional<ItemId> below;
    if (!arguments.program.empty()) {
        const auto item = engine::find_item(workspace, arguments.program);
        if (!item) return fail(context, item.error());
        below = *item;
    }
    const engine::Lookout lookout = engine::look_ahead(workspace, below, context.now);
    const bool is_brief = !context.out.json() && arguments.rule.empty() && arguments.limit == 0;
    std::size_t shown = 0;
    std::size_t left_out = 0;
    std::string_view code;
    std::size_t alike = 0;
    for (const radar::Finding& finding : lookout.seen.findings) {
        if (!arguments.rule.empty() && finding.code != arguments.rule) continue;
        if (arguments.limit > 0 && shown >= arguments.limit) {
            ++left_out;
            continue;
        }
        if (finding.code != code && is_brief) tell_rest(context.out, code, alike);
        alike = finding.code == code ? alike + 1 : 1;
        code = finding.code;
        ++shown;
        if (is_brief && alike > alike_max) continue;
        context.out.object(finding_json(finding, lookout.outline));
        if (!context.out.json()) show_finding(context.out, finding);
    }
    if (is_brief) tell_rest(context.out, code, alike);
    const std::string muted =
        lookout.seen.muted == 0 ? ""
                                : fmt::format(" {} muted.", counted(lookout.seen.muted, "finding"));
    if (shown == 0)
        context.out.note("Nothing ahead that the radar knows of." + muted);
    else
        context.out.note(
            fmt::format("{}.{}{}",
                        counted(shown, "finding"),
                        left_out > 0 ? fmt::format(" {} more; raise --limit.", left_out) : "",
                        muted));
    return Exit::ok;
}

Exit list_rules(Context& context) {
    std::vector<std::vector<std::string>> rows;
    for (const radar::Rule& rule : radar::rules()) {
        context.out.object({{"code", rule.code}, {"help", rule.help}});
        rows.push_back({std::string(rule.code), std::string(rule.help)});
    }
    context.out.table({{"RULE", false, false}, {"FINDS", true, false}}, rows);
    return Exit::ok;
}

Exit mute(Context& context, engine::Workspace& workspace, const RadarArguments& arguments) {
    const auto item = engine::find_item(workspace, arguments.item);
    if (!item) return fail(context, item.error());
    std::optional<plan::Date> until;
    if (!arguments.until.empty()) {
        const plan::Date today = engine::text_context(workspace, context.now).today;
        const auto date = plan::parse_date(arguments.until, today);
        if (!date) return wrong_use(context, date.error().message);
        until = *date;
    }
    const bool mutes = arguments.action == RadarArguments::Action::mute;
    const auto committed = mutes
                               ? engine::mute(workspace, *item, arguments.rule, until, context.now)
                               : engine::unmute(workspace, *item, arguments.rule, context.now);
    if (!committed) return fail(context, committed.error());
    context.out.object({{"change", change_answer(context, committed->change)}});
    context.out.note(fmt::format("{} {} for \"{}\"{}, for everybody.",
                                 mutes ? "Muted" : "Unmuted",
                                 printable(arguments.rule),
                                 printable(engine::title_of(workspace, *item)),
                                 until ? " until " + plan::to_iso(*until) : ""));
    return Exit::ok;
}

}  // namespace

Exit run(Context& context, const RadarArguments& arguments) {
    if (arguments.action == RadarArguments::Action::rules) return list_rules(context);
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        return arguments.action == RadarArguments::Action::list
                   ? list(context, workspace, arguments)
                   : mute(context, workspace, arguments);
    });
}

}  // namespace cairn::cli
