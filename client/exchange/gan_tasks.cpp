// Tasks of a GanttProject file: the tree is the nesting; a dependency sits in the predecessor.
#include "client/exchange/gan_parts.h"
#include "client/exchange/mspdi_values.h"
#include "client/exchange/web_text.h"
#include "client/plan/value_text.h"

namespace cairn::exchange::gan {
namespace {

using merge::Value;

plan::KindNumber kind_of(pugi::xml_node task) {
    if (task.child("task")) return plan::kind::initiative;
    return attribute(task, "meeting") == "true" ? plan::kind::milestone : plan::kind::task;
}

// Without an earliest begin: where a Strong dependency puts it, or else where a person did.
void add_span(Reading& reading, pugi::xml_node task, ImportedRow& row) {
    const std::string where = describe(task);
    std::vector<Value> parts(8);
    const Dates dates = dates_of(reading, task, where);
    parts[plan::part::start] = dates.start;
    parts[plan::part::finish] = dates.finish;
    parts[plan::part::duration] = dates.duration;
    if (!dates.duration.is_unset())
        parts[plan::part::duration_shown_in] = Value::choice(plan::unit::days);
    const std::string_view earliest = attribute(task, "thirdDate");
    if (attribute(task, "thirdDate-constraint") == "1" && !earliest.empty()) {
        parts[plan::part::constraint] = Value::choice(plan::constraint::start_no_earlier);
        parts[plan::part::constraint_date] = day_start(reading, earliest, where);
    } else if (reading.pulled.contains(std::string(attribute(task, "id")))) {
        parts[plan::part::constraint] = Value::choice(plan::constraint::as_soon_as_possible);
    }
    if (const auto span = plan::from_parts(parts)) add_value(row.fields, plan::field::span, *span);
}

void add_progress(Reading& reading, pugi::xml_node task, ImportedRow& row) {
    const std::string_view text = attribute(task, "complete");
    const auto percent = text.empty() ? std::optional<std::int64_t>(0) : integer_from(text);
    if (!percent || *percent < 0 || *percent > 100) {
        reading.plan.report.dropped.add(
            describe(task), "percent complete " + quoted(text) + " is not between 0 and 100");
        return;
    }
    if (*percent == 0) return;
    const auto state = *percent == 100 ? plan::state::done : plan::state::in_progress;
    add_value(row.fields, plan::field::progress, Value::integer(*percent));
    add_value(row.fields, plan::field::status, *Value::composite({Value::choice(state), Value()}));
}

// 0 low, 1 normal, 2 high, 3 lowest, 4 highest; the catalog knows low, normal, high and urgent.
void add_priority(Reading& reading, pugi::xml_node task, ImportedRow& row) {
    constexpr std::uint32_t urgencies[] = {1, 0, 3, 1, 4};
    const auto priority = integer_from(attribute(task, "priority"));
    if (!priority || *priority < 0 || *priority > 4) return;
    if (*priority == 3) ++reading.plan.report.left_out["'lowest' priorities, read as low"];
    const std::uint32_t urgency = urgencies[static_cast<std::size_t>(*priority)];
    if (urgency != 0) add_value(row.fields, plan::field::urgency, Value::choice(urgency));
}

void add_words(Reading& reading, pugi::xml_node task, ImportedRow& row) {
    const auto add = [&](plan::FieldNumber field, std::string_view text) {
        if (!add_text(row.fields, field, text))
            reading.plan.report.dropped.add(describe(task), quoted(text) + " is no text");
    };
    add(plan::field::colour, attribute(task, "color"));
    add(plan::field::url, percent_decoded(attribute(task, "webLink")));
    add(plan::field::notes, child_text(task, "notes"));
}

void count_left_out(Reading& reading, pugi::xml_node task) {
    auto& left_out = reading.plan.report.left_out;
    for (auto part = task.child("customproperty"); part;
         part = part.next_sibling("customproperty")) {
        ++left_out["values of custom columns"];
    }
    const auto cost = scaled_from(attribute(task, "cost-manual-value"), 100);
    if (cost && *cost != 0) ++left_out["costs, for want of a currency"];
}

Done read_link(Reading& reading, pugi::xml_node task, pugi::xml_node node) {
    const std::string_view successor = attribute(node, "id");
    if (successor.empty()) {
        reading.plan.report.dropped.add(describe(task), "a dependency that names no task");
        return {};
    }
    constexpr plan::ChoiceNumber types[] = {plan::dependency::start_start,
                                            plan::dependency::finish_start,
                                            plan::dependency::finish_finish,
                                            plan::dependency::start_finish};
    const auto type = integer_from(attribute(node, "type")).value_or(2);
    ImportedLink link;
    link.from = task_key(successor);
    link.type = plan::link::depends;
    link.to = task_key(attribute(task, "id"));
    const bool known = type >= 1 && type <= 4;
    add_value(link.fields,
              plan::field::dependency,
              Value::choice(known ? types[type - 1] : plan::dependency::finish_start));
    const std::string_view text = attribute(node, "difference");
    const auto days = text.empty() ? std::optional<std::int64_t>(0) : integer_from(text);
    constexpr std::int64_t days_max = 1'000'000;
    if (!known || !days || *days < -days_max || *days > days_max) {
        reading.plan.report.dropped.add("dependency of " + describe(task),
                                        "a type or a difference that cannot be");
    } else if (*days != 0) {
        add_value(link.fields,
                  plan::field::lag,
                  plan::to_value({.amount = *days * reading.plan.units.day_minutes,
                                  .shown_in = plan::unit::days}));
    }
    ++reading.plan.report.read["dependencies"];
    return add_link(reading.plan, reading.limits, std::move(link));
}

Done read_task(Reading& reading, pugi::xml_node task, const RowKey& parent) {
    ImportedRow row;
    row.kind = kind_of(task);
    row.key = task_key(attribute(task, "id"));
    row.parent = parent;
    row.title = attribute(task, "name");
    if (plan::trimmed(row.title).empty()) row.title = "Task " + std::string(attribute(task, "id"));
    const bool is_summary = row.kind == plan::kind::initiative;
    if (!is_summary) {
        add_span(reading, task, row);
        add_progress(reading, task, row);
    }
    add_priority(reading, task, row);
    add_words(reading, task, row);
    count_left_out(reading, task);
    ++reading.plan.report.read[is_summary                          ? "summary tasks"
                               : row.kind == plan::kind::milestone ? "milestones"
                                                                   : "tasks"];
    if (auto done = add_row(reading.plan, reading.limits, std::move(row)); !done) return done;
    for (const pugi::xml_node node : task.children("depend")) {
        if (auto done = read_link(reading, task, node); !done) return done;
    }
    return {};
}

// What a task without an id holds hangs on what holds the task. As deep as the XML may be.
Done read_below(Reading& reading, pugi::xml_node above, const RowKey& parent) {
    for (const pugi::xml_node task : above.children("task")) {
        const bool has_id = !attribute(task, "id").empty();
        if (has_id) {
            if (auto done = read_task(reading, task, parent); !done) return done;
        } else {
            reading.plan.report.dropped.add(describe(task), "it has no id");
        }
        const RowKey here = has_id ? task_key(attribute(task, "id")) : parent;
        if (auto done = read_below(reading, task, here); !done) return done;
    }
    return {};
}

class PulledTasks final : public pugi::xml_tree_walker {
public:
    bool for_each(pugi::xml_node& node) override {
        const bool pulls =
            std::string_view(node.name()) == "depend" && attribute(node, "hardness") != "Rubber";
        if (pulls) pulled.emplace(attribute(node, "id"));
        return true;
    }
    std::set<std::string> pulled;
};

Done read_baseline(Reading& reading, pugi::xml_node node, const RowKey& key) {
    for (const pugi::xml_node task : node.children("previous-task")) {
        const std::string where = "baseline " + quoted(attribute(node, "name"));
        const Dates dates = dates_of(reading, task, where);
        ImportedLink link;
        link.from = task_key(attribute(task, "id"));
        link.type = plan::link::baselined;
        link.to = key;
        const auto span = Value::composite(
            {dates.start, dates.finish, dates.duration, Value::choice(plan::unit::days), Value()});
        if (span) add_value(link.fields, plan::field::baseline_span, *span);
        if (auto done = add_link(reading.plan, reading.limits, std::move(link)); !done) return done;
    }
    return {};
}

}  // namespace

Done read_tasks(Reading& reading, pugi::xml_node project) {
    PulledTasks walk;
    pugi::xml_node tasks = project.child("tasks");
    tasks.traverse(walk);
    reading.pulled = std::move(walk.pulled);
    return read_below(reading, tasks, project_key);
}

Done read_baselines(Reading& reading, pugi::xml_node project) {
    std::size_t number = 0;
    for (const pugi::xml_node node : project.child("previous").children("previous-tasks")) {
        ++number;
        ImportedRow row;
        row.kind = plan::kind::baseline;
        row.key = {"baseline/" + std::to_string(number)};
        row.parent = project_key;
        row.title = attribute(node, "name");
        if (plan::trimmed(row.title).empty()) row.title = "Baseline " + std::to_string(number);
        const RowKey key = row.key;
        ++reading.plan.report.read["baselines"];
        if (auto done = add_row(reading.plan, reading.limits, std::move(row)); !done) return done;
        if (auto done = read_baseline(reading, node, key); !done) return done;
    }
    return {};
}

}  // namespace cairn::exchange::gan
