// Tasks as rows: the tree is their order and OutlineLevel.
#include "client/exchange/mspdi_parts.h"
#include "client/exchange/mspdi_values.h"

namespace cairn::exchange::mspdi {
namespace {

struct Position {
    pugi::xml_node node;
    std::string uid;
    std::int64_t level = 1;
    bool summary = false;  // the next task is deeper
};

std::string describe(pugi::xml_node task) {
    return "task " + std::string(child_text(task, "UID")) + " " + quoted(child_text(task, "Name"));
}

bool is_project_summary(pugi::xml_node task) {
    return child_text(task, "UID") == "0" || child_text(task, "OutlineLevel") == "0";
}

std::int64_t level_of(Reading& reading, pugi::xml_node task) {
    const std::string_view text = child_text(task, "OutlineLevel");
    if (text.empty()) return 1;
    const auto level = integer_from(text);
    if (level && *level >= 1) return *level;
    reading.plan.report.warnings.add(describe(task),
                                     "its outline level " + quoted(text) + " is read as 1");
    return 1;
}

// Rows that are tasks at all, with their levels.
std::vector<Position> list_tasks(Reading& reading, pugi::xml_node project) {
    std::vector<Position> tasks;
    for (const pugi::xml_node node : project.child("Tasks").children("Task")) {
        if (child_flag(node, "IsNull")) {
            ++reading.plan.report.left_out["blank rows"];
        } else if (child_text(node, "UID").empty()) {
            reading.plan.report.dropped.add("task " + quoted(child_text(node, "Name")),
                                            "it has no UID");
        } else if (!is_project_summary(node)) {
            tasks.push_back({node, std::string(child_text(node, "UID")), level_of(reading, node)});
        }
    }
    for (std::size_t i = 0; i + 1 < tasks.size(); ++i) {
        tasks[i].summary = tasks[i + 1].level > tasks[i].level;
    }
    return tasks;
}

plan::KindNumber kind_of(const Position& task) {
    if (task.summary) return plan::kind::initiative;
    return child_flag(task.node, "Milestone") ? plan::kind::milestone : plan::kind::task;
}

// The chain of rows above the next one; a level that skips steps hangs on the deepest there is.
class Outline {
public:
    explicit Outline(Reading& reading) : reading_(reading) {}

    RowKey parent_of(const Position& task) {
        while (!chain_.empty() && chain_.back().level >= task.level) chain_.pop_back();
        const std::int64_t expected = chain_.empty() ? 1 : chain_.back().level + 1;
        const bool deep = chain_.size() >= reading_.limits.outline_depth_max;
        if (task.level > expected && !deep && !warned_.contains(task.level)) {
            warned_.insert(task.level);
            reading_.plan.report.warnings.add(
                describe(task.node),
                std::string("its outline level skips a step; it hangs under ") +
                    (chain_.empty() ? "the project" : "the row above"));
        }
        RowKey parent = chain_.empty() ? project_key : chain_.back().key;
        if (!task.summary) return parent;
        if (!deep) {
            chain_.push_back({task.level, task_key(task.uid)});
        } else {
            reading_.plan.report.warnings.add(
                describe(task.node),
                "the outline is deeper than " + std::to_string(reading_.limits.outline_depth_max) +
                    " levels; what is below it stands beside it");
        }
        return parent;
    }

private:
    struct Link {
        std::int64_t level;
        RowKey key;
    };
    Reading& reading_;
    std::vector<Link> chain_;
    std::set<std::int64_t> warned_;
};

void count_left_out(Reading& reading, pugi::xml_node task) {
    for (const char* element : {"TimephasedData", "ExtendedAttribute", "OutlineCode"}) {
        for (auto part = task.child(element); part; part = part.next_sibling(element)) {
            ++reading.plan.report.left_out[std::string(element) + " of tasks"];
        }
    }
    if (child_flag(task, "ExternalTask")) ++reading.plan.report.left_out["ties to other projects"];
}

Done read_baselines(Reading& reading, pugi::xml_node task, const RowKey& key) {
    for (const pugi::xml_node node : task.children("Baseline")) {
        const std::string number(child_text(node, "Number"));
        if (number.empty() || number.size() > 9) continue;
        ImportedLink link;
        link.from = key;
        link.type = plan::link::baselined;
        link.to = baseline_key(number);
        Fields fields(reading, link.fields, "baseline " + number + " of " + describe(task));
        const auto shown =
            unit_from_format(integer_from(child_text(node, "DurationFormat")).value_or(7));
        const auto span = merge::Value::composite({fields.minute(child_text(node, "Start")),
                                                   fields.minute(child_text(node, "Finish")),
                                                   fields.duration(child_text(node, "Duration")),
                                                   merge::Value::choice(shown.unit),
                                                   fields.duration(child_text(node, "Work"))});
        if (span) fields.add(plan::field::baseline_span, *span);
        reading.baselines.insert(number);
        if (auto done = add_link(reading, std::move(link)); !done) return done;
    }
    return {};
}

Done add_baseline_rows(Reading& reading) {
    for (const std::string& number : reading.baselines) {
        ImportedRow row;
        row.kind = plan::kind::baseline;
        row.key = baseline_key(number);
        row.parent = project_key;
        row.title = number == "0" ? "Baseline" : "Baseline " + number;
        ++reading.plan.report.read["baselines"];
        if (auto done = add_row(reading, std::move(row)); !done) return done;
    }
    return {};
}

// Some converters write Active = 0 into nearly every task of a plan that is alive. A plan in which
// most tasks are inactive would not be worth importing, so there the mark is not believed.
void judge_inactive(Reading& reading, const std::vector<Position>& tasks) {
    std::size_t leaves = 0;
    std::size_t inactive = 0;
    for (const Position& task : tasks) {
        if (task.summary) continue;
        ++leaves;
        if (child_text(task.node, "Active") == "0") ++inactive;
    }
    constexpr std::size_t too_few_to_judge = 20;
    reading.inactive_is_read = inactive < too_few_to_judge || inactive * 2 <= leaves;
    if (reading.inactive_is_read) return;
    reading.plan.report.warnings.add(
        "project",
        std::to_string(inactive) + " of " + std::to_string(leaves) +
            " tasks are marked inactive; the mark is taken for a converter's and not read");
}

Done read_task(Reading& reading, const Position& task, Outline& outline) {
    ImportedRow row;
    row.kind = kind_of(task);
    row.key = task_key(task.uid);
    row.parent = outline.parent_of(task);
    row.title = std::string(child_text(task.node, "Name"));
    if (row.title.empty()) row.title = "Task " + task.uid;
    read_task_fields(reading, task.node, row, task.summary);
    count_left_out(reading, task.node);
    ++reading.plan.report.read[task.summary                        ? "summary tasks"
                               : row.kind == plan::kind::milestone ? "milestones"
                                                                   : "tasks"];
    const RowKey key = row.key;
    if (auto done = add_row(reading, std::move(row)); !done) return done;
    if (auto done = read_task_links(reading, task.node, key); !done) return done;
    return read_baselines(reading, task.node, key);
}

}  // namespace

Done read_tasks(Reading& reading, pugi::xml_node project) {
    const std::vector<Position> tasks = list_tasks(reading, project);
    judge_inactive(reading, tasks);
    Outline outline(reading);
    for (const Position& task : tasks) {
        if (auto done = read_task(reading, task, outline); !done) return done;
    }
    return add_baseline_rows(reading);
}

}  // namespace cairn::exchange::mspdi
