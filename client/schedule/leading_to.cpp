#include "client/schedule/leading_to.h"

#include <unordered_map>
#include <unordered_set>

namespace cairn::schedule {
namespace {

class Ancestry {
public:
    explicit Ancestry(const Plan& plan) {
        for (const Task& task : plan.tasks) {
            tasks_.emplace(task.id, &task);
            if (task.parent) children_[*task.parent].push_back(task.id);
        }
        for (const Link& link : plan.links) before_[link.successor].push_back(link.predecessor);
    }

    // What binds a summary binds the rows below it, and its dates are theirs.
    std::unordered_set<ItemId> of(const ItemId& row) {
        std::vector<ItemId> open{row};
        while (!open.empty()) {
            const ItemId at = open.back();
            open.pop_back();
            if (!tasks_.contains(at) || !met_.insert(at).second) continue;
            add(children_, at, open);
            add(before_, at, open);
            ItemId above = at;
            for (std::size_t depth = 0; depth <= tasks_.size(); ++depth) {
                const auto task = tasks_.find(above);
                if (task == tasks_.end() || !task->second->parent) break;
                above = *task->second->parent;
                if (!holders_.insert(above).second) break;
                add(before_, above, open);
            }
        }
        holders_.merge(met_);
        return std::move(holders_);
    }

private:
    using Rows = std::unordered_map<ItemId, std::vector<ItemId>>;
    static void add(const Rows& rows, const ItemId& at, std::vector<ItemId>& open) {
        const auto found = rows.find(at);
        if (found != rows.end())
            open.insert(open.end(), found->second.begin(), found->second.end());
    }

    std::unordered_map<ItemId, const Task*> tasks_;
    Rows children_;
    Rows before_;
    std::unordered_set<ItemId> met_;
    std::unordered_set<ItemId> holders_;  // summaries above, of which not all rows count
};

// A finish as late as can be limits nothing.
void lift_finish(Task& program) {
    program.constraint = Constraint::finish_no_later;
    program.constraint_date = last_minute;
}

// One program above everything, in place of the plan itself.
Task whole(const Plan& plan) {
    Task top;
    for (std::size_t i = 0; i < top.id.bytes.size(); ++i) top.id.bytes[i] = 0xFF;
    top.is_program = true;
    top.start = plan.start;
    top.calendar = plan.calendar;
    lift_finish(top);
    return top;
}

}  // namespace

Plan leading_to(const Plan& plan, const ItemId& row, Minute finish) {
    Plan part{plan.start, plan.calendar, plan.critical_slack, plan.calendars, {}, {}};
    const std::unordered_set<ItemId> rows = Ancestry(plan).of(row);
    const Task top = whole(plan);
    for (const Task& task : plan.tasks) {
        if (!rows.contains(task.id)) continue;
        Task kept = task;
        if (!kept.parent) kept.parent = top.id;
        if (kept.is_program) lift_finish(kept);
        kept.deadline = kept.id == row ? std::optional(finish) : std::nullopt;
        part.tasks.push_back(std::move(kept));
    }
    if (part.tasks.empty()) return part;
    part.tasks.push_back(top);
    for (const Link& link : plan.links) {
        if (rows.contains(link.predecessor) && rows.contains(link.successor))
            part.links.push_back(link);
    }
    return part;
}

}  // namespace cairn::schedule
