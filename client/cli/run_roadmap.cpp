// roadmap: the plan on a calendar as wide as the terminal.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "client/cli/context.h"
#include "client/cli/render.h"
#include "client/cli/roadmap_rows.h"
#include "client/cli/terminal_text.h"
#include "client/engine/lookup.h"

namespace cairn::cli {
namespace {

using boards::TimelineRow;
using nlohmann::json;
using outline::Outline;

std::string label_of(const Outline& outline, const RoadmapRow& drawn) {
    return std::string(drawn.row.depth * 2, ' ') +
           printable(outline::title_of(outline.at(drawn.place)));
}

// "+5d".
std::string slip_text(const RoadmapRow& drawn, const plan::WorkingUnits& units) {
    const schedule::Minute slip = drawn.slip.value_or(0);
    if (slip == 0) return "";
    return (slip > 0 ? " +" : " ") + plan::print_duration({slip, plan::unit::days}, units);
}

json row_json(const Outline& outline, const RoadmapRow& drawn) {
    const outline::Item& item = outline.at(drawn.place);
    const TimelineRow& row = drawn.row;
    return {{"id", to_base32(item.id.view())},
            {"kind", kind_name(item.kind)},
            {"title", outline::title_of(item)},
            {"depth", row.depth},
            {"start", plan::to_iso(row.start)},
            {"finish", plan::to_iso(row.finish)},
            {"critical", row.is_critical},
            {"progress", row.percent_done},
            {"baseline_finish",
             row.baseline_finish ? json(plan::to_iso(*row.baseline_finish)) : json()},
            {"slip_minutes", drawn.slip ? json(*drawn.slip) : json()}};
}

void draw(Context& context, const Outline& outline, const RoadmapRows& drawn, plan::Date today) {
    constexpr std::size_t narrowest = 40;
    const auto columns =
        std::max(static_cast<std::size_t>(std::max(context.out.options().columns, 0)), narrowest);
    std::size_t label_columns = 0;
    std::size_t slip_columns = 0;
    std::vector<TimelineRow> rows;
    for (const RoadmapRow& each : drawn.rows) {
        label_columns = std::max(label_columns, width_of(label_of(outline, each)));
        slip_columns = std::max(slip_columns, slip_text(each, drawn.units).size());
        rows.push_back(each.row);
    }
    label_columns = std::min(label_columns, columns / 3);
    const boards::TimelineFrame frame =
        boards::frame_around(rows, today, columns - label_columns - 2 - slip_columns);
    const std::string margin(label_columns + 2, ' ');
    for (const std::string& line : boards::header_of(frame))
        context.out.line(context.out.tone(Tone::dim, margin + line));
    for (const RoadmapRow& each : drawn.rows) {
        std::string label = fit(label_of(outline, each), label_columns);
        label.append(label_columns - std::min(width_of(label), label_columns) + 2, ' ');
        const std::string bar = boards::bar_of(frame, each.row);
        context.out.line(label + (each.row.is_critical ? context.out.tone(Tone::bad, bar) : bar) +
                         slip_text(each, drawn.units));
    }
    context.out.note(boards::legend());
}

Exit show(Context& context, engine::Workspace& workspace, const RoadmapArguments& arguments) {
    std::optional<ItemId> top;
    if (!arguments.item.empty()) {
        const auto found = engine::find_item(workspace, arguments.item);
        if (!found) return fail(context, found.error());
        top = *found;
    }
    const Outline outline = read_for_roadmap(workspace);
    const plan::Date today = engine::text_context(workspace, context.now).today;
    const RoadmapRows drawn =
        roadmap_rows(outline, today, top ? outline.find(*top) : outline::no_place, arguments.tasks);
    for (const RoadmapRow& each : drawn.rows) context.out.object(row_json(outline, each));
    if (drawn.rows.empty())
        context.out.note(
            "Nothing here has dates. `cairn set ITEM start=... finish=...` gives some; tasks show "
            "with --tasks.");
    else if (!context.out.json())
        draw(context, outline, drawn, today);
    return Exit::ok;
}

}  // namespace

Exit run(Context& context, const RoadmapArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        return show(context, workspace, arguments);
    });
}

}  // namespace cairn::cli
