// roadmap: the plan on a calendar as wide as the terminal.
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/boards/timeline.h"
#include "client/cli/context.h"
#include "client/cli/render.h"
#include "client/cli/terminal_text.h"
#include "client/engine/lookup.h"
#include "client/engine/read_outline.h"
#include "client/schedule/outline_catalog.h"
#include "client/schedule/schedule.h"

namespace cairn::cli {
namespace {

using boards::TimelineRow;
using nlohmann::json;
using outline::Outline;
using outline::Place;

struct Drawn {
    Place place = 0;
    TimelineRow row;
};

class Roadmap {
public:
    Roadmap(const Outline& outline, plan::Date today, bool with_tasks)
        : outline_(outline),
          schedule_(schedule::read_catalog(schedule::catalog_of(outline), today).plan),
          with_tasks_(with_tasks),
          baseline_(newest_baseline()) {}

    // What has dates, from one item down, or all.
    [[nodiscard]] std::vector<Drawn> rows(Place top) const {
        const bool all = top == outline::no_place;
        const auto end = all ? static_cast<Place>(outline_.living().size()) : outline_.at(top).end;
        std::vector<Drawn> rows;
        for (Place place = all ? 0 : top; place < end; ++place) {
            if (!is_drawn(outline_.at(place).kind) && place != top) continue;
            auto row = row_of(place);
            if (!row) continue;
            row->depth = outline_.at(place).depth - (all ? 0 : outline_.at(top).depth);
            rows.push_back({place, *row});
        }
        return rows;
    }

private:
    [[nodiscard]] bool is_drawn(plan::KindNumber kind) const {
        return kind == plan::kind::program || kind == plan::kind::initiative ||
               kind == plan::kind::milestone || kind == plan::kind::deliverable ||
               kind == plan::kind::gate || (with_tasks_ && kind == plan::kind::task);
    }

    [[nodiscard]] std::optional<TimelineRow> row_of(Place place) const {
        const outline::Item& item = outline_.at(place);
        const auto dates = schedule_.dates(item.id);
        const auto day = [](schedule::Minute minute) { return plan::LocalMinute{minute}.date(); };
        auto start = outline::start_of(item.cells);
        auto finish = outline::finish_of(item.cells);
        if (!start && dates) start = day(dates->start);
        if (!finish && dates) finish = day(dates->finish);
        if (!finish) finish = outline::date_of(item.cells, plan::field::due);
        if (!start) start = finish;
        if (!finish) finish = start;
        if (!start) return std::nullopt;
        const auto slack = schedule_.slack(item.id);
        TimelineRow row;
        row.start = *start;
        row.finish = std::max(*start, *finish);
        row.is_milestone = item.kind == plan::kind::milestone || item.kind == plan::kind::gate;
        row.is_summary = !row.is_milestone && has_work_below(place);
        row.is_critical = slack && slack->is_critical;
        row.percent_done = percent_of(item);
        row.baseline_finish = baseline_finish(place);
        return row;
    }

    static int percent_of(const outline::Item& item) {
        if (plan::phase_of(outline::state_of(item.cells)) == plan::Phase::finished) return 100;
        const auto progress = outline::integer_of(item.cells, plan::field::progress);
        return static_cast<int>(std::clamp<std::int64_t>(progress.value_or(0), 0, 100));
    }

    [[nodiscard]] bool has_work_below(Place place) const {
        for (Place below = place + 1; below < outline_.at(place).end; ++below)
            if (outline_.at(below).kind <= plan::kind::task) return true;
        return false;
    }

    [[nodiscard]] Place newest_baseline() const {
        Place newest = outline::no_place;
        for (Place place = 0; place < outline_.living().size(); ++place) {
            if (outline_.at(place).kind != plan::kind::baseline) continue;
            const auto taken = [&](Place of) {
                return outline::value_of(outline_.at(of).cells, plan::field::taken_on);
            };
            if (newest == outline::no_place || taken(place) >= taken(newest)) newest = place;
        }
        return newest;
    }

    [[nodiscard]] std::optional<plan::Date> baseline_finish(Place place) const {
        for (const outline::LinkEnd& end : outline_.ends(place))
            if (end.link->type == plan::link::baselined && !end.is_reversed &&
                end.other == baseline_)
                return outline::date_in(outline::part_of(
                    end.link->cells, plan::field::baseline_span, plan::part::baseline_finish));
        return std::nullopt;
    }

    const Outline& outline_;
    schedule::Schedule schedule_;
    bool with_tasks_;
    Place baseline_;
};

std::string label_of(const Outline& outline, const Drawn& drawn) {
    return std::string(drawn.row.depth * 2, ' ') +
           printable(outline::title_of(outline.at(drawn.place)));
}

std::string slip_text(const TimelineRow& row) {
    const int slip = boards::slip_of(row).value_or(0);
    return slip == 0 ? "" : fmt::format(" {:+}d", slip);
}

json row_json(const Outline& outline, const Drawn& drawn) {
    const outline::Item& item = outline.at(drawn.place);
    const TimelineRow& row = drawn.row;
    const auto slip = boards::slip_of(row);
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
            {"slip_days", slip ? json(*slip) : json()}};
}

void draw(Context& context,
          const Outline& outline,
          const std::vector<Drawn>& drawn,
          plan::Date today) {
    constexpr std::size_t narrowest = 40;
    constexpr std::size_t slip_columns = 6;
    const auto columns =
        std::max(static_cast<std::size_t>(std::max(context.out.options().columns, 0)), narrowest);
    std::size_t label_columns = 0;
    std::vector<TimelineRow> rows;
    for (const Drawn& each : drawn) {
        label_columns = std::max(label_columns, width_of(label_of(outline, each)));
        rows.push_back(each.row);
    }
    label_columns = std::min(label_columns, columns / 3);
    const boards::TimelineFrame frame =
        boards::frame_around(rows, today, columns - label_columns - 2 - slip_columns);
    const std::string margin(label_columns + 2, ' ');
    for (const std::string& line : boards::header_of(frame))
        context.out.line(context.out.tone(Tone::dim, margin + line));
    for (const Drawn& each : drawn) {
        std::string label = fit(label_of(outline, each), label_columns);
        label.append(label_columns - std::min(width_of(label), label_columns) + 2, ' ');
        const std::string bar = boards::bar_of(frame, each.row);
        context.out.line(label + (each.row.is_critical ? context.out.tone(Tone::bad, bar) : bar) +
                         slip_text(each.row));
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
    const Outline outline =
        engine::read_outline(workspace, {.fields = {}, .links = true, .link_fields = true});
    const plan::Date today = engine::text_context(workspace, context.now).today;
    const Roadmap roadmap(outline, today, arguments.tasks);
    const std::vector<Drawn> drawn = roadmap.rows(top ? outline.find(*top) : outline::no_place);
    for (const Drawn& each : drawn) context.out.object(row_json(outline, each));
    if (drawn.empty())
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
