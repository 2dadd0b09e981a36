#include "client/cli/roadmap_rows.h"

#include <algorithm>

#include "client/engine/read_outline.h"
#include "client/schedule/catalog_input.h"
#include "client/schedule/dates_on_record.h"
#include "client/schedule/outline_catalog.h"

namespace cairn::cli {
namespace {

using boards::TimelineRow;
using outline::Outline;
using outline::Place;

class Roadmap {
public:
    Roadmap(const Outline& outline, plan::Date today, bool with_tasks)
        : outline_(outline),
          catalog_(schedule::read_catalog(schedule::catalog_of(outline), today)),
          schedule_(catalog_.plan),
          on_record_(catalog_, schedule_),
          with_tasks_(with_tasks),
          baseline_(newest_baseline()),
          today_(today) {}

    // What has dates, from one item down, or all.
    [[nodiscard]] RoadmapRows rows(Place top) const {
        const bool all = top == outline::no_place;
        const auto end = all ? static_cast<Place>(outline_.living().size()) : outline_.at(top).end;
        RoadmapRows drawn{{}, catalog_.units};
        for (Place place = all ? 0 : top; place < end; ++place) {
            if (!is_drawn(outline_.at(place).kind) && place != top) continue;
            auto row = row_of(place);
            if (!row) continue;
            row->depth = outline_.at(place).depth - (all ? 0 : outline_.at(top).depth);
            drawn.rows.push_back({place, *row, slip_of(place)});
        }
        return drawn;
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
        auto start = outline::start_of(item.cells);
        auto finish = outline::finish_of(item.cells);
        // What has no length, nor waits for what has one, stands where the plan begins: no date.
        const bool is_placed =
            dates && (dates->start != dates->finish || day(dates->finish) > today_);
        if (!start && is_placed) start = day(dates->start);
        if (!finish && is_placed) finish = day(dates->finish);
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
        if (const auto finish_then = baseline_finish(place))
            row.baseline_finish = day(*finish_then);
        return row;
    }

    static plan::Date day(schedule::Minute minute) { return plan::LocalMinute{minute}.date(); }

    [[nodiscard]] std::optional<schedule::Minute> slip_of(Place place) const {
        const ItemId& item = outline_.at(place).id;
        const auto finish_then = baseline_finish(place);
        const auto now = on_record_.of(item);
        if (!finish_then || !now || !now->finish) return std::nullopt;
        return schedule_.work_between(item, *finish_then, *now->finish);
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

    [[nodiscard]] std::optional<schedule::Minute> baseline_finish(Place place) const {
        for (const outline::LinkEnd& end : outline_.ends(place))
            if (end.link->type == plan::link::baselined && !end.is_reversed &&
                end.other == baseline_) {
                const auto finish = merge::Value::parse(outline::part_of(
                    end.link->cells, plan::field::baseline_span, plan::part::baseline_finish));
                return finish ? schedule::moment_of(*finish, 0) : std::nullopt;
            }
        return std::nullopt;
    }

    const Outline& outline_;
    schedule::CatalogPlan catalog_;
    schedule::Schedule schedule_;
    schedule::DatesOnRecord on_record_;
    bool with_tasks_;
    Place baseline_;
    plan::Date today_;
};

}  // namespace

outline::Outline read_for_roadmap(engine::Workspace& workspace) {
    return engine::read_outline(workspace, {.fields = {}, .links = true, .link_fields = true});
}

RoadmapRows roadmap_rows(const outline::Outline& outline,
                         plan::Date today,
                         outline::Place top,
                         bool with_tasks) {
    return Roadmap(outline, today, with_tasks).rows(top);
}

}  // namespace cairn::cli
