// baseline.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/context.h"
#include "client/cli/shown_schedule.h"
#include "client/cli/terminal_text.h"
#include "client/engine/baselines.h"
#include "client/engine/lookup.h"
#include "shared/platform/system.h"

namespace cairn::cli {
namespace {

using nlohmann::json;

Exit take(Context& context, engine::Workspace& workspace, const BaselineArguments& arguments) {
    const auto of = engine::find_parent(workspace, arguments.of);
    if (!of) return fail(context, of.error());
    if (const auto trashed = engine::in_the_trash(workspace, *of)) return fail(context, *trashed);
    const auto taken = engine::take_baseline(workspace, arguments.name, *of, context.now);
    if (!taken) return fail(context, taken.error());
    context.out.object({{"id", id_json(taken->baseline)},
                        {"items", taken->rows},
                        {"change", change_answer(context, taken->committed.change)}});
    context.out.note(fmt::format("Kept the dates of {} as \"{}\".",
                                 counted(taken->rows, "item"),
                                 printable(arguments.name)));
    return Exit::ok;
}

Exit list(Context& context, engine::Workspace& workspace) {
    std::vector<std::vector<std::string>> rows;
    const auto views = engine::baselines(workspace);
    for (const engine::BaselineView& view : views) {
        context.out.object({{"id", id_json(view.baseline)},
                            {"title", view.title},
                            {"taken_on", view.taken_on.empty() ? json() : json(view.taken_on)},
                            {"items", view.rows}});
        rows.push_back({engine::short_id(workspace, view.baseline),
                        printable(view.title),
                        view.taken_on,
                        std::to_string(view.rows)});
    }
    if (rows.empty()) {
        context.out.note(
            "There are no baselines. `cairn baseline take NAME` keeps the dates as "
            "they are.");
        return Exit::ok;
    }
    if (!context.out.json()) {
        context.out.table({{"ID", false, false},
                           {"NAME", true, false},
                           {"TAKEN", false, false},
                           {"ITEMS", false, true}},
                          rows);
    }
    return Exit::ok;
}

// "duration of Build by Ann, 2027-02-03".
std::string edit_words(engine::Workspace& workspace,
                       const ShownSchedule& shown,
                       const engine::SlipCause& cause) {
    if (!cause.edit) return "";
    const replica::HistoryEntry& edit = *cause.edit;
    return fmt::format("{}: {} by {}, {}",
                       shown.printable_title(cause.root),
                       field_name(edit.field),
                       printable(workspace.name_of(edit.device)),
                       platform::local_date(edit.wall));
}

std::string because(engine::Workspace& workspace,
                    const ShownSchedule& shown,
                    const engine::Slip& slip) {
    if (slip.work <= 0) return "";
    std::string text;
    if (slip.cause.waits_for != ItemId{})
        text = "after " + shown.printable_title(slip.cause.waits_for);
    const std::string edit = edit_words(workspace, shown, slip.cause);
    if (!edit.empty()) text += (text.empty() ? "" : "; ") + edit;
    return text;
}

json slip_json(engine::Workspace& workspace, const ShownSchedule& shown, const engine::Slip& slip) {
    const auto& edit = slip.cause.edit;
    return {{"item", id_json(slip.item)},
            {"title", shown.title(slip.item)},
            {"baseline_start", moment_json(slip.baseline_start)},
            {"baseline_finish", moment_json(slip.baseline_finish)},
            {"start", moment_json(slip.start)},
            {"finish", moment_json(slip.finish)},
            {"slip_minutes", slip.work},
            {"waits_for", id_json(slip.cause.waits_for)},
            {"cause_item", id_json(slip.cause.root)},
            {"cause_field", edit ? json(field_name(edit->field)) : json()},
            {"cause_change", edit ? json(to_base32(edit->change.view())) : json()},
            {"cause_by", edit ? json(workspace.name_of(edit->device)) : json()},
            {"cause_ms", edit ? json(edit->wall.ms) : json()}};
}

json comparison_json(engine::Workspace& workspace,
                     const ShownSchedule& shown,
                     const engine::Comparison& comparison) {
    json answer = {{"same", comparison.same},
                   {"slips", json::array()},
                   {"gone", json::array()},
                   {"added", json::array()}};
    for (const engine::Slip& slip : comparison.slips)
        answer["slips"].push_back(slip_json(workspace, shown, slip));
    for (const ItemId& item : comparison.gone) answer["gone"].push_back(id_json(item));
    for (const ItemId& item : comparison.added) answer["added"].push_back(id_json(item));
    return answer;
}

void show_comparison(Context& context,
                     engine::Workspace& workspace,
                     const ShownSchedule& shown,
                     const engine::Comparison& comparison) {
    std::vector<std::vector<std::string>> rows;
    for (const engine::Slip& slip : comparison.slips) {
        rows.push_back({shown.short_id(slip.item),
                        shown.printable_title(slip.item),
                        shown.text.span(slip.baseline_start, slip.baseline_finish),
                        shown.text.span(slip.start, slip.finish),
                        slip.work == 0 ? "" : shown.text.moved_by(slip.work),
                        because(workspace, shown, slip)});
    }
    if (!rows.empty()) {
        context.out.table({{"ID", false, false},
                           {"TITLE", true, false},
                           {"BASELINE", false, false},
                           {"NOW", false, false},
                           {"SLIP", false, true},
                           {"BECAUSE", true, false}},
                          rows);
    }
    const std::string same = counted(comparison.same, "item");
    context.out.note(rows.empty() ? "Nothing has slipped: " + same + " as in the baseline."
                                  : same + " as in the baseline.");
    if (!comparison.gone.empty())
        context.out.note(counted(comparison.gone.size(), "item") +
                         " of it without dates now, or no more in the plan.");
    if (!comparison.added.empty())
        context.out.note(counted(comparison.added.size(), "item") +
                         " with dates that the baseline does not have.");
}

Exit compare(Context& context, engine::Workspace& workspace, const BaselineArguments& arguments) {
    const auto baseline = engine::find_baseline(workspace, arguments.name);
    if (!baseline) return fail(context, baseline.error());
    const ShownSchedule shown(workspace, context.now);
    const auto comparison = engine::compare_with_baseline(workspace, shown.scheduled, *baseline);
    context.out.object(comparison_json(workspace, shown, comparison));
    if (!context.out.json()) show_comparison(context, workspace, shown, comparison);
    return Exit::ok;
}

}  // namespace

Exit run(Context& context, const BaselineArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        switch (arguments.action) {
            case BaselineArguments::Action::take:
                return take(context, workspace, arguments);
            case BaselineArguments::Action::compare:
                return compare(context, workspace, arguments);
            default:
                return list(context, workspace);
        }
    });
}

}  // namespace cairn::cli
