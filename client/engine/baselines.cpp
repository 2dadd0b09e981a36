#include "client/engine/baselines.h"

#include <algorithm>
#include <unordered_set>

#include "client/engine/change_builder.h"
#include "client/engine/lookup.h"
#include "client/engine/slip_cause.h"
#include "client/engine/undo_commands.h"
#include "client/merge/derived_id.h"
#include "client/merge/schema.h"
#include "client/plan/catalog.h"
#include "client/plan/value_text.h"
#include "shared/platform/system.h"

namespace cairn::engine {
namespace {

using merge::Value;
using schedule::Minute;

constexpr std::size_t rows_per_change = 15'000;  // a change holds 8 MiB

EngineError wrong(const std::string& sentence) { return {EngineFault::wrong_value, sentence}; }

Value minute_value(std::optional<Minute> moment) {
    return moment ? *Value::minute(plan::to_iso(plan::LocalMinute{*moment})) : Value();
}

// start, finish, duration and its unit; the work of a row is not part of its dates.
Value baseline_span(const schedule::OnRecord& record, const schedule::SpanOnRecord& dates) {
    const std::vector<Value> span =
        plan::parts_of(*plan::find_field(plan::field::span), record.span);
    return *plan::from_parts({minute_value(dates.start),
                              minute_value(dates.finish),
                              span[plan::part::duration],
                              span[plan::part::duration_shown_in],
                              Value()});
}

bool is_within(const schedule::DatesOnRecord& dates, const ItemId& row, const ItemId& of) {
    return of == merge::root_item() || dates.is_below(row, of);
}

std::vector<ItemId> items_titled_baseline(Workspace& workspace, const std::string& name) {
    std::vector<ItemId> found;
    for (const ItemId& item : workspace.read().items_titled(name)) {
        const auto place = workspace.read().item(item);
        if (place && place->kind == plan::kind::baseline && !workspace.read().in_trash(item))
            found.push_back(item);
    }
    return found;
}

// Local time of the change; the day and minute that people see.
Value taken_on(WallTime now) {
    std::string minute = platform::local_minute(now);
    std::replace(minute.begin(), minute.end(), ' ', 'T');
    const auto value = Value::minute(minute);
    return value ? *value : Value();
}

Result<void, EngineError> begin(ChangeBuilder& change,
                                const ItemId& baseline,
                                const std::string& name,
                                const ItemId& of,
                                WallTime now) {
    const auto title = Value::text(name);
    if (!title || plan::trimmed(name).empty())
        return refuse(wrong("A baseline has a name of at most 64 KiB."));
    const auto key = key_at_end(change.workspace(), of);
    if (!key) return refuse(key.error());
    change.place(baseline, plan::kind::baseline, of, *key);
    change.write(baseline, plan::field::title, *title);
    change.write(baseline, plan::field::taken_on, taken_on(now));
    return {};
}

}  // namespace

Result<TakenBaseline, EngineError> take_baseline(Workspace& workspace,
                                                 const std::string& name,
                                                 const ItemId& of,
                                                 WallTime now) {
    if (!items_titled_baseline(workspace, name).empty()) {
        return refuse(wrong("There is a baseline \"" + name +
                            "\" already. Choose another name, or throw that one away with `cairn "
                            "trash`."));
    }
    const Scheduled scheduled = schedule_of(workspace, now);
    const schedule::DatesOnRecord dates(scheduled.plan, scheduled.schedule);
    std::vector<ItemId> rows;
    for (const schedule::Task& task : scheduled.plan.plan.tasks)
        if (dates.of(task.id) && is_within(dates, task.id, of)) rows.push_back(task.id);
    if (rows.empty()) {
        return refuse(
            wrong("No item there has a date on record, so there is nothing to keep. "
                  "`cairn schedule --apply` gives dates to what has a length."));
    }
    std::sort(rows.begin(), rows.end());
    TakenBaseline taken{workspace.random().make<ItemId>(), rows.size(), {}};
    std::vector<ChangeId> parts;
    for (std::size_t from = 0; from < rows.size(); from += rows_per_change) {
        ChangeBuilder change(workspace);
        if (from == 0) {
            const auto begun = begin(change, taken.baseline, name, of, now);
            if (!begun) return refuse(begun.error());
        }
        for (std::size_t i = from; i < std::min(from + rows_per_change, rows.size()); ++i) {
            change.link(rows[i], plan::link::baselined, taken.baseline, true);
            const ItemId link =
                merge::link_item(workspace.id(), rows[i], plan::link::baselined, taken.baseline);
            change.write(link,
                         plan::field::baseline_span,
                         baseline_span(scheduled.plan.rows.at(rows[i]), *dates.of(rows[i])));
        }
        const auto committed = change.commit(now);
        if (!committed) return refuse(committed.error());
        taken.committed = *committed;
        parts.push_back(committed->change);
        if (parts.size() > 1) note_action(workspace, parts);
    }
    return taken;
}

std::vector<BaselineView> baselines(Workspace& workspace) {
    constexpr merge::FieldNumber fields[] = {plan::field::title, plan::field::taken_on};
    std::vector<BaselineView> views;
    workspace.read().each_item(
        [&](const replica::ItemPlace& place, const std::vector<replica::CellView>& cells) {
            if (place.kind != plan::kind::baseline || workspace.read().in_trash(place.id)) return;
            BaselineView view{place.id, title_of(workspace, place.id), {}, 0};
            for (const replica::CellView& cell : cells) {
                if (cell.field == plan::field::taken_on && cell.value.size() > 1)
                    view.taken_on = cell.value.substr(1);
            }
            views.push_back(std::move(view));
        },
        fields);
    for (BaselineView& view : views) {
        const auto links = workspace.read().links_to(view.baseline);
        view.rows = static_cast<std::size_t>(
            std::count_if(links.begin(), links.end(), [](const replica::LinkView& link) {
                return link.type == plan::link::baselined;
            }));
    }
    std::sort(views.begin(), views.end(), [](const BaselineView& a, const BaselineView& b) {
        return std::tie(a.taken_on, a.title, a.baseline) <
               std::tie(b.taken_on, b.title, b.baseline);
    });
    return views;
}

Result<ItemId, EngineError> find_baseline(Workspace& workspace, std::string_view text) {
    const auto titled = items_titled_baseline(workspace, std::string(text));
    if (titled.size() == 1) return titled.front();
    const auto item = find_item(workspace, text);
    const auto place = item ? workspace.read().item(*item) : std::nullopt;
    if (place && place->kind == plan::kind::baseline) return *item;
    std::string list;
    for (const BaselineView& view : baselines(workspace))
        list += (list.empty() ? "" : ", ") + ("\"" + view.title + "\"");
    const std::string there = list.empty()
                                  ? "There is none yet: `cairn baseline take NAME` takes one."
                                  : "There is: " + list + ".";
    if (titled.size() > 1) {
        return refuse(EngineError{EngineFault::ambiguous,
                                  "Several baselines are called so: name one by its id."});
    }
    return refuse(EngineError{EngineFault::no_item,
                              "There is no baseline '" + std::string(text) + "'. " + there});
}

namespace {

std::optional<Minute> moment_of_part(const Value& span, std::size_t part) {
    const std::vector<Value> parts = span.parts();
    if (part >= parts.size()) return std::nullopt;
    return schedule::moment_of(parts[part], 0);
}

struct BaselineRow {
    replica::LinkView link;
    schedule::SpanOnRecord dates;
};

std::vector<BaselineRow> rows_of(Workspace& workspace, const ItemId& baseline) {
    std::vector<BaselineRow> rows;
    for (const replica::LinkView& link : workspace.read().links_to(baseline)) {
        if (link.type != plan::link::baselined) continue;
        const auto cell = workspace.read().cell({link.link, plan::field::baseline_span, {}});
        const auto span = cell ? Value::parse(cell->value) : std::nullopt;
        if (!span) continue;
        rows.push_back({link,
                        {moment_of_part(*span, plan::part::baseline_start),
                         moment_of_part(*span, plan::part::baseline_finish)}});
    }
    return rows;
}

// By its finish, or where that is not known, by its start.
Minute slip_of(const schedule::Schedule& schedule, const Slip& slip) {
    if (slip.baseline_finish && slip.finish)
        return schedule.work_between(slip.item, *slip.baseline_finish, *slip.finish).value_or(0);
    if (!slip.baseline_start || !slip.start) return 0;
    return schedule.work_between(slip.item, *slip.baseline_start, *slip.start).value_or(0);
}

// By id. Those of the part of the plan that the baseline stands in.
std::vector<ItemId> added_since(Workspace& workspace,
                                const Scheduled& scheduled,
                                const schedule::DatesOnRecord& dates,
                                const ItemId& baseline,
                                const std::unordered_set<ItemId>& held) {
    std::vector<ItemId> added;
    const auto place = workspace.read().item(baseline);
    for (const schedule::Task& task : scheduled.plan.plan.tasks) {
        if (held.contains(task.id) || !dates.of(task.id) || !place) continue;
        if (is_within(dates, task.id, place->parent)) added.push_back(task.id);
    }
    std::sort(added.begin(), added.end());
    return added;
}

// When its author put it into the plan.
WallTime written_at(Workspace& workspace, const ItemId& baseline) {
    const auto places = workspace.read().history({baseline, merge::field_place, {}}, SIZE_MAX);
    return places.empty() ? WallTime{} : places.back().wall;
}

// The finish alone tells how late a row is; an earlier or later start is a difference, too.
bool stands(const Slip& slip) {
    const bool same_start =
        !slip.baseline_start || !slip.start || slip.baseline_start == slip.start;
    return same_start && slip.work == 0;
}

}  // namespace

Comparison compare_with_baseline(Workspace& workspace,
                                 const Scheduled& scheduled,
                                 const ItemId& baseline) {
    Comparison comparison;
    const schedule::DatesOnRecord dates(scheduled.plan, scheduled.schedule);
    const std::vector<BaselineRow> rows = rows_of(workspace, baseline);
    std::unordered_map<ItemId, Minute> slipped;
    std::unordered_set<ItemId> held;
    for (const BaselineRow& row : rows) {
        held.insert(row.link.from);
        const auto now = dates.of(row.link.from);
        if (!now) {
            comparison.gone.push_back(row.link.from);
            continue;
        }
        Slip slip{row.link.from, row.dates.start, row.dates.finish, now->start, now->finish, 0, {}};
        slip.work = slip_of(scheduled.schedule, slip);
        if (stands(slip)) {
            ++comparison.same;
            continue;
        }
        slipped.emplace(slip.item, slip.work);
        comparison.slips.push_back(std::move(slip));
    }
    const SlipCauses causes(workspace, scheduled, dates, slipped, written_at(workspace, baseline));
    for (Slip& slip : comparison.slips)
        if (slip.work > 0) slip.cause = causes.of(slip.item);
    comparison.added = added_since(workspace, scheduled, dates, baseline, held);
    std::sort(comparison.slips.begin(), comparison.slips.end(), [](const Slip& a, const Slip& b) {
        return std::tie(b.work, a.item) < std::tie(a.work, b.item);
    });
    std::sort(comparison.gone.begin(), comparison.gone.end());
    return comparison;
}

}  // namespace cairn::engine
