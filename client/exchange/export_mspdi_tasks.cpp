// Tasks of an MSPDI file: their order and OutlineLevel are the tree.
#include "client/exchange/mspdi_output.h"
#include "client/plan/catalog.h"

namespace cairn::exchange::mspdi {
namespace {

using merge::Value;

class TaskWriter {
public:
    TaskWriter(Writing& writing, pugi::xml_node tasks) : writing_(writing), tasks_(tasks) {
        for (const ExportedLink& link : writing.plan.links) {
            const bool is_read =
                link.type == plan::link::depends || link.type == plan::link::baselined;
            if (is_read) links_[link.from].push_back(&link);
        }
        for (const ExportedItem& item : writing.plan.items) {
            if (!writing.tasks.contains(item.id)) continue;
            if (const ExportedItem* above = task_above(item)) parents_.emplace(above->id, true);
        }
    }

    void write(const ExportedItem& item) {
        const Value span = value_of(item.fields, plan::field::span);
        pugi::xml_node task = tasks_.append_child("Task");
        const int uid = writing_.tasks.at(item.id);
        put(task, "UID", uid);
        put(task, "ID", uid);
        put(task, "Name", title_of(item));
        const bool inactive =
            value_of(item.fields, plan::field::inactive).as_boolean().value_or(false);
        put(task, "Active", inactive ? 0 : 1);
        const bool manual = part_of(span, plan::part::mode).as_choice() == plan::mode::manual;
        put(task, "Manual", manual ? 1 : 0);
        put(task, "OutlineLevel", level_of(item));
        const auto priority = value_of(item.fields, plan::field::leveling).as_integer();
        put(task, "Priority", priority.value_or(500));
        put_dates(task, item, span);
        put_progress(task, item);
        put_constraint(task, item, span, manual);
        put_words(task, item);
        for (const ExportedLink* link : links_[item.id]) put_link(task, *link);
        for (const ExportedLink* link : links_[item.id]) put_baseline(task, *link);
    }

private:
    [[nodiscard]] const ExportedItem* task_above(const ExportedItem& item) const {
        return work_above(writing_.items, item, writing_.project);
    }

    [[nodiscard]] int level_of(const ExportedItem& item) const {
        int level = 1;
        const ExportedItem* above = task_above(item);
        for (; above != nullptr && level < 1'000; above = task_above(*above)) ++level;
        return level;
    }

    [[nodiscard]] bool is_summary(const ExportedItem& item) const {
        return parents_.contains(item.id);
    }

    void put_dates(pugi::xml_node task, const ExportedItem& item, const Value& span) const {
        put_minute(task, "Start", part_of(span, plan::part::start), writing_.units.day_start);
        put_minute(task, "Finish", part_of(span, plan::part::finish), writing_.units.day_finish);
        const Value duration = part_of(span, plan::part::duration);
        const bool estimated = part_of(span, plan::part::estimated).as_boolean().value_or(false);
        put_minutes(task, "Duration", duration);
        if (!duration.is_unset()) {
            const Value unit = part_of(span, plan::part::duration_shown_in);
            put(task, "DurationFormat", format_of(unit, estimated));
        }
        put_minutes(task,
                    "Work",
                    part_of(value_of(item.fields, plan::field::estimate), plan::part::amount));
        put(task, "Estimated", estimated ? 1 : 0);
        put(task, "Milestone", is_point(item) && !is_summary(item) ? 1 : 0);
        put(task, "Summary", is_summary(item) ? 1 : 0);
    }

    void put_progress(pugi::xml_node task, const ExportedItem& item) const {
        const auto field = [&](plan::FieldNumber number) { return value_of(item.fields, number); };
        const Value progress = field(plan::field::progress);
        put(task, "PercentComplete", progress.as_integer().value_or(0));
        put_minute(task, "ActualStart", field(plan::field::actual_start), writing_.units.day_start);
        put_minute(
            task, "ActualFinish", field(plan::field::actual_finish), writing_.units.day_finish);
        put_minutes(
            task, "ActualWork", part_of(field(plan::field::actual_work), plan::part::amount));
    }

    // A date that a person meant without a constraint is one for MS Project (decision 042).
    void put_constraint(pugi::xml_node task,
                        const ExportedItem& item,
                        const Value& span,
                        bool manual) const {
        const auto constraint = part_of(span, plan::part::constraint).as_choice();
        const Value start = part_of(span, plan::part::start);
        const Value finish = part_of(span, plan::part::finish);
        auto type = constraint.value_or(plan::constraint::as_soon_as_possible);
        Value date = part_of(span, plan::part::constraint_date);
        const bool is_wish = !constraint && !manual && !is_summary(item);
        if (is_wish && !start.is_unset()) {
            type = plan::constraint::start_no_earlier;
            date = start;
        } else if (is_wish && !finish.is_unset()) {
            type = plan::constraint::finish_no_earlier;
            date = finish;
        }
        put(task, "ConstraintType", static_cast<std::int64_t>(type) - 1);
        put_calendar(writing_, task, item);
        put_minute(task, "ConstraintDate", date, writing_.units.day_start);
        put_minute(
            task, "Deadline", value_of(item.fields, plan::field::due), writing_.units.day_finish);
    }

    static void put_words(pugi::xml_node task, const ExportedItem& item) {
        const std::string url(value_of(item.fields, plan::field::url).payload());
        if (!url.empty()) put(task, "HyperlinkAddress", url);
        const std::string notes(value_of(item.fields, plan::field::notes).payload());
        if (!notes.empty()) put(task, "Notes", notes);
    }

    void put_link(pugi::xml_node task, const ExportedLink& link) const {
        const auto uid = writing_.tasks.find(link.to);
        const bool is_project = writing_.project != nullptr && link.to == writing_.project->id;
        if (link.type != plan::link::depends || (uid == writing_.tasks.end() && !is_project))
            return;
        constexpr int types[] = {1, 1, 3, 0, 2};  // by the catalog's numbers, fs if none
        const auto type = value_of(link.fields, plan::field::dependency).as_choice().value_or(0);
        const Value lag = value_of(link.fields, plan::field::lag);
        const Value unit = part_of(lag, plan::part::shown_in);
        const std::int64_t amount = part_of(lag, plan::part::amount).as_integer().value_or(0);
        const bool is_share = unit.as_choice() == plan::unit::percent ||
                              unit.as_choice() == plan::unit::elapsed_percent;
        pugi::xml_node node = task.append_child("PredecessorLink");
        put(node, "PredecessorUID", is_project ? 0 : uid->second);
        put(node, "Type", types[type < std::size(types) ? type : 0]);
        put(node, "CrossProject", 0);
        put(node, "LinkLag", is_share ? amount : amount * 10);
        put(node, "LagFormat", format_of(unit, false));
    }

    void put_baseline(pugi::xml_node task, const ExportedLink& link) const {
        const auto number = writing_.baselines.find(link.to);
        if (link.type != plan::link::baselined || number == writing_.baselines.end()) return;
        const Value span = value_of(link.fields, plan::field::baseline_span);
        pugi::xml_node node = task.append_child("Baseline");
        put(node, "Number", number->second);
        put_minute(node, "Start", part_of(span, plan::part::baseline_start), 0);
        put_minute(node, "Finish", part_of(span, plan::part::baseline_finish), 0);
        put_minutes(node, "Duration", part_of(span, plan::part::baseline_duration));
        put(node, "DurationFormat", format_of(part_of(span, plan::part::baseline_shown_in), false));
        put_minutes(node, "Work", part_of(span, plan::part::baseline_work));
    }

    Writing& writing_;
    pugi::xml_node tasks_;
    std::map<ItemId, std::vector<const ExportedLink*>> links_;
    std::map<ItemId, bool> parents_;
};

}  // namespace

void write_tasks(Writing& writing, pugi::xml_node project) {
    TaskWriter writer(writing, project.append_child("Tasks"));
    for (const ExportedItem& item : writing.plan.items)
        if (writing.tasks.contains(item.id)) writer.write(item);
}

}  // namespace cairn::exchange::mspdi
