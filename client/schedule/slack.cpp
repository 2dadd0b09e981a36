// Slack, and what follows from it.
#include <algorithm>

#include "client/schedule/rules.h"
#include "client/schedule/schedule_state.h"

namespace cairn::schedule {
namespace {

Minute total_slack(const Row& row) {
    const Calendar& calendar = *row.slack_calendar;
    const Minute finish = calendar.between(row.early_finish, row.late_finish);
    if (row.hold == Hold::begun) return finish;
    return std::min(finish, calendar.between(row.early_start, row.late_start));
}

// What the links out of `from`, the row or a summary above it, leave of the row's slack.
Minute least_gap(const Network& net, const Row& row, const Row& from, Minute least) {
    for (const LinkIndex index : from.out) {
        const NetLink& link = net.links[index];
        if (!pushes(net, link)) continue;
        const Row& next = net.rows[link.successor];
        const Bound bound = bound_for(net, link, row.early_start, row.early_finish);
        const Minute held = bound.is_of_finish ? next.early_finish : next.early_start;
        least = std::min(least, next.slack_calendar->between(bound.date, held));
    }
    return least;
}

// Without successors, up to the program's finish.
Minute free_slack(const Network& net, RowIndex index, Minute total) {
    const Row& row = net.rows[index];
    const Minute finish = finish_of_program(net, row.program);
    Minute least = row.slack_calendar->between(row.early_finish, finish);
    least = least_gap(net, row, row, least);
    for (RowIndex above = row.parent; above != root_row; above = net.rows[above].parent) {
        least = least_gap(net, row, net.rows[above], least);
    }
    return std::max<Minute>(0, std::min(least, std::max<Minute>(total, 0)));
}

bool stands_below(const Network& net, RowIndex row, RowIndex summary) {
    while (row != summary && row != root_row) row = net.rows[row].parent;
    return row == summary;
}

}  // namespace

Slack Schedule::State::slack_of(RowIndex index) const {
    const Row& row = net.rows[index];
    const Minute total = total_slack(row);
    const bool is_critical = row.hold != Hold::ended && total <= settings.critical_slack;
    return {total, free_slack(net, index, total), is_critical};
}

std::optional<Slack> Schedule::slack(const ItemId& task) const {
    const RowIndex* row = state_->find(task);
    return row == nullptr ? std::nullopt : std::optional(state_->slack_of(*row));
}

std::optional<Minute> Schedule::work_between(const ItemId& task, Minute from, Minute to) const {
    const RowIndex* row = state_->find(task);
    if (row == nullptr) return std::nullopt;
    return state_->net.rows[*row].slack_calendar->between(within_horizon(from), within_horizon(to));
}

std::vector<ItemId> Schedule::critical(std::optional<ItemId> below,
                                       std::optional<Minute> slack_max) const {
    const Network& net = state_->net;
    const RowIndex* top = below ? state_->find(*below) : &root_row;
    const Minute limit = slack_max.value_or(state_->settings.critical_slack);
    std::vector<RowIndex> rows;
    if (top == nullptr) return {};
    for (RowIndex index = 1; index < net.rows.size(); ++index) {
        const Row& row = net.rows[index];
        if (row.is_summary || row.is_inactive || row.hold == Hold::ended) continue;
        if (total_slack(row) > limit) continue;
        if (stands_below(net, index, *top)) rows.push_back(index);
    }
    std::sort(rows.begin(), rows.end(), [&](RowIndex a, RowIndex b) {
        const Minute start_a = net.rows[a].early_start;
        const Minute start_b = net.rows[b].early_start;
        return start_a != start_b ? start_a < start_b : net.tasks[a].id < net.tasks[b].id;
    });
    std::vector<ItemId> ids;
    for (const RowIndex row : rows) ids.push_back(net.tasks[row].id);
    return ids;
}

}  // namespace cairn::schedule
