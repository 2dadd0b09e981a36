// Tasks of a GanttProject file: nested as the outline is, dependencies in the predecessor.
#include <cmath>

#include "client/exchange/gan_output.h"
#include "client/exchange/web_text.h"
#include "client/plan/value_text.h"
#include "client/schedule/catalog_input.h"

namespace cairn::exchange::gan {
namespace {

using merge::Value;
using schedule::Minute;

class TaskWriter {
public:
    TaskWriter(Writing& writing, pugi::xml_node tasks) : writing_(writing), tasks_(tasks) {
        for (const ExportedLink& link : writing.plan.links) {
            const bool is_within =
                writing.tasks.contains(link.from) && writing.tasks.contains(link.to);
            if (link.type == plan::link::depends && is_within) links_[link.to].push_back(&link);
        }
    }

    void write(const ExportedItem& item) {
        const ExportedItem* above = work_above(writing_.items, item, writing_.project);
        const auto in = above == nullptr ? nodes_.end() : nodes_.find(above->id);
        pugi::xml_node parent = in == nodes_.end() ? tasks_ : in->second;
        pugi::xml_node task = parent.append_child("task");
        nodes_.emplace(item.id, task);
        const Bar bar = bar_of(item);
        put(task, "id", writing_.tasks.at(item.id));
        put(task, "uid", to_hex(item.id.view()));
        put(task, "name", title_of(item));
        put_text(task, "color", value_of(item.fields, plan::field::colour));
        put(task, "meeting", is_point(item) ? "true" : "false");
        if (bar.start) put(task, "start", day_text(*bar.start));
        put(task, "duration", bar.days);
        put(task,
            "complete",
            value_of(item.fields, plan::field::progress).as_integer().value_or(0));
        put_constraint(task, item);
        put_priority(task, item);
        const Value url = value_of(item.fields, plan::field::url);
        if (!url.payload().empty()) put(task, "webLink", percent_encoded(url.payload()));
        put(task, "expand", "true");
        const Value notes = value_of(item.fields, plan::field::notes);
        if (!notes.payload().empty()) {
            task.append_child("notes")
                .append_child(pugi::node_cdata)
                .set_value(std::string(notes.payload()).c_str());
        }
        for (const ExportedLink* link : links_[item.id]) put_link(task, *link, bar);
    }

private:
    [[nodiscard]] Bar bar_of(const ExportedItem& item) const {
        const auto bar = writing_.bars.find(item.id);
        return bar == writing_.bars.end() ? Bar() : bar->second;
    }

    static void put_text(pugi::xml_node task, const char* name, const Value& value) {
        if (!value.payload().empty()) put(task, name, value.payload());
    }

    // The file knows an earliest begin, and no other constraint.
    void put_constraint(pugi::xml_node task, const ExportedItem& item) {
        const Value span = value_of(item.fields, plan::field::span);
        const auto type = part_of(span, plan::part::constraint)
                              .as_choice()
                              .value_or(plan::constraint::as_soon_as_possible);
        const auto date = schedule::moment_of(part_of(span, plan::part::constraint_date),
                                              writing_.units.day_start);
        if (type == plan::constraint::start_no_earlier && date) {
            put(task, "thirdDate", day_text(*date));
            put(task, "thirdDate-constraint", 1);
        } else if (type != plan::constraint::as_soon_as_possible) {
            ++writing_.rounded;
        }
    }

    // low, normal, high, urgent; nothing stands for normal.
    static void put_priority(pugi::xml_node task, const ExportedItem& item) {
        constexpr int priorities[] = {1, 0, 1, 2, 4};
        const auto urgency = value_of(item.fields, plan::field::urgency).as_choice().value_or(2);
        if (urgency != 2 && urgency < std::size(priorities))
            put(task, "priority", priorities[urgency]);
    }

    // A successor that the schedule places is pulled to its predecessor (Strong); one that stands
    // where a person put it is only pushed (Rubber).
    void put_link(pugi::xml_node task, const ExportedLink& link, const Bar& predecessor) {
        constexpr int types[] = {2, 2, 1, 3, 4};  // by the catalog's numbers, fs if none
        const auto type = value_of(link.fields, plan::field::dependency).as_choice().value_or(0);
        const Value span = value_of(writing_.items.at(link.from)->fields, plan::field::span);
        const bool is_placed = part_of(span, plan::part::constraint).as_choice() ==
                               plan::constraint::as_soon_as_possible;
        pugi::xml_node node = task.append_child("depend");
        put(node, "id", writing_.tasks.at(link.from));
        put(node, "type", types[type < std::size(types) ? type : 0]);
        put(node, "difference", lag_days(link, predecessor));
        put(node, "hardness", is_placed ? "Strong" : "Rubber");
    }

    [[nodiscard]] std::int64_t lag_days(const ExportedLink& link, const Bar& predecessor) {
        const auto lag = plan::duration_of(value_of(link.fields, plan::field::lag));
        if (!lag || lag->amount == 0) return 0;
        const bool is_share =
            lag->shown_in == plan::unit::percent || lag->shown_in == plan::unit::elapsed_percent;
        const bool is_elapsed = lag->shown_in >= plan::unit::elapsed_minutes &&
                                lag->shown_in <= plan::unit::elapsed_months;
        const auto amount = static_cast<double>(lag->amount);
        const auto day = static_cast<double>(writing_.units.day_minutes);
        const double week = static_cast<double>(writing_.units.week_minutes) / day;
        const double days = is_share     ? amount / 100.0 * static_cast<double>(predecessor.days)
                            : is_elapsed ? amount / plan::minutes_a_day * week / 7.0
                                         : amount / day;
        const std::int64_t whole = std::llround(days);
        const bool is_exact =
            !is_share && !is_elapsed && whole * writing_.units.day_minutes == lag->amount;
        if (!is_exact) ++writing_.rounded;
        return whole;
    }

    Writing& writing_;
    pugi::xml_node tasks_;
    std::map<ItemId, pugi::xml_node> nodes_;
    std::map<ItemId, std::vector<const ExportedLink*>> links_;
};

}  // namespace

void write_tasks(Writing& writing, pugi::xml_node project) {
    pugi::xml_node tasks = project.append_child("tasks");
    put(tasks, "empty-milestones", "true");
    TaskWriter writer(writing, tasks);
    for (const ExportedItem& item : writing.plan.items)
        if (writing.tasks.contains(item.id)) writer.write(item);
}

void write_baselines(Writing& writing, pugi::xml_node project) {
    pugi::xml_node previous = project.append_child("previous");
    for (const ExportedItem& item : writing.plan.items) {
        if (item.kind != plan::kind::baseline) continue;
        pugi::xml_node node = previous.append_child("previous-tasks");
        put(node, "name", title_of(item));
        for (const ExportedLink& link : writing.plan.links) {
            const auto task = writing.tasks.find(link.from);
            const bool is_of_it = link.type == plan::link::baselined && link.to == item.id;
            if (!is_of_it || task == writing.tasks.end()) continue;
            const Value span = value_of(link.fields, plan::field::baseline_span);
            const auto start = schedule::moment_of(part_of(span, plan::part::baseline_start), 0);
            const auto finish = schedule::moment_of(part_of(span, plan::part::baseline_finish), 0);
            const auto duration = part_of(span, plan::part::baseline_duration).as_integer();
            if (!start) continue;
            const Minute between =
                finish ? writing.calendar.between(*start, *finish) : writing.units.day_minutes;
            const Minute work = duration.value_or(between);
            pugi::xml_node one = node.append_child("previous-task");
            put(one, "id", task->second);
            put(one, "start", day_text(*start));
            put(one,
                "duration",
                (work + writing.units.day_minutes - 1) / writing.units.day_minutes);
            put(one, "meeting", is_point(*writing.items.at(link.from)) ? "true" : "false");
            put(one, "super", "false");
        }
    }
}

}  // namespace cairn::exchange::gan
