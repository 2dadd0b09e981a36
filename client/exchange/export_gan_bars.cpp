// Where the bars of a GanttProject file stand: whole working days.
#include <algorithm>

#include "client/exchange/gan_output.h"
#include "client/plan/value_text.h"
#include "client/schedule/catalog_input.h"

namespace cairn::exchange::gan {
namespace {

using merge::Value;
using schedule::Minute;

struct Span {
    std::optional<Minute> start;
    std::optional<Minute> finish;
    std::optional<Minute> duration;
    bool is_elapsed = false;
    bool is_placed = false;  // by the schedule: as soon as possible
};

Span span_of(const Writing& writing, const ExportedItem& item) {
    const Value value = value_of(item.fields, plan::field::span);
    Span span;
    span.start = schedule::moment_of(part_of(value, plan::part::start), writing.units.day_start);
    span.finish = schedule::moment_of(part_of(value, plan::part::finish), writing.units.day_finish);
    span.duration = part_of(value, plan::part::duration).as_integer();
    const auto unit = part_of(value, plan::part::duration_shown_in).as_choice().value_or(0);
    span.is_elapsed = unit >= plan::unit::elapsed_minutes && unit <= plan::unit::elapsed_months;
    const auto constraint = part_of(value, plan::part::constraint).as_choice();
    span.is_placed = constraint == plan::constraint::as_soon_as_possible;
    if (!span.start && constraint == plan::constraint::start_no_earlier) {
        span.start = schedule::moment_of(part_of(value, plan::part::constraint_date),
                                         writing.units.day_start);
    }
    return span;
}

// The length in working minutes.
Minute work_of(Writing& writing, const ExportedItem& item, const Span& span) {
    const bool has_both = span.start && span.finish && *span.start <= *span.finish;
    if (span.is_elapsed) {
        ++writing.rounded;
        const Minute from = span.start.value_or(0);
        return writing.calendar.between(
            from,
            has_both ? *span.finish : schedule::within_horizon(from + span.duration.value_or(0)));
    }
    if (span.duration) return std::clamp<Minute>(*span.duration, 0, schedule::duration_max);
    if (has_both) return writing.calendar.between(*span.start, *span.finish);
    const auto estimate = plan::duration_of(value_of(item.fields, plan::field::estimate));
    if (estimate) return std::clamp<Minute>(estimate->amount, 0, schedule::duration_max);
    return is_point(item) ? 0 : writing.units.day_minutes;
}

Bar bar_of(Writing& writing, const ExportedItem& item) {
    const Span span = span_of(writing, item);
    const Minute work = work_of(writing, item, span);
    Bar bar;
    bar.days = (work + writing.units.day_minutes - 1) / writing.units.day_minutes;
    if (work % writing.units.day_minutes != 0) ++writing.rounded;
    if (span.start) {
        bar.start = *span.start;
    } else if (span.finish) {
        bar.start = writing.calendar.add(*span.finish, -work);
    } else {
        return bar;
    }
    // GanttProject has a point after a day's work on the next working day.
    if (work == 0 && span.is_placed) bar.start = writing.calendar.next_start(*bar.start);
    bar.start = std::min(schedule::within_horizon(*bar.start), schedule::last_minute - 1);
    bar.finish = writing.calendar.add(*bar.start, bar.days * writing.units.day_minutes);
    return bar;
}

// A summary reaches from the first to the last day of what is below it.
void stretch(const Writing& writing, Bar& summary, const Bar& bar) {
    if (!bar.start) return;
    summary.finish = summary.start ? std::max(summary.finish, bar.finish) : bar.finish;
    summary.start = summary.start ? std::min(*summary.start, *bar.start) : *bar.start;
    summary.days =
        (writing.calendar.between(*summary.start, summary.finish) + writing.units.day_minutes - 1) /
        writing.units.day_minutes;
}

}  // namespace

void place_bars(Writing& writing) {
    std::map<ItemId, Bar> summaries;
    for (const auto& [id, number] : writing.tasks) {
        if (const auto* above = work_above(writing.items, *writing.items.at(id), writing.project))
            summaries.emplace(above->id, Bar());
    }
    for (const auto& [id, number] : writing.tasks) {
        if (summaries.contains(id)) continue;
        const ExportedItem* item = writing.items.at(id);
        const Bar bar = writing.bars.emplace(id, bar_of(writing, *item)).first->second;
        const ExportedItem* above = work_above(writing.items, *item, writing.project);
        for (std::size_t depth = 0; above != nullptr && depth < writing.tasks.size(); ++depth) {
            stretch(writing, summaries[above->id], bar);
            above = work_above(writing.items, *above, writing.project);
        }
    }
    writing.bars.merge(summaries);
}

}  // namespace cairn::exchange::gan
